"""Expand into shards: from settings to whole shards, their index and a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing

from augcli.errors import UsageProblem
from augcli.expansion.closing import note_dataset, write_results
from augcli.expansion.jobs import Outcome
from augcli.expansion.loaders import LoaderCheck
from augcli.expansion.output.manifest import INDEX
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.run import Run
from augcli.expansion.shards.finish import INDEX_FILE, index_of, remove_shards
from augcli.expansion.shards.plan import jobs_of, listed_counts
from augcli.expansion.shards.run import ShardWork
from augcli.expansion.summary import Summary
from augcli.storage.files import make_folders, sweep, write_if_changed
from augcli.storage.shards.layouts import layout_of


def check_sharding(run: Run, sharding: Sharding) -> None:
    """Raise UsageProblem if a library is missing, or there are too few sources for the shards."""
    if run.part:
        raise UsageProblem(
            f"--shard {run.part} does not go with --layout {sharding.layout}",
            "make parts in folders, or all shards in one run",
        )
    layout_of(sharding.layout).check()
    if sharding.shard_count is not None:
        listed_counts(run, sharding, jobs_of(run, {}))


def expand_to_shards(run: Run, sharding: Sharding, on_source: Callable[[Summary], None]) -> Summary:
    """Make the shards that are missing, and remove those that no source is for any more.

    Raises:
        EnvironmentFailure: a disk or permission problem; finished shards stay.
    """
    summary = Summary(run.out, loaders=LoaderCheck(is_tree=False))
    make_folders(run.out / INDEX, inside=run.out)
    try:
        with closing(ShardWork(run, sharding, summary, on_source).outcomes()) as outcomes:
            summary.finished = _count(run, outcomes, summary, on_source)
    finally:
        if not summary.finished:
            sweep(run.out)
        run.dataset.digests.save()
    note_dataset(run, summary)
    counts: Counter[str] = Counter()
    if summary.finished:
        summary.removed = remove_shards(run.out, kept=summary.shards.keys())
        classes = sorted({label for label in summary.classes if label})
        write_if_changed(run.out / INDEX_FILE, index_of(sharding, classes, summary.shards.values()))
        counts = Counter(name.rpartition("-")[0] for name in sorted(summary.shards))
    write_results(run, summary, shards=dict(counts))
    return summary


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
