"""Merge the parts of a run: OUT is then what one run of everything makes, byte for byte."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from augcli.errors import UsageProblem
from augcli.expansion.merging.check_records import RecordCheck, left_out
from augcli.expansion.merging.check_together import check_together
from augcli.expansion.merging.finished_part import FinishedPart
from augcli.expansion.merging.place import Placed, Placer
from augcli.expansion.merging.place_far import FarPlacer
from augcli.expansion.origin import check_not_inside
from augcli.expansion.output.folder import (
    begin,
    check_holds,
    check_is_no_stream,
    check_own_files,
    make_out,
    run_in,
)
from augcli.expansion.output.labels_file import LABELS, labels_table
from augcli.expansion.output.made_before import settings_of
from augcli.expansion.output.manifest import SKIPPED, write_lines
from augcli.expansion.output.record import parse
from augcli.expansion.output.record_files import INDEX, MANIFEST, lines
from augcli.expansion.output.run_file import RUN_FILE, run_file, write_run_file
from augcli.expansion.output.sharding import Sharding
from augcli.expansion.shards.finish import INDEX_FILE, counts_by_split, index_of
from augcli.expansion.summary import Summary
from augcli.expansion.tally import Tally, together
from augcli.storage.files import (
    CAN_FLUSH,
    flush,
    has_content,
    make_folders,
    write_if_changed,
    write_parts,
)
from augcli.storage.hashing import digest_of, digest_of_parts
from augcli.storage.lock import locked
from augcli.storage.remote.scheme import is_url
from augcli.storage.sweep import sweep

OnFile = Callable[[int, int], None]
"""Called with the number of parts in OUT so far, and of all."""


@dataclass
class Merge:
    """Parts to merge into OUT."""

    folders: Sequence[Path]
    out: Path

    @cached_property
    def parts(self) -> list[FinishedPart]:
        """The parts, by number. Raises UsageProblem if they don't make up one run."""
        parts = [FinishedPart.read(path) for path in self.folders]
        check_together(parts)
        return sorted(parts, key=lambda one: one.part.number)

    @cached_property
    def summary(self) -> Summary:
        """The counts of all parts, and the sources without copies. Raises UsageProblem."""
        summary = Summary(self.out, finished=True)
        tallies = [one.tallies() for one in self.parts]
        for label in {*chain(*tallies)}:
            rows = [one[label] for one in tallies if label in one]
            summary.classes[label] = together(Tally, rows)
        summary.skipped = [skipped for one in self.parts for skipped in one.skipped()]
        for one in self.parts:
            summary.shards |= one.shards.markers if one.shards else {}
        return summary

    @cached_property
    def sharding(self) -> Sharding | None:
        """How shards hold the outputs; None for one manifest. Raises UsageProblem."""
        return settings_of(self.parts[0].path, self.parts[0].run).sharding

    @property
    def processors(self) -> list[str]:
        """The kinds of processors that made the files."""
        return sorted({kind for one in self.parts for kind in one.run.get("processors", [])})

    @property
    def has_several_kinds(self) -> bool:
        """True if some parts were made by other kinds of processors than others."""
        kinds = {tuple(one.run.get("processors", [])) for one in self.parts}
        return len(kinds - {()}) > 1  # a part without files has none

    def check(self) -> None:
        """Check everything but the content of files, without writing.

        Raises:
            UsageProblem: the parts don't fit together, or OUT isn't theirs.
            EnvironmentFailure: a part can't be read.
        """
        for path in (self.out, *self.folders):
            check_holds(path, self.sharding)
        self._check_out(self._finished)
        check = RecordCheck(self.parts)
        for one in self.parts:
            check.add(one)

    def run(self, on_part: OnFile = lambda *_: None) -> Placed:
        """Put the files of all parts into OUT, then write their records.

        A merge that was cut short goes on.

        Raises:
            UsageProblem: as :meth:`check`; nothing was written.
            EnvironmentFailure: a file has changed since it was made, or a disk or permission
                problem; what is in OUT stays.
        """
        self.check()
        first = self.parts[0]
        is_far = any(map(is_url, (self.out, *self.folders)))
        placer = FarPlacer(self.out, Placed()) if is_far else Placer(self.out, Placed())
        make_out(self.out)
        with locked(self.out):
            # Checked again: another command may have come between.
            if not self._check_out(self._finished):
                begin(self.out, first.settings, {"processors": [], "merge": self._claim})
            sweep(self.out)
            for number, one in enumerate(self.parts, 1):
                with locked(one.path, shared=True):
                    placer.put(one)
                on_part(number, len(self.parts))
            self._close()
        return placer.placed

    def _close(self) -> None:
        if CAN_FLUSH:
            flush(self.out)
        if self.sharding and self.sharding.packs:
            self._write_index(self.sharding)
        elif self.sharding is None:
            self._write_manifest()
        write_lines(self.out / SKIPPED, self.summary.skipped_records())
        if self.parts[0].settings["labels"] == "several":
            write_if_changed(self.out / LABELS, labels_table(self.out))
        write_run_file(self.out, self.parts[0].settings, self.summary.totals(), self._facts)

    def _write_manifest(self) -> None:
        """Write the records of all parts, sorted by file, unless OUT has just them."""
        path = self.out / MANIFEST
        if path.is_file() and digest_of(path) == digest_of_parts(self._sorted_lines()):
            return
        write_parts(path, self._sorted_lines())

    def _sorted_lines(self) -> Iterator[bytes]:
        own = ((line.strip() + b"\n" for line in lines(one.path)) for one in self.parts)
        return heapq.merge(*own, key=_file_of)

    def _write_index(self, sharding: Sharding) -> None:
        make_folders(self.out / INDEX, inside=self.out)
        markers = self.summary.shards.values()
        write_if_changed(self.out / INDEX_FILE, index_of(sharding, self._classes, markers))

    @property
    def _classes(self) -> tuple[str, ...]:
        """The names of all classes, which each part in shards has."""
        return self.parts[0].shards.classes if self.parts[0].shards else ()

    @property
    def _claim(self) -> dict[str, Any]:
        """What the run file of OUT says until the merge has finished."""
        return {"parts": len(self.parts), "dataset": self.parts[0].dataset}

    @property
    def _facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = {"processors": self.processors}
        if mixing := self.parts[0].run.get("mixing"):
            facts["mixing"] = {**mixing, "left_out": left_out(self.parts)}
        if self.sharding and self.sharding.packs:
            facts["shards"] = counts_by_split(self.summary.shards)
        return facts

    @property
    def _finished(self) -> bytes:
        """The run file of OUT in the end."""
        return run_file(self.parts[0].settings, self.summary.totals(), self._facts)

    def _check_out(self, finished: bytes) -> bool:
        """Return True if OUT holds this merge, and it has finished.

        Raises:
            UsageProblem: OUT is neither new nor empty, and does not hold this merge.
        """
        for one in self.parts:
            part, out = one.path.resolve(), self.out.resolve()
            if part.is_relative_to(out):
                held = "is" if part == out else f"holds {one.path},"
                raise UsageProblem(
                    f"{self.out} {held} one of the parts",
                    "give another folder for OUT, beside the parts",
                )
        check_is_no_stream(self.out)
        check_not_inside(self.out)
        if self.out.is_dir():
            check_own_files(self.out)
        found = run_in(self.out)
        if found is None:
            return False
        if has_content(self.out / RUN_FILE, finished):
            return True
        if (found["settings"], found.get("merge")) != (self.parts[0].settings, self._claim):
            raise UsageProblem(
                f"{self.out} holds another run, or a merge of other parts",
                "give a new or empty folder for OUT",
            )
        return False


def _file_of(line: bytes) -> str:
    found = parse(line)
    return found[0] if found else ""  # a record that was sound when it was checked
