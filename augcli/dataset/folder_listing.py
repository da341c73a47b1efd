"""List the sources in class folders, folder by folder, in a fixed order."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from augcli.dataset.file_kinds import FileKind, judge
from augcli.dataset.layout import Layout
from augcli.dataset.links import LINKED_FOLDER, Links, leads_to_folder, through
from augcli.dataset.listing import alike, entries_of, scanned
from augcli.dataset.machine_names import is_hidden
from augcli.dataset.nothing_found import OUTSIDE
from augcli.dataset.passed_over import PassedOver
from augcli.dataset.place import Place
from augcli.dataset.source import Folder, Source
from augcli.dataset.splits import LEFT_OUT
from augcli.errors import EnvironmentFailure
from augcli.storage.names import canonical
from augcli.storage.read import NOT_THE_FILE
from augcli.storage.remote.entry import Entry, RemoteEntry
from augcli.storage.remote.url import as_path
from augcli.storage.spellings import locate


@dataclass(frozen=True)
class FolderListing:
    """The listing of a dataset of folders, whose layout is known.

    ``kept`` are the splits that are not left out. What is passed over, can't be listed, or has
    names that some file systems take for the same, is noted as in :class:`Dataset`.
    """

    root: Path
    follow_links: bool
    layout: Layout
    kept: Collection[str]
    passed_over: PassedOver
    unlisted: list[str]
    merging: list[tuple[str, ...]]

    @cached_property
    def _links(self) -> Links:
        return Links(self.root, self.follow_links)

    @cached_property
    def _top(self) -> str:
        return f"{self.root}/"

    def walk(self, folder: str, place: Place, above: tuple[Path, ...]) -> Iterator[Folder]:
        """Yield a folder and those below it.

        ``above`` holds the real paths of the linked folders on the way.
        """
        waiting = [(folder, place, above)]
        while waiting:
            below = yield from self._list(*waiting.pop())
            waiting += reversed(below)

    def _list(
        self, folder: str, place: Place, above: tuple[Path, ...]
    ) -> Generator[Folder, None, list[tuple[str, Place, tuple[Path, ...]]]]:
        """Yield a folder, and return what :meth:`walk` needs of those that are right in it."""
        sources, below, apart = [], [], []
        try:
            entries = entries_of(locate(self.root, folder))
        except EnvironmentFailure as error:
            yield Folder([self._unlisted(folder, place, error)], [])
            return []
        beside = {own_name.lower() for own_name, _ in entries}
        for own_name, entry in entries:
            name = f"{folder}/{own_name}" if folder else own_name
            at = self._top if entry.path == self._top + name else entry.path
            if is_hidden(entry.name):
                self.passed_over.note("hidden", name)
                continue
            problem = self._links.problem(entry, above) if entry.is_symlink() else ""
            kind = self._kind(entry, problem, beside)
            reason = self._reason_to_pass(entry, place, problem, kind)
            if reason:
                self.passed_over.note(reason, name)
            elif problem and place.label is None:  # to a folder: its class would be lost in a count
                apart.append(place.below(own_name).source(name, at, link_problem=problem))
            elif kind and kind.unread:
                apart.append(place.source(name, at, unread=kind.unread))
            elif problem or not entry.is_dir():
                content = kind.content if kind else ""
                source = place.source(
                    name, at, link_problem=problem, content=content, **_told(entry)
                )
                sources.append(source)
            else:
                below.append((name, place.below(own_name), through(entry, above)))
        names = [name for name, _, _ in below]
        yield Folder(sources, names)
        yield Folder(apart, [])  # by themselves: they take no name that a copy could have
        self.merging.extend(alike([*(source.name for source in sources), *names]))
        return below

    def _unlisted(self, folder: str, place: Place, error: EnvironmentFailure) -> Source:
        """Return what stands for the images of a folder that can't be listed.

        Raises the error if it is of the root, or of the machine.
        """
        cause = error.__cause__
        if not folder or not isinstance(cause, OSError) or cause.errno in NOT_THE_FILE:
            raise error
        self.unlisted.append(folder)
        return place.source(folder, unlisted=f"cannot be listed: {cause.strerror or cause}")

    def has_source(self, folder: Path, place: Place, above: tuple[Path, ...]) -> bool:
        waiting = [(folder, place, above)]
        while waiting:
            folder, place, above = waiting.pop()
            with scanned(folder) as entries:
                for entry in entries:
                    if is_hidden(entry.name):
                        continue
                    problem = self._links.problem(entry, above) if entry.is_symlink() else ""
                    kind = self._kind(entry, problem)
                    passed = self._reason_to_pass(entry, place, problem, kind)
                    if passed or problem == LINKED_FOLDER:
                        continue
                    if problem or not entry.is_dir():
                        return True
                    inner = as_path(entry.path), place.below(entry.name), through(entry, above)
                    waiting.append(inner)
        return False

    def _kind(self, entry: Entry, problem: str, beside: Collection[str] = ()) -> FileKind | None:
        """Return what a file is; None for a folder."""
        if not problem and entry.is_dir():
            return None
        return judge(entry.name, "" if problem else entry.path, beside)

    def _reason_to_pass(
        self, entry: Entry, place: Place, problem: str, kind: FileKind | None
    ) -> str:
        if place.label is None and leads_to_folder(problem):
            return ""
        if kind is None:
            return self._reason_to_pass_split(canonical(entry.name)) if place.splits else ""
        if kind.passed or (problem and kind.unread):
            return problem or kind.passed
        return OUTSIDE if place.label is None else ""

    def _reason_to_pass_split(self, name: str) -> str:
        if name not in self.layout.splits:
            return "beside the splits"
        return "" if name in self.kept else LEFT_OUT


def _told(entry: Entry) -> dict[str, str]:
    """Return the fields of a source that the listing behind a URL tells."""
    if not isinstance(entry, RemoteEntry):
        return {}
    return {"listed": entry.listed, "unlisted": entry.lost}
