"""Put the properties of the files of a dataset into words, a line for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from augcli.inspection.inspection import Inspection
from augcli.inspection.spread import Spread
from augcli.inspection.words import aspect_of, most_common, size_of
from augcli.text import count_of


def facts_of(found: Inspection) -> Iterator[tuple[str, str]]:
    """Yield the name and the values of each property, over all pictures; there must be one."""
    aspects = found.spread("aspect")
    tags = found.count(lambda one: str(one.measures.orientation))
    rows = {
        "splits": ", ".join(f"{name} ({count:,})" for name, count in found.splits.items()),
        "sizes": most_common(found.count(lambda one: one.measures.size)),
        "aspect": _range(aspects, aspect_of),
        "modes": most_common(found.count(lambda one: one.measures.described_mode)),
        "formats": most_common(found.count(lambda one: one.measures.format)),
        "orientation": "" if set(tags) == {"1"} else f"tag {most_common(tags, 8)}",
        "bytes": _range(found.spread("bytes"), size_of),
        "metadata": _metadata(found),
    }
    for name, text in rows.items():
        if text:
            yield name, text


def _range(spread: Spread, caption: Callable[[float], str]) -> str:
    least, median, most = (caption(spread.quantile(share)) for share in (0, 0.5, 1))
    return least if least == most else f"{least} to {most}, median {median}"


def _metadata(found: Inspection) -> str:
    with_any = len(found.names(lambda one: one.measures.metadata))
    with_gps = len(found.names(lambda one: one.measures.gps))
    gps = f", a GPS position in {with_gps:,}" if with_gps else ""
    return f"in {count_of(with_any, 'image')}{gps}" if with_any else ""
