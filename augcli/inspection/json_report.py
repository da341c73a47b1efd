"""Report an inspection as the fields of one JSON object."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from augcli.expansion.skipped_source import unread_names
from augcli.inspection.advice import advise
from augcli.inspection.duplicates import Alike
from augcli.inspection.inspection import MEASURES, Inspection
from augcli.inspection.picture import Picture

_SPREADS = ("width", "height", "aspect", "bytes", *MEASURES)


def report_as_json(found: Inspection) -> dict[str, Any]:
    """Return everything that an inspection found, as docs/inspect.md describes it."""
    classes = {
        label: {
            "images": sum(splits.values()),
            "splits": {name: count for name, count in splits.items() if name},
        }
        for label, splits in found.classes.items()
    }
    return {
        "data": str(found.data),
        "is_out": found.is_out,
        "images": len(found.pictures),
        "bytes": sum(one.measures.bytes for one in found.pictures),
        "classes": classes,
        "splits": dict(found.splits),
        **_counts(found),
        "measures": {name: found.spread(name).as_json() for name in _SPREADS}
        if found.pictures
        else {},
        "metadata": len(found.names(lambda one: one.measures.metadata)),
        "gps": found.names(lambda one: one.measures.gps),
        "problems": [one.as_json() for one in found.skipped],
        "unread": {kind: len(names) for kind, names in unread_names(found.skipped).items()},
        "passed_over": dict(sorted(found.passed_over.items())),
        "passed_over_examples": dict(sorted(found.passed_over.examples.items())),
        "duplicates": list(map(_alike, found.exact)),
        "near_duplicates": None if found.near is None else list(map(_alike, found.near)),
        "two_labels": list(map(_alike, found.two_labels)),
        "across_splits": list(map(_alike, found.leaks)),
        "drawn": found.drawn.as_json() if found.drawn else None,
        "advice": [{"text": one.text, "command": one.command} for one in advise(found)],
        "seconds": round(found.seconds, 3),
    }


def _counts(found: Inspection) -> dict[str, dict[str, int]]:
    """Return how many pictures have each size, mode, format and orientation."""
    of: dict[str, Callable[[Picture], str]] = {
        "sizes": lambda one: one.measures.size,
        "modes": lambda one: one.measures.described_mode,
        "formats": lambda one: one.measures.format,
        "orientations": lambda one: str(one.measures.orientation),
    }
    return {name: dict(sorted(found.count(key).items())) for name, key in of.items()}


def _alike(group: Alike) -> dict[str, Any]:
    return {
        "kind": group.kind,
        "files": group.names,
        "labels": group.labels,
        "score": round(group.score, 3),
    }
