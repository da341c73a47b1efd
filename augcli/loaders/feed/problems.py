"""How images that can't be read are told."""

from __future__ import annotations

from augcli.errors import UsageProblem


def unreadable(name: str, text: str) -> UsageProblem:
    """Return the error for an image that can't be read, where none is skipped."""
    return UsageProblem(f"{name}: {text}", 'mend or remove it, or give on_error="skip"')


def skipped(name: str, text: str) -> str:
    """Return what is told of an image that is skipped."""
    return f"{name} is skipped: it {text}; another image of its class stands in"
