"""Verify a folder: compare it with its manifest, and on request with copies made again."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from augcli.dataset.partners import partner_pool, partners_of
from augcli.dataset.scan import Dataset
from augcli.errors import ExitCode, SourceProblem, UsageProblem
from augcli.expansion.output.folder import OWN_FILES
from augcli.expansion.output.manifest import MANIFEST, inside, records
from augcli.expansion.output.run_file import RUN_FILE, other_processors, read_run_file
from augcli.expansion.output.settings import Settings
from augcli.expansion.reopen import SourceReopener
from augcli.imaging.lazy import np
from augcli.pipeline.copy_maker import MadeCopy
from augcli.storage.limits import Limits
from augcli.storage.read import read_hashed

LEVELS, SHARE = 16, 0.999
"""Copies of different processors count as the same if this share of their levels, or more, is
within so many of 255."""


@dataclass(frozen=True)
class Difference:
    """A file that differs from its record: ``kind`` is a short code, ``text`` is for people."""

    file: str
    kind: str
    text: str


@dataclass
class VerifyReport:
    """The result of a verification: the number of files checked, and the differences.

    ``others`` are the kinds of other processors that made files, if copies were compared with those
    made here, within a bound then.
    """

    out: Path
    files: int = 0
    others: list[str] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the command."""
        return ExitCode.PARTIAL if self.differences else ExitCode.OK

    def as_json(self) -> dict[str, Any]:
        """Return everything, for ``--json``."""
        found = [vars(difference) for difference in self.differences]
        bound = {"levels": LEVELS, "share": SHARE, "made_on": self.others} if self.others else None
        return {
            "out": str(self.out),
            "files": self.files,
            "bound": bound,
            "differences": found,
        }


def verify(out: Path, data: Path | None = None) -> VerifyReport:
    """Check that every record has its file, intact and decodable, and that no other file is there.

    With ``data``, also make each copy again from its source and compare the bytes; or the levels,
    if another kind of processor made some.

    Raises:
        UsageProblem: ``out`` isn't the output of an expansion.
    """
    run = run_of(out)
    report = VerifyReport(out)
    if run.get("totals") is None:
        text = "the run has not finished: run the same command again"
        report.differences.append(Difference(RUN_FILE, "unfinished", text))
    known = set(OWN_FILES)
    if data:
        report.others = other_processors(run)
    deep = _DeepCheck(data, settings_of(out, run), exact=not report.others) if data else None
    for record in records(out):
        if record is None:
            text = "has a damaged line: run the same command again"
            report.differences.append(Difference(MANIFEST, "damaged", text))
            continue
        known.add(record["file"])
        report.files += 1
        report.differences.extend(_check(out, record, deep))
    promised = (run.get("totals") or {}).get("copies")
    damaged = any(found.kind == "damaged" for found in report.differences)
    if promised is not None and report.files < promised and not damaged:
        text = f"has {report.files} records, {promised - report.files} fewer than were made"
        report.differences.append(Difference(MANIFEST, "records", text))
    report.differences.extend(_strangers(out, known))
    return report


def run_of(out: Path) -> dict[str, Any]:
    """Return the run file of an expansion. Raises UsageProblem if there is none."""
    run = read_run_file(out) if out.is_dir() else None
    if run is None:
        raise UsageProblem(
            f"{out} is not the output of an expansion: it has no {RUN_FILE}",
            "give the OUT of an augcli expand",
        )
    return run


def settings_of(out: Path, run: dict[str, Any]) -> Settings:
    """Return the settings of a run. Raises UsageProblem if this version doesn't know them."""
    try:
        return Settings.of_json(run["settings"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageProblem(
            f"{out / RUN_FILE} keeps settings that this version of augcli doesn't know",
            "use the version of augcli that it names",
        ) from error


class _DeepCheck:
    """Makes copies again and compares them."""

    def __init__(self, data: Path, settings: Settings, *, exact: bool) -> None:
        self._exact = exact
        dataset = Dataset(data, settings.flat, follow_links=True)
        partners = partners_of(dataset, settings.pipeline, across=settings.mix_across)
        self._maker = settings.copy_maker(partner_pool(data, partners, Limits()))
        self._sources = SourceReopener(data, self._maker)

    def check(self, record: dict[str, Any], data: bytes) -> Iterator[Difference]:
        file, copy = record["file"], record["copy"]
        if copy == 0:
            return
        try:
            source = self._sources.open(record, file.rpartition(".")[2])
        except SourceProblem as problem:
            yield Difference(file, problem.reason, problem.text)
            return
        recipe = self._maker.draw(record["source"], [copy], record.get("attempt", 0))[copy]
        if recipe != record["recipe"]:
            yield Difference(file, "recipe", "other values are drawn for it today")
            return
        (made,) = self._maker.make(source, [recipe])
        if hashlib.sha256(made.data).hexdigest() == record["sha256"]:
            return
        if self._exact or not _is_near(made, data):
            yield Difference(file, "pixels", "comes out differently today")


def _check(out: Path, record: dict[str, Any], deep: _DeepCheck | None) -> Iterator[Difference]:
    from augcli.imaging.codec.decode import decode

    file = record["file"]
    path = inside(out, file)
    if path is None or not path.exists():
        yield Difference(file, "missing", "is in the manifest but not there")
        return
    try:
        data, digest = read_hashed(path, Limits.bytes)
        if len(data) != record["bytes"]:
            yield Difference(file, "size", f"has {len(data)} bytes, not {record['bytes']}")
        elif digest != record["sha256"]:
            yield Difference(file, "hash", "has other content than the manifest says")
        frame = decode(data, record["width"] * record["height"]).frame
        if (frame.width, frame.height) != (record["width"], record["height"]):
            yield Difference(file, "frame", f"is {frame.width}x{frame.height}")
    except SourceProblem as problem:
        yield Difference(file, problem.reason, problem.text)
        return
    if deep:
        yield from deep.check(record, data)


def _is_near(made: MadeCopy, data: bytes) -> bool:
    """Return True if a copy made now and the data of its file show pictures within the bound."""
    from augcli.imaging.codec.decode import decode

    try:
        images = [decode(file, math.prod(made.image.frame)) for file in (made.data, data)]
    except SourceProblem:  # the file shows a larger picture
        return False
    if len({(image.pixels.shape, image.depth) for image in images}) > 1:
        return False
    first, second = (image.pixels.astype(np.int32) for image in images)
    near = np.abs(first - second) <= LEVELS * images[0].top // 255
    return bool(near.mean() >= SHARE)


def _strangers(out: Path, known: set[str]) -> Iterator[Difference]:
    for folder, below, files in os.walk(out):
        below.sort()
        relative = Path(folder).relative_to(out)
        links = [name for name in below if (Path(folder) / name).is_symlink()]
        for name in sorted([*files, *links]):
            file = (relative / name).as_posix()
            if file not in known:
                yield Difference(file, "stranger", "is not in the manifest")
        if not files and not below and relative != Path():
            yield Difference(relative.as_posix(), "empty", "is an empty folder")
