"""Close a run: what its summary says of the dataset, and the files that tell its results."""

from __future__ import annotations

from typing import Any

from augcli.dataset.file_kinds import FIGURE
from augcli.expansion.output.labels_file import LABELS, labels_table
from augcli.expansion.output.manifest import SKIPPED, write_lines
from augcli.expansion.output.run_file import facts_of, write_run_file
from augcli.expansion.run import Run
from augcli.expansion.summary import Summary
from augcli.storage.files import write_if_changed


def note_dataset(run: Run, summary: Summary) -> None:
    """Note in a summary what the listing of the dataset has found."""
    summary.passed_over = run.dataset.passed_over
    for name in sorted(summary.figures):
        summary.passed_over.note(FIGURE, name)
    summary.merging = run.dataset.merging
    summary.splits = run.dataset.found_splits


def note_empty_classes(run: Run, summary: Summary) -> None:
    """Note the classes that have files in DATA and no folder in OUT, unless it is a part."""
    if run.part is None:
        classes = run.dataset.class_folders(empty=True)
        summary.empty_classes = [one for one in classes if not (run.out / one).is_dir()]


def write_results(run: Run, summary: Summary, **facts: Any) -> None:
    """Write the sources without copies; of a finished run also the labels and the totals.

    ``facts`` go into the run file beside those of :func:`facts_of`. Raises EnvironmentFailure.
    """
    write_lines(run.out / SKIPPED, summary.skipped_records())
    if not summary.finished:
        return
    if run.settings.labels == "several":
        write_if_changed(run.out / LABELS, labels_table(run.out))
    known = {**facts_of(run.out, summary.mixing), **facts}
    write_run_file(run.out, run.settings.as_json(), summary.totals(), known)
