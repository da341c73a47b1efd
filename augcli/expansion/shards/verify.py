"""Verify shards: compare them with their markers, and their samples with their records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from augcli.expansion.deep_check import Deep
from augcli.expansion.output.folder import OWN_FILES
from augcli.expansion.output.record_files import INDEX, marker_path, packed_shards_in
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.shards.finish import INDEX_FILE, are_classes, index_of
from augcli.expansion.shards.marker import Marker, read_marker
from augcli.expansion.shards.shard_check import CheckedShard, ShardChecker
from augcli.expansion.strangers import strangers
from augcli.expansion.verify_report import Difference, VerifyReport
from augcli.storage.limits import Limits
from augcli.storage.shards.layouts import ShardLayout, layout_of

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died

Totals = Mapping[str, Any]  # of a run, as its run file has them


def check_shards(
    report: VerifyReport, sharding: Sharding, deep: Deep | None, workers: int, totals: Totals | None
) -> None:
    """Add to a report what differs in a folder of shards, and the number of its images.

    ``workers`` is the number of processes; with ``deep`` each copy is made again. Only a run that
    has finished has ``totals``, and an index.

    Raises:
        UsageProblem: the library of the layout is missing.
        EnvironmentFailure: the machine can't read the files, or start a worker.
    """
    layout = layout_of(sharding.packed)
    layout.check()
    markers, known = [], {*OWN_FILES, INDEX_FILE, INDEX}
    for shard in packed_shards_in(report.out):
        known |= {f"{INDEX}/{shard}.{ending}" for ending in ("json", "jsonl")}
        known.add(f"{shard}.{layout.ENDING}")
        marker = read_marker(report.out, shard)
        if marker is None:
            path = marker_path(report.out, shard).relative_to(report.out).as_posix()
            text = "is missing or damaged: run the same command again"
            report.differences.append(Difference(path, "marker", text))
        else:
            markers.append(marker)
    for checked in sorted(_checked(report.out, sharding.packed, markers, deep, workers)):
        report.files += checked.samples
        report.differences += checked.differences
    report.shards = len(markers)
    if totals is not None:
        report.differences += _index_differs(report.out, sharding, markers, totals)
    report.differences += (Difference(*one) for one in strangers(report.out, known))


def _checked(
    out: Path, layout: ShardLayout, markers: list[Marker], deep: Deep | None, workers: int
) -> Iterator[CheckedShard]:
    """Check shards in worker processes, and yield the results in any order."""
    from augcli.engines.local import LocalEngine  # not for --help

    # Each image has its own time; this is for a process that is stopped altogether.
    seconds = Limits.seconds * (1 + max((one.samples for one in markers), default=0))
    yield from LocalEngine(ShardChecker(out, layout, deep), _lost, workers, seconds).run(markers)


def _lost(marker: Marker, death: Died) -> CheckedShard:
    kind = "timeout" if death.timed_out else "worker-died"
    text = f"holds an image that can't be checked: the process stopped ({death})"
    return CheckedShard(marker.file, 0, (Difference(marker.file, kind, text),))


def _index_differs(
    out: Path, sharding: Sharding, markers: Iterable[Marker], totals: Totals
) -> Iterator[Difference]:
    """Yield a difference if the index doesn't say what the markers and the totals do."""
    try:
        found = (out / INDEX_FILE).read_bytes()
        classes = json.loads(found)["classes"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        yield Difference(INDEX_FILE, "missing", "is missing or damaged: run the same command again")
        return
    if found != index_of(sharding, classes, markers):
        yield Difference(INDEX_FILE, "index", "says otherwise than the markers of the shards")
    elif not are_classes(classes, totals):
        yield Difference(INDEX_FILE, "classes", "has other classes than the run")
