"""Read a finished part of a run: its run file, its records and its sources without copies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from augcli.dataset.parts import Part
from augcli.errors import UsageProblem
from augcli.expansion.merging.finished_shards import DamagedError, FinishedShards
from augcli.expansion.merging.piece import Piece
from augcli.expansion.output.listed_files import inside
from augcli.expansion.output.made_before import run_of, settings_of
from augcli.expansion.output.manifest import SKIPPED
from augcli.expansion.output.record import Entry, parse
from augcli.expansion.output.record_files import MANIFEST, lines_of, record_of, records_path
from augcli.expansion.output.run_file import RUN_FILE, part_in
from augcli.expansion.shards.finish import INDEX_FILE
from augcli.expansion.skipped_file import read_skipped
from augcli.expansion.skipped_source import SkippedSource
from augcli.expansion.tally import Tally
from augcli.storage.remote.url import as_path
from augcli.storage.spellings import locate


@dataclass(frozen=True)
class FinishedPart:
    """A folder that holds a finished part of a run."""

    path: Path
    part: Part
    run: dict[str, Any]
    _folders: dict[str, bool] = field(default_factory=dict, repr=False)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the run file of a part. Raises UsageProblem if there is none that is finished."""
        run = run_of(path)
        part = part_in(run)
        if part is None:
            raise UsageProblem(
                f"{path} is no part: it was made without --shard",
                "give the OUTs of augcli expand --shard 1/N to N/N",
            )
        if run.get("totals") is None:
            raise UsageProblem(
                f"{path}, part {part}, has not finished",
                "type its command again, which goes on, and merge then",
            )
        return cls(path, part, run)

    @property
    def settings(self) -> dict[str, Any]:
        """The settings, as the run file keeps them."""
        found: dict[str, Any] = self.run["settings"]
        return found

    @property
    def dataset(self) -> str:
        """The SHA-256 of the listing of the dataset."""
        return str(self.run["part"]["dataset"])

    @property
    def fruitless(self) -> frozenset[str]:
        """The sources of the whole run that gave no copies, if there is a target."""
        return frozenset(self.run["part"]["fruitless"])

    @property
    def basis(self) -> str:
        """The SHA-256 of what the shards of all parts depend on; empty if files are in folders."""
        return str(self.run["part"].get("basis", ""))

    @cached_property
    def packs(self) -> bool:
        """True if a shard is one file that holds its images. Raises UsageProblem."""
        return settings_of(self.path, self.run).packs

    @cached_property
    def shards(self) -> FinishedShards | None:
        """The shards of the part; None if it has one manifest. Raises UsageProblem."""
        sharding = settings_of(self.path, self.run).sharding
        try:
            totals = self.run["totals"]
            return FinishedShards.read(self.path, sharding, totals) if sharding else None
        except DamagedError as error:
            raise self._damaged(error.args[0]) from error

    def pieces(self) -> Iterator[Piece]:
        """Yield the files that go into OUT, with what is recorded of each. Raises OSError."""
        if self.shards is None:
            yield from self.images(self.path / MANIFEST)
            return
        for name in self.shards.markers:
            if not self.packs:
                yield from self.images(records_path(self.path, name))
            yield from self.shards.pieces(name)

    def images(self, path: Path) -> Iterator[Piece]:
        """Yield the files in folders that a file of records names."""
        settings = settings_of(self.path, self.run)
        for one in filter(None, map(record_of, lines_of(path))):
            yield Piece(one["file"], one["bytes"], one["sha256"], settings.links_original(one))

    def tallies(self) -> dict[str, Tally]:
        """Return the counts of each class. Raises UsageProblem."""
        names = [one.name for one in fields(Tally)]
        try:
            classes = self.run["totals"]["classes"]
            return {
                label: Tally(**{name: int(row[name]) for name in names})
                for label, row in classes.items()
            }
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise self._damaged(self.path / RUN_FILE) from error

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Yield the file of each record, and its entry. Raises UsageProblem if one is damaged, or
        files in folders are not in order.
        """
        copies = 0
        for path, least in self._record_files().items():
            count, before = 0, ""
            for line in lines_of(path):
                found = parse(line)
                if found is None or (self.shards is None and found[0] <= before):
                    raise self._damaged(path)
                count, before = count + 1, found[0]
                copies += found[1].copy > 0
                yield found
            if count < least:
                raise self._damaged(path)
        if copies < self.run["totals"]["copies"]:
            whole = MANIFEST if self.shards is None else INDEX_FILE if self.packs else ""
            raise self._damaged(self.path / whole)

    def _record_files(self) -> dict[Path, int]:
        """Return the files of records, each with the least number of them."""
        if self.shards is None:
            return {self.path / MANIFEST: 0}
        markers = self.shards.markers
        return {records_path(self.path, name): one.samples for name, one in markers.items()}

    def find(self, file: str) -> Path | None:
        """Return the path of a file of the part; None if it leads out of the part."""
        folder = file.rpartition("/")[0]
        if folder not in self._folders:  # once for all of its files: it takes several calls
            self._folders[folder] = inside(self.path, file) is not None
        return as_path(locate(self.path, file)) if self._folders[folder] else None

    def skipped(self) -> list[SkippedSource]:
        """Return the sources without copies. Raises UsageProblem if the file is damaged."""
        found = read_skipped(self.path, self.run["totals"])
        if found is None:
            raise self._damaged(self.path / SKIPPED)
        return found

    def _damaged(self, path: Path) -> UsageProblem:
        return UsageProblem(
            f"{path} is damaged or incomplete",
            f"type the command of part {self.part} again, which mends it, and merge then",
        )
