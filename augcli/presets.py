"""Pipelines for those who name no transform."""

from __future__ import annotations

NATURAL = {
    "rotation": "10",
    "width_shift": "0.05",
    "height_shift": "0.05",
    "zoom": "0.1",
    "horizontal_flip": "",
    "brightness": "0.8,1.2",
}
"""Mild, and safe for photos of things that may be seen from the left or the right: values as
they are typed on the command line, by transform."""


def as_flags(values: dict[str, str]) -> str:
    """Write the values as the flags they stand for."""
    return " ".join(f"--{name.replace('_', '-')} {value}".strip() for name, value in values.items())
