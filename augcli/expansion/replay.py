"""Replay records: restore copies in place, or make them changed in another folder."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from augcli.dataset.labels.mask_names import MaskNames
from augcli.errors import EnvironmentFailure, ExitCode, SourceProblem, UsageProblem, path_error
from augcli.expansion.output.folder import check_apart
from augcli.expansion.output.made_before import run_of, settings_of
from augcli.expansion.output.record import Record
from augcli.expansion.output.record_files import MANIFEST, records
from augcli.expansion.output.run_file import other_processors
from augcli.expansion.remake import MasksToMove, Remaker, ReplayTarget
from augcli.expansion.verify_report import Difference
from augcli.imaging.codec.decoder_output import DecoderOutput
from augcli.imaging.codec.formats import output_ending
from augcli.storage.files import make_folders
from augcli.storage.limits import Limits
from augcli.storage.lock import locked
from augcli.storage.names import canonical
from augcli.storage.read import check_readable, find_digest
from augcli.storage.remote.url import as_path
from augcli.storage.shards.contents import is_shard
from augcli.storage.spellings import Spellings
from augcli.storage.sweep import sweep

_FEW = 3  # names in a message, as examples


@dataclass
class Replayed:
    """The result of a replay: files made, files already in place, and problems."""

    folder: Path
    made: int = 0
    in_place: int = 0
    problems: list[Difference] = field(default_factory=list)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the command."""
        return ExitCode.PARTIAL if self.problems else ExitCode.OK

    def as_json(self) -> dict[str, Any]:
        """Return everything, for ``--json``."""
        problems = [vars(problem) for problem in self.problems]
        counts = {"made": self.made, "in_place": self.in_place}
        return {"folder": str(self.folder), **counts, "problems": problems}


def replay(
    out: Path, data: Path, files: tuple[str, ...], target: ReplayTarget | None = None
) -> Replayed:
    """Make outputs of an expansion again: ``files``, or all of them if that is empty.

    ``files`` are paths below ``out`` as in the manifest, or paths to its files. Files that are
    still in place are left alone.

    Raises:
        UsageProblem: the replay can't be done as requested; nothing was written.
        EnvironmentFailure: a file can't be written.
    """
    found = run_of(out)
    settings = settings_of(out, found)
    if settings.packs and target is None:
        raise UsageProblem(
            f"{out} holds shards, and a shard is made as a whole: no file of it can be restored",
            "run its augcli expand again with --verify, or give another folder with -o",
        )
    _check_folders(out, data, target)
    remaker = Remaker(data, settings, target, other_processors(found))
    with locked(out, shared=target is not None):
        return _replay(out, files, remaker, target)


def _replay(
    out: Path, files: tuple[str, ...], remaker: Remaker, target: ReplayTarget | None
) -> Replayed:
    lines, damaged = _numbered(out)
    chosen = {file: lines[file] for file in _found(out, files, lines)} if files else lines
    if target and target.masks:
        _check_masks(target.masks, out, chosen)
    names = _names(lines, target.format) if target else {}
    if target and target.masks:
        names = _mask_names(names, target.masks.names)
    replayed = Replayed(target.folder if target else out)
    if damaged and not files:
        text = "has a damaged line, whose file is not made; run expand again"
        replayed.problems.append(Difference(MANIFEST, "damaged", text))
    with _held(target), DecoderOutput():
        sweep(replayed.folder)  # what a replay that was killed has left
        spellings = Spellings(replayed.folder)
        for record in _records(out, chosen):
            file: str = record["file"]
            try:
                path = _path(spellings, names.get(file, file))
                if target is None and find_digest(path, Limits.bytes) == record["sha256"]:
                    replayed.in_place += 1
                    continue
                remaker.put(record, path, replayed.folder)
                replayed.made += 1
            except SourceProblem as problem:
                replayed.problems.append(Difference(file, problem.reason, problem.text))
    return replayed


@contextmanager
def _held(target: ReplayTarget | None) -> Iterator[None]:
    """Make the other folder to write to, if there is one, and lock it."""
    if target is None:
        yield
        return
    try:
        make_folders(target.folder)
    except EnvironmentFailure as error:
        hint = "give another folder with -o"
        raise path_error(error.problem, hint, error.__cause__) from error
    with locked(target.folder):
        yield


def _check_folders(out: Path, data: Path, target: ReplayTarget | None) -> None:
    if not (data.is_dir() or is_shard(data)):
        raise UsageProblem(
            f"--data {data} is not a folder", f"give the dataset that {out} was made from"
        )
    check_readable(data, "--data")
    check_apart(data, target.folder if target else out)
    if target is None:
        return
    inner = target.folder.resolve()
    if inner.is_relative_to(out.resolve()):
        raise UsageProblem(
            f"{target.folder} is in {out}, which may hold only what its manifest lists",
            "give another folder with -o; without -o, replay restores the files of OUT",
        )
    if target.masks and inner.is_relative_to(target.masks.path.resolve()):
        raise UsageProblem(
            f"{target.folder} is in {target.masks.path}, which holds the masks",
            "give another folder with -o",
        )
    if inner.exists() and not inner.is_dir():
        raise UsageProblem(f"{target.folder} is a file, not a folder", "give a folder with -o")


def _check_masks(masks: MasksToMove, out: Path, chosen: dict[str, int]) -> None:
    path = masks.path
    if not path.exists():
        raise UsageProblem(
            f"--mask {path} does not exist", "give a mask, or a folder of masks laid out as DATA"
        )
    check_readable(path, "--mask")
    sources = sorted({record["source"] for record in _records(out, chosen)})
    if path.is_file() and len(sources) > 1:
        raise UsageProblem(
            f"--mask {path} is one file, and the outputs asked for are of {len(sources)} sources",
            "give the outputs of one source, or a folder of masks laid out as DATA",
        )
    if path.is_dir() and masks.names != MaskNames() and not any(_has_mask(masks, sources)):
        raise UsageProblem(
            f"--mask-name {masks.names.template}: {path} has no {_looked_for(masks, sources)}",
            "give the path of a mask from there, with {stem} for the name of its image",
        )


def _looked_for(masks: MasksToMove, sources: Sequence[str]) -> str:
    names = [str(masks.names.path(source)) for source in sources[:_FEW]]
    return ", ".join(names) + (", ..." if len(sources) > _FEW else "")


def _has_mask(masks: MasksToMove, sources: Iterable[str]) -> Iterator[bool]:
    for source in sources:
        try:
            yield masks.names.find(masks.path, source).is_file()
        except SourceProblem:
            yield False


def _found(out: Path, files: Iterable[str], listed: Collection[str]) -> Iterator[str]:
    """Yield the names that files have in the manifest."""
    for file in files:
        names = (file, _below(out, file))
        name = next((n for name in names for n in (name, canonical(name)) if n in listed), None)
        if name is None:
            raise UsageProblem(
                f"{file} is not an output that the manifest of {out} lists",
                f"give it as that does, such as {next(iter(listed), 'CLASS/NAME_aug001.jpg')}",
            )
        yield name


def _below(out: Path, file: str) -> str:
    path, root = (PurePath(os.path.abspath(each)) for each in (file, out))  # noqa: PTH100, resolve() would follow links
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""


def _numbered(out: Path) -> tuple[dict[str, int], bool]:
    """Return the number of the last record of each file, and whether a line is damaged."""
    found, damaged = {}, False
    for number, record in enumerate(records(out)):
        if record:
            found[record["file"]] = number
        damaged = damaged or record is None
    return found, damaged


def _records(out: Path, chosen: dict[str, int]) -> Iterator[Record]:
    for number, record in enumerate(records(out)):
        if record and chosen.get(record["file"]) == number:
            yield record


def _names(files: Iterable[str], wanted: str) -> dict[str, str]:
    """Return the new names of files in another format; none change for ``same``.

    Files that would share a name (a_aug001.jpg and a_aug001.png) keep their old ending before the
    new one.
    """
    if wanted == "same":
        return {}
    parts = {file: file.rpartition(".")[::2] for file in files}
    alike = Counter(stem.casefold() for stem, _ in parts.values())
    return {
        file: f"{stem if alike[stem.casefold()] == 1 else file}.{output_ending(ending, wanted)}"
        for file, (stem, ending) in parts.items()
    }


def _mask_names(names: Mapping[str, str], rule: MaskNames) -> dict[str, str]:
    """Return the names of the moved masks of files, from their names as PNG, which are distinct."""
    wanted = {file: rule.beside(file) for file in names}
    alike = Counter(name.casefold() for name in wanted.values())
    return {
        file: name if alike[name.casefold()] == 1 else rule.beside(names[file])
        for file, name in wanted.items()
    }


def _path(spellings: Spellings, file: str) -> Path:
    relative = PurePath(file)
    if relative.anchor or ".." in relative.parts:
        raise SourceProblem("refused", "name", "its record names a file outside the folder")
    return as_path(spellings.path(file))
