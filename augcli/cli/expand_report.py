"""Print the result of an expansion on stdout, and notes on stderr."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

import click

from augcli.cli.console import explain, note
from augcli.cli.json_output import say_json
from augcli.cli.left_out import explain_left_out
from augcli.cli.run_notes import KEPT, note_findings, note_passed_over, stale_text
from augcli.expansion.dry_run import Estimate, Forecast
from augcli.expansion.output.manifest import SKIPPED
from augcli.expansion.output.settings import Originals
from augcli.expansion.profile import as_json
from augcli.expansion.skipped_source import SkippedSource, unread_names
from augcli.expansion.summary import Summary
from augcli.expansion.tally import Tally
from augcli.text import printable

_FORECAST = (
    *("class", "images", "copies", "after", "real"),
    *("to make", "skipped", "carried", "about"),
)
_MANY = 50  # copies of one image: more of them teach little
_NAMED_PROBLEMS = 10  # without --verbose


@dataclass(frozen=True)
class Report:
    """Prints what a run did, or would do, for a person or as JSON.

    ``prune`` is True if the run removed outputs whose source is gone or gives no copies now;
    ``originals`` is what the run puts beside the copies.
    """

    as_json: bool
    quiet: bool
    verbose: bool
    originals: Originals
    prune: bool = False

    def summary(self, summary: Summary) -> None:
        """Print what the run did."""
        if self.as_json:
            say_json(summary.as_json())
        elif not self.quiet:
            print_counts(summary)
            click.echo(printable(_closing_line(summary)))
            if summary.written and summary.finished:
                self._print_hints(summary)
        where = f": see {summary.out / SKIPPED}"
        explain_skipped(summary.skipped, where, verbose=self.verbose)
        if not self.quiet:
            note_findings(summary, prune=self.prune)
            _note_profile(summary)

    def _print_hints(self, summary: Summary) -> None:
        """Print what people may not expect of OUT when they load it."""
        if self.originals == "none":
            training = " and ".join(one.name for one in summary.splits if one.use == "augment")
            which = f"those of {training} are not in OUT" if summary.total.carried else "not in OUT"
            click.echo(
                printable(f"originals: {which}; --originals copy puts them beside their copies")
            )
        if summary.stretched:
            click.echo(_stretched(summary.stretched))
        for trap in summary.loaders.traps():
            click.echo(printable(f"loader: {trap.text}"))

    def plan(self, found: Estimate) -> None:
        """Print what the run would do."""
        if self.as_json:
            say_json(found.as_json())
        explain_skipped(found.skipped, verbose=self.verbose)
        if self.quiet:
            return
        note_passed_over(found.passed_over)
        if self.as_json:
            return
        rows = [(label, *_forecast(found.classes[label])) for label in sorted(found.classes)]
        print_table(
            (
                "class",
                "images",
                "copies",
                "after",
                "real",
                "to make",
                "skipped",
                "carried",
                "about",
            ),
            [*rows, ("total", *_forecast(found.total))],
        )
        if found.shards:
            click.echo(f"shards: {found.shards}")
        for trap in found.loaders.traps():
            click.echo(printable(f"loader: {trap.text}"))
        for label, most in sorted(found.most.items()):
            if most > _MANY:
                note(f"warning: class {label} gets up to {most} copies of one image")
        click.echo("dry run: nothing was written")
        if found.stale:
            note(stale_text(found.stale, "would be removed" if self.prune else KEPT))


def print_counts(summary: Summary) -> None:
    """Print the table of the classes."""
    rows = [(label, *_counts(summary.classes[label])) for label in sorted(summary.classes)]
    print_table(
        ("class", "images", "copies", "bad", "refused", "skipped", "carried"),
        [*rows, ("total", *_counts(summary.total))],
    )


def explain_skipped(found: Iterable[SkippedSource], where: str = "", *, verbose: bool) -> None:
    """Print why the exit code is 3, even with ``--quiet``: each source, or each format."""
    skipped = sorted(found, key=lambda one: one.source)
    single = [one for one in skipped if verbose or not one.kind]
    named = single if verbose else single[:_NAMED_PROBLEMS]
    for one in named:
        explain(f"{one.status}: {one.source}: {one.text}")
    if len(single) > len(named):
        explain(f"and {len(single) - len(named)} more that gave no copies{where}")
    explain_left_out(unread_names(skipped))


def _note_profile(summary: Summary) -> None:
    """Note the time of each stage, if it was measured."""
    if not summary.profile:
        return
    note("stage         seconds  share  ms a file")
    for stage, measured in as_json(summary.profile).items():
        each = measured["seconds"] * 1000 / max(summary.written, 1)
        note(f"{stage:12}{measured['seconds']:9.2f}{measured['share']:7.1%}{each:11.3f}")


def _stretched(images: int) -> str:
    """Return the hint on pictures whose aspect --size changes."""
    count = "1 image" if images == 1 else f"{images} images"
    return (
        f"stretched: {count} to another aspect; --fit cover cuts edges off instead, "
        "--fit contain adds them"
    )


def _counts(tally: Tally) -> tuple[str, ...]:
    return tuple(str(count) for count in astuple(tally))


def _forecast(row: Forecast) -> tuple[str, ...]:
    without = row.sources - row.expanded
    after = (str(row.after), f"{row.real:.0%}")
    counts = (row.written, without, row.carried)
    return (str(row.sources), str(row.copies), *after, *map(str, counts), _size(row.bytes))


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:.3g} TB"


def in_shards(summary: Summary) -> str:
    """Return how many shards OUT has, to put after its name; an empty text if it has none."""
    count = len(summary.shards)
    return f" ({count} {'shard' if count == 1 else 'shards'})" if count else ""


def _closing_line(summary: Summary) -> str:
    files, where = "file" if summary.written == 1 else "files", f"{summary.out}"
    where += in_shards(summary)
    if not summary.loaders.is_tree:
        files = "image" if summary.written == 1 else "images"
    written = f"{summary.written} {files} written to {where}"
    if not summary.finished:
        return f"stopped at the first problem; {written}"
    if summary.written:
        return f"{written} in {summary.seconds:.1f} s, {summary.rate:.0f} images/s"
    if nothing := none_usable(summary):
        return nothing
    if summary.part and not summary.total.sources:
        return f"nothing to write to {summary.out}: no image is in part {summary.part}"
    if summary.skipped:
        return f"nothing to write to {summary.out}: all that can be made is in place"
    return f"everything is in place in {summary.out}: nothing to write"


def none_usable(summary: Summary) -> str:
    """Return the line that says that no image could be used; an empty one if some could."""
    images = summary.total.sources
    if not images or summary.total.expanded:
        return ""
    all_of_them = "the image" if images == 1 else f"all {images} images"
    return f"nothing to write to {summary.out}: {all_of_them} can't be used"


def print_table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """Print a table with numbers on the right. A column carried of zeros alone is left out."""
    lines = [heads, *((printable(first) or "(none)", *rest) for first, *rest in rows)]
    columns = zip(*lines, strict=True)
    kept = (one for one in columns if one[0] != "carried" or {*one[1:]} != {"0"})
    lines = [*zip(*kept, strict=True)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *rest in lines:
        numbers = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        click.echo("  ".join([first.ljust(widths[0]), *numbers]).rstrip())
