"""List the images in shards: a DATA that holds tars or Parquet files, or is such a file."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from augcli.dataset.file_kinds import NOT_AN_IMAGE, FileKind
from augcli.dataset.layout import has_image
from augcli.dataset.listing import shown_folders
from augcli.dataset.machine_names import is_hidden
from augcli.dataset.nothing_found import OUTSIDE
from augcli.dataset.passed_over import PassedOver
from augcli.dataset.source import Folder, Source
from augcli.dataset.splits import is_split, is_training
from augcli.errors import UsageProblem
from augcli.imaging.codec.formats import INPUT_ENDINGS, content_ending, is_read
from augcli.imaging.codec.unread import by_ending
from augcli.storage.names import canonical
from augcli.storage.read import open_record
from augcli.storage.remote.entry import RemoteEntry
from augcli.storage.remote.scheme import is_url
from augcli.storage.shards.contents import (
    contents_of,
    facts_inside,
    list_ahead,
)
from augcli.storage.shards.member import Member, leads_out

_NAMES = "index.json"  # as augcli writes it beside shards
_NUMBER = re.compile(
    r"\d{1,9}", re.ASCII
)  # of a class: int() refuses texts of some thousand digits
_LONGEST_NAME = 255  # bytes, on every file system in common use


class ShardListing:
    """The images in shards at a root, which may be a shard itself.

    An image is named by the path of its shard below the root, and its own name in there. Its class
    is what its sample tells; where that is a number alone, the name comes from the ``classes`` of
    an ``index.json`` beside the shards, or is the number. What stands before the
    first ``-`` of a shard's name is its split, if one is for training and there are others.
    """

    def __init__(self, root: Path, shards: Mapping[Path, str], *, flat: bool, splits: bool) -> None:
        self._root = root
        self._shards = shards
        self._flat = flat
        self._splits = splits
        self.passed_over = PassedOver()
        self.unlisted: list[str] = []

    @cached_property
    def sources(self) -> list[Source]:
        """All images, and what stands for those that a damaged shard has lost, sorted by name."""
        if is_url(self._root):
            list_ahead(str(shard) for shard, problem in self._shards.items() if not problem)
        found = (source for shard in sorted(self._shards) for source in self._inside(shard))
        return sorted(found, key=attrgetter("name"))

    @property
    def splits(self) -> Mapping[str, tuple[str, ...]]:
        """The splits, with the names of their classes; none if the shards are of no splits."""
        if not self._are_splits:
            return {}
        labels: defaultdict[str, set[str]] = defaultdict(set)
        for source in self.sources:
            labels[source.split] |= {source.label} - {""}
        return {split: tuple(sorted(found)) for split, found in sorted(labels.items())}

    def folders(self, kept: Sequence[str]) -> Iterator[Folder]:
        """Yield the sources by the folder of their outputs; of splits only those ``kept``."""
        homes: defaultdict[str, list[Source]] = defaultdict(list)
        apart = []
        for source in self.sources:
            if source.split and source.split not in kept:
                continue
            if not source.is_readable:
                apart.append(source)
            else:
                homes[source.home or ""].append(source)
        for home in sorted(homes):
            yield Folder(homes[home], [])
        if apart:
            yield Folder(apart, [])

    def class_folders(self, kept: Sequence[str]) -> list[str]:
        """Return the paths of the class folders that there would be; of splits only ``kept``."""
        labelled = [one for one in self.sources if one.label and not one.unlisted]
        return sorted({one.home or "" for one in labelled if not one.split or one.split in kept})

    def check(self) -> None:
        """Raise UsageProblem if there are images in folders beside the shards."""
        if self._root.is_dir():
            folders = [one for one in shown_folders(self._root) if has_image(self._root / one)]
            if folders:
                raise UsageProblem(
                    f"{self._root} holds shards ({min(self._shards).name}) and images in folders "
                    f"({folders[0]})",
                    "give a folder of shards alone, or one of class folders alone",
                )

    @cached_property
    def _are_splits(self) -> bool:
        names = {_split_of(shard) for shard in self._shards}
        return self._splits and len(names) > 1 and all(names) and any(map(is_training, names))

    @cached_property
    def _classes(self) -> Sequence[str]:
        try:
            folder = self._root if self._root.is_dir() else self._root.parent
            with open_record(folder / _NAMES) as stream:
                found = json.loads(stream.read())["classes"]
            named = isinstance(found, list) and all(isinstance(one, str) for one in found)
            return found if named else ()
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return ()

    def _inside(self, shard: Path) -> Iterator[Source]:
        """Yield the images in a shard."""
        above = "" if shard == self._root else f"{canonical(shard.name)}/"
        split = _split_of(shard) if self._are_splits else ""
        if problem := self._shards[shard]:
            yield Source(canonical(shard.name), "", str(shard), link_problem=problem, split=split)
            return
        try:
            contents = contents_of(str(shard))
        except (OSError, ValueError) as error:
            yield self._lost(shard, split, _reason(error))
            return
        for name, member in contents.members.items():
            source = Source(f"{above}{name}", "", f"{shard}/{name}", split=split)
            if is_url(self._root):
                facts = facts_inside(str(shard), name, member.size)
                source = source._replace(listed=RemoteEntry.of(str(shard), name, facts).listed)
            kind = _judged(name, member.head)
            if kind.passed:
                self.passed_over.note(kind.passed, source.name)
            else:
                source = source._replace(unread=kind.unread, content=kind.content)
                yield from self._labelled(source, member)
        if contents.problem:
            yield self._lost(shard, split, contents.problem)

    def _labelled(self, source: Source, member: Member) -> Iterator[Source]:
        label = "" if self._flat else canonical(member.label or self._name_of(member.number))
        if member.problem:
            yield source._replace(label=label, unlisted=member.problem)
        elif label and not _can_be_folder(label):
            yield source._replace(unlisted=f"has a class that can't be a folder: {label!r:.60}")
        elif label or self._flat:
            home = "/".join(filter(None, (source.split, label)))
            yield source._replace(label=label, home=home)
        else:
            self.passed_over.note(OUTSIDE, source.name)

    def _name_of(self, number: str) -> str:
        known = _NUMBER.fullmatch(number) and int(number) < len(self._classes)
        return self._classes[int(number)] if known else number

    def _lost(self, shard: Path, split: str, problem: str) -> Source:
        name = canonical(shard.name)
        self.unlisted.append(name)
        return Source(name, "", str(shard), unlisted=problem, split=split)


def _can_be_folder(label: str) -> bool:
    try:
        fits = len(os.fsencode(label)) <= _LONGEST_NAME
    except UnicodeEncodeError:
        return False
    return fits and not leads_out(label) and {"/", "\\"}.isdisjoint(label)


def _split_of(shard: Path) -> str:
    """Return the split that the name of a shard begins with; an empty text if it is none."""
    name = canonical(shard.name).partition("-")[0]
    return name if is_split(name) else ""


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}"
    return str(error)


def _judged(name: str, head: bytes) -> FileKind:
    """Return what a file in a shard is; ``head`` are its first bytes, if they are known."""
    file = name.rpartition("/")[2]
    field = file.partition(".")[2].lower()
    if is_hidden(file):
        return FileKind(passed="hidden")
    if field in INPUT_ENDINGS:
        return FileKind()
    if content := content_ending(head):
        return FileKind(content)
    found = by_ending(file) if "." not in field else None
    if found is None:
        return FileKind(passed=NOT_AN_IMAGE)
    return FileKind(unread="" if is_read(found.name) else found.name)
