"""Verify a folder: compare it with its manifest, and on request with copies made again."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from augcli.errors import SourceProblem, is_lack_of_memory
from augcli.expansion.deep_check import Deep, DeepCheck
from augcli.expansion.output.folder import OWN_FILES, check_holds
from augcli.expansion.output.labels_file import LABELS, labels_table
from augcli.expansion.output.listed_files import inside
from augcli.expansion.output.made_before import run_of, settings_of
from augcli.expansion.output.record_files import (
    MANIFEST,
    lines_of,
    manifest_shards_in,
    record_of,
    records_of_files,
)
from augcli.expansion.output.run_file import RUN_FILE, other_processors
from augcli.expansion.output_check import differences_of, odd_recipe
from augcli.expansion.shards.folder_check import own_files, record_differences
from augcli.expansion.shards.verify import check_shards
from augcli.expansion.skipped_file import skipped_differs
from augcli.expansion.strangers import strangers
from augcli.expansion.verify_report import Difference, VerifyReport
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.storage.limits import Limits
from augcli.storage.name_set import NameSet
from augcli.storage.read import check_readable, read_file
from augcli.storage.remote.reading import expect
from augcli.storage.remote.scheme import is_url
from augcli.storage.spellings import Spellings

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died

_Line = tuple[int, str, bytes]  # the number of a line, the file that it is in, and the line
_AT_ONCE = 16  # lines that a worker checks before it reports: a report costs as much as a tiny file
_LATE = ("cv2", "numpy", "augcli.imaging.codec.decode", "augcli.imaging.codec.encode")


class _Checked(NamedTuple):
    """The differences of a line of the manifest, and its file: None if the line is damaged."""

    number: int
    file: str | None
    differences: tuple[Difference, ...]


class _Result(NamedTuple):
    """The lines of a batch that were checked, and those that are to be checked alone."""

    checked: Sequence[_Checked] = ()
    unchecked: Sequence[_Line] = ()


def verify(out: Path, data: Path | None = None, workers: int = 1) -> VerifyReport:
    """Check that every record has its file, intact and decodable, and that no other file is there.

    With ``data``, also make each copy again from its source and compare the bytes; or the levels,
    if another kind of processor made some. ``workers`` is the number of processes; it makes no
    difference to the report.

    Raises:
        UsageProblem: ``out`` isn't the output of an expansion, or ``data`` isn't there.
        EnvironmentFailure: there is no permission to read them, or a worker can't be started.
    """
    run = run_of(out)
    if data:
        check_readable(data, "DATA")
    report = VerifyReport(out)
    if run.get("totals") is None:
        text = "the run has not finished: run the same command again"
        report.differences.append(Difference(RUN_FILE, "unfinished", text))
    if data:
        report.others = other_processors(run)
    deep = Deep.of(data, out, run) if data else None
    sharding = settings_of(out, run).sharding if "layout" in run["settings"] else None
    check_holds(out, sharding)
    report.differences += skipped_differs(out, run.get("totals"))
    if sharding and sharding.packs:
        check_shards(report, sharding, deep, workers, run.get("totals"))
        if run["settings"].get("labels") == "several":
            report.differences += _labels_differ(out)
        return report
    if sharding:
        report.shards = len(list(manifest_shards_in(out)))
        report.differences += record_differences(out)
    known, found = NameSet(), []
    for file in chain(OWN_FILES, own_files(out)):
        known.add(file)
    for one in _checked(out, deep, workers):
        if one.file is not None:
            report.files += 1
            known.add(one.file)
        found += [(one.number, difference) for difference in one.differences]
    report.differences += (one for _, one in sorted(found, key=itemgetter(0)))
    promised = (run.get("totals") or {}).get("copies")
    damaged = any(found.kind == "damaged" for found in report.differences)
    if promised is not None and report.files < promised and not damaged:
        records = "1 record" if report.files == 1 else f"{report.files} records"
        text = f"has {records}, {promised - report.files} fewer than were made"
        report.differences.append(Difference(MANIFEST, "records", text))
    elif run.get("totals") is not None and run["settings"].get("labels") == "several":
        report.differences += _labels_differ(out)
    report.differences += (Difference(*stranger) for stranger in strangers(out, known))
    return report


def _labels_differ(out: Path) -> Iterator[Difference]:
    """Yield a difference if the table of labels doesn't say what the manifest does."""
    try:
        table = (out / LABELS).read_bytes()
    except OSError:
        yield Difference(LABELS, "missing", "is not there: run the same command again")
        return
    if table != labels_table(out):
        yield Difference(LABELS, "labels", "says otherwise than the manifest")


def _checked(out: Path, deep: Deep | None, workers: int) -> Iterator[_Checked]:
    """Check the lines of a manifest in worker processes, and yield the results in any order."""
    from augcli.engines.local import LocalEngine  # not for --help

    engine = LocalEngine(_Checker(out, deep), _lost, workers, Limits.seconds)
    files = ((path.name, line) for path in records_of_files(out) for line in lines_of(path))
    numbered = ((number, *line) for number, line in enumerate(files))
    alone: list[_Line] = []
    for result in engine.run(iter(lambda: tuple(islice(numbered, _AT_ONCE)), ())):
        yield from result.checked
        alone += result.unchecked
    for result in engine.run((line,) for line in alone):
        yield from result.checked


def _lost(batch: tuple[_Line, ...], death: Died) -> _Result:
    """Return the result of lines at which a worker died: each is to be checked alone."""
    if len(batch) > 1:
        return _Result(unchecked=batch)
    ((number, manifest, line),) = batch
    file = (record_of(line) or {"file": manifest})["file"]
    kind = "timeout" if death.timed_out else "worker-died"
    text = "takes too long to check" if death.timed_out else "ends the process that checks it"
    return _Result([_Checked(number, file, (Difference(file, kind, text),))])


@dataclass(frozen=True)
class _Checker:
    """Checks some lines of a manifest after the other, in a worker process."""

    out: Path
    deep: Deep | None

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return _LATE

    @property
    def foresee(self) -> Callable[[tuple[_Line, ...]], None] | None:
        """What begins to read the files of a job ahead, if they are on a server."""
        return self._expect if is_url(self.out) else None

    def _expect(self, batch: tuple[_Line, ...]) -> None:
        for record in (record_of(line) for *_, line in batch):
            if record:
                expect(f"{self.out}/{record['file']}", "")

    def start(self) -> Callable[[tuple[_Line, ...]], _Result]:
        """Prepare a process of its own, and return the function that checks lines there."""
        from augcli.engines.process_limits import limit_process  # not for --help

        limit_process(Limits.memory)
        for name in _LATE:
            importlib.import_module(name)
        output = DecoderOutput()
        checker = _LineChecker(self.out, self.deep)

        def check(batch: tuple[_Line, ...]) -> _Result:
            result = _Result([checker.check(*line) for line in batch])
            output.take()  # what decoders print about a file is in its difference, if it has one
            return result

        return check


class _LineChecker:
    """Checks one line of a manifest after the other."""

    def __init__(self, out: Path, deep: Deep | None) -> None:
        self._out = out
        self._deep = DeepCheck(deep) if deep else None
        self._spellings = Spellings(out)
        # Once for each folder: to resolve its path takes longer than to check a tiny file.
        self._is_inside = lru_cache(lambda folder: inside(out, f"{folder}x") is not None)

    def check(self, number: int, manifest: str, line: bytes) -> _Checked:
        record = record_of(line)
        if record is None:
            text = "has a damaged line: run the same command again"
            return _Checked(number, None, (Difference(manifest, "damaged", text),))
        file = record["file"]
        try:
            return _Checked(number, file, tuple(self._differences(record)))
        except Exception as error:
            if not is_lack_of_memory(error):
                raise
            found = Difference(file, "memory", "needs more memory than a worker may take")
            return _Checked(number, file, (found,))

    def _differences(self, record: dict[str, Any]) -> Iterator[Difference]:
        file = record["file"]
        if found := odd_recipe(record):
            yield found
            return
        path = self._path(file)
        if path is None:
            yield Difference(file, "missing", "is in the manifest but not there")
            return
        try:
            data = read_file(path, Limits.bytes)
        except SourceProblem as problem:
            yield Difference(file, problem.reason, problem.text)
            return
        yield from differences_of(record, data, self._deep)

    def _path(self, file: str) -> str | None:
        """Return the path of a file of the manifest; None if it isn't there, or not in OUT."""
        above, slash, name = file.rpartition("/")
        if name == ".." or not self._is_inside(above + slash):
            return None
        path = self._spellings.path(file)
        if is_url(path):
            return path  # reading it says whether it is there
        try:
            os.stat(path)  # noqa: PTH116, Path costs as much as the call itself
        except PermissionError:  # of its folder: reading the file says so
            return path
        except (OSError, ValueError):
            return None
        return path
