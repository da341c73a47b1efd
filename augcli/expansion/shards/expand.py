"""Expand into shards: from settings to whole shards, their index and a summary."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from augcli.dataset.parts import Part
from augcli.errors import UsageProblem
from augcli.expansion.closing import note_dataset, note_empty_classes, write_results
from augcli.expansion.cluster import RunCluster
from augcli.expansion.jobs import Outcome
from augcli.expansion.loaders import LoaderCheck
from augcli.expansion.output.record_files import INDEX
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.run import Run
from augcli.expansion.shards.finish import INDEX_FILE, counts_by_split, index_of, remove_shards
from augcli.expansion.shards.plan import classes_of
from augcli.expansion.shards.prune import prune, remove_empty
from augcli.expansion.shards.run import ShardWork
from augcli.expansion.summary import Summary
from augcli.storage.files import make_folders, write_if_changed
from augcli.storage.shards.layouts import layout_of
from augcli.storage.sweep import sweep


def check_sharding(run: Run, sharding: Sharding) -> None:
    """Raise UsageProblem if a library is missing, or there is too little for shards or parts."""
    if sharding.packs:
        layout_of(sharding.packed).check()
    count = sum(run.shard_counts.values())
    if run.part and 0 < count < run.part.count:
        raise _too_many_parts(run.part, count, sharding)


def _too_many_parts(part: Part, count: int, sharding: Sharding) -> UsageProblem:
    shards = "is 1 shard" if count == 1 else f"are {count} shards"
    fewer = "1/1" if count == 1 else f"1/{count} to {count}/{count}"
    if sharding.shard_count:
        more = "a larger --shard-count"
    elif sharding.shard_size:
        more = f"--shard-count {part.count} in place of --shard-size"
    else:
        more = f"add --shard-count {part.count}"
    return UsageProblem(
        f"--shard {part}: there {shards} for {part.count} parts, and a part makes whole shards",
        f"type --shard {fewer}, or {more}",
    )


def expand_to_shards(
    run: Run,
    sharding: Sharding,
    on_source: Callable[[Summary], None],
    cluster: RunCluster | None,
) -> Summary:
    """Make the shards that are missing, and settle what is left of others.

    Raises:
        EnvironmentFailure: a disk or permission problem; finished shards stay.
    """
    summary = Summary(run.out, part=run.part, loaders=LoaderCheck(is_tree=not sharding.packs))
    if sharding.packs:
        make_folders(run.out / INDEX, inside=run.out)
    try:
        with closing(ShardWork(run, sharding, summary, on_source, cluster).outcomes()) as outcomes:
            summary.finished = _count(run, outcomes, summary, on_source)
    finally:
        if not summary.finished:
            sweep(run.out)
        run.dataset.digests.save()
    note_dataset(run, summary)
    facts: dict[str, Any] = {}
    if summary.finished and sharding.packs:
        facts["shards"] = _close_packed(run, sharding, summary)
    elif summary.finished:
        _close_folder(run, summary)
    facts |= run.part_facts(summary.fruitless_of_all, basis=summary.basis)
    write_results(run, summary, **facts)
    return summary


def _close_packed(run: Run, sharding: Sharding, summary: Summary) -> dict[str, int]:
    """Remove shards that no source is for any more; return the number of others by split."""
    summary.removed = remove_shards(run.out, kept=summary.shards.keys())
    classes = classes_of(run.dataset)
    write_if_changed(run.out / INDEX_FILE, index_of(sharding, classes, summary.shards.values()))
    return counts_by_split(summary.shards)


def _close_folder(run: Run, summary: Summary) -> None:
    """Tell the stale images, and remove them if the run prunes."""
    stale = {name: one for name, one in summary.shards.items() if one.stale}
    summary.stale = sorted(file for one in stale.values() for file in one.stale)
    for name, marker in stale.items() if run.options.prune else ():
        summary.shards[name], gone = prune(run.out, name, marker)
        summary.removed += gone
    summary.removed.sort()
    summary.shards = remove_empty(run.out, summary.shards)
    note_empty_classes(run, summary)


def _count(
    run: Run,
    outcomes: Iterable[Outcome],
    summary: Summary,
    on_source: Callable[[Summary], None],
) -> bool:
    """Count outcomes as they arrive; return False if ``strict`` stopped the run."""
    for outcome in outcomes:
        run.dataset.digests.note(outcome.job.source.name, *outcome.read)
        summary.add(outcome)
        on_source(summary)
        if run.options.strict and summary.skipped:
            return False
    return not (run.options.strict and summary.skipped)
