"""Arrange the sources of a dataset: their labels, which are taken, their groups and splits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from augcli.dataset.choice import Choice
from augcli.dataset.labels.match import WITHOUT_LABEL, WITHOUT_ROW, Match, labelled, match
from augcli.dataset.labels.table import LabelTable
from augcli.dataset.links import leads_to_folder
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Folder, Source
from augcli.dataset.splits import LEFT_OUT, is_carried
from augcli.dataset.splitting.alone import check_none_is_alone
from augcli.dataset.splitting.assign import Assignment, assign
from augcli.dataset.splitting.shares import Shares
from augcli.dataset.splitting.units import units_of

NOT_CHOSEN = "not chosen"
LabelMode = Literal["folders", "table", "several"]
"""Where labels come from: class folders, or a table that has one for each image, or several."""


@dataclass(frozen=True)
class Arrangement:
    """How to arrange sources.

    ``labels`` is a table of their labels, in place of class folders. ``groups`` gives the group of
    a source, by name; ``groups_of_none`` has the names in a table of groups that no image has.
    ``shares`` says how much of each class is held out; ``known`` has the split
    that a source got in an earlier run, which it keeps.
    """

    labels: LabelTable | None = None
    choice: Choice = Choice()  # noqa: RUF009, it is frozen, so one for all is safe
    groups: Mapping[str, str] = field(default_factory=dict)
    groups_of_none: Sequence[str] = ()
    shares: Shares = ()
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def mode(self) -> LabelMode:
        """Where labels come from."""
        if self.labels is None:
            return "folders"
        return "several" if self.labels.several else "table"

    def of(self, folders: Iterable[Folder], dataset: Dataset) -> Arranged:
        """Arrange the sources of a dataset, and count in its ``passed_over`` those left out.

        Raises:
            UsageProblem: the sources can't be split as asked for.
        """
        listed = list(folders)
        sources = [source for folder in listed for source in folder.sources]
        matched = None
        if self.labels:
            matched = match(self.labels, dataset.root, sources)
            sources = list(self._labelled(sources, matched, dataset))
        taken = self.choice.of(sources)
        for source in sources:
            if source.name not in taken:
                dataset.passed_over.note(NOT_CHOSEN, source.name)
        sources = [self._grouped(source) for source in sources if source.name in taken]
        assignment = None
        if self.shares and not any(source.split for source in sources):
            units = units_of(one for one in sources if one.is_readable)
            if self.mode != "several":
                check_none_is_alone(units, self.known)
            assignment = assign(units, self.shares, self.known)
            sources = [one._replace(split=assignment.splits.get(one.name, "")) for one in sources]
        if assignment or self.labels:
            folders = _by_home(map(_with_home, sources))
        else:
            folders = _without(listed, {source.name: source for source in sources})
        return Arranged(list(folders), assignment, self.shares, matched)

    def _labelled(
        self, sources: Iterable[Source], matched: Match, dataset: Dataset
    ) -> Iterator[Source]:
        """Yield the sources that the table labels; note why the others are passed over."""
        table = self.labels
        for source in sources:
            row = matched.rows.get(source.name)
            if source.unlisted:
                yield source
            elif table is None or row is None:
                dataset.passed_over.note(WITHOUT_ROW, source.name)
            elif not (row.labels or table.several):
                dataset.passed_over.note(WITHOUT_LABEL, source.name)
            else:
                one = labelled(source, row, several=table.several)
                if one.carried and dataset.splits == "leave-out":
                    dataset.passed_over.note(LEFT_OUT, source.name)
                else:
                    yield one

    def _grouped(self, source: Source) -> Source:
        group = self.groups.get(source.name, source.group)
        return source._replace(group=group) if group else source


@dataclass(frozen=True)
class Arranged:
    """The folders of arranged sources, and how they were split, if they were.

    ``matched`` tells which rows of the table of labels are of which sources, if there is one.
    """

    folders: list[Folder]
    assignment: Assignment | None = None
    shares: Shares = ()
    matched: Match | None = None

    @property
    def splits(self) -> Counter[str]:
        """The number of images in each split, that for training first; none without splits."""
        counted = Counter(one.split for one in self._sources if one.split)
        order = {name: place for place, (name, _) in enumerate(self.shares)}
        sides = sorted(counted, key=lambda one: (is_carried(one), order.get(one, 0), one))
        return Counter({one: counted[one] for one in sides})

    @property
    def classes(self) -> list[str]:
        """The classes of the sources that get copies."""
        sources = [one for one in self._sources if not one.carried]
        return sorted({label for one in sources for label in one.classes if label})

    @property
    def class_folders(self) -> list[str]:
        """The paths below OUT of the folders of classes."""
        # Once split, a source without a split is one that can't be listed: it has no folder.
        found = {
            (one.split, one.label)
            for one in self._sources
            if one.label and (one.split or self.assignment is None)
        }
        return sorted("/".join(filter(None, pair)) for pair in found)

    @property
    def _sources(self) -> Iterator[Source]:
        return (source for folder in self.folders for source in folder.sources)


def _with_home(source: Source) -> Source:
    below = source.folder if source.home is None else source.home
    home = "/".join(filter(None, (source.split, below)))
    return source._replace(home=home)


def _by_home(sources: Iterable[Source]) -> Iterator[Folder]:
    """Yield sources by their folder in OUT. Those that give no outputs take no names there."""
    homes: defaultdict[str, list[Source]] = defaultdict(list)
    apart: defaultdict[str, list[Source]] = defaultdict(list)
    for source in sorted(sources, key=lambda source: source.name):
        gives_none = source.unread or source.unlisted or leads_to_folder(source.link_problem)
        (apart if gives_none else homes)[source.home or ""].append(source)
    inside: defaultdict[str, set[str]] = defaultdict(set)
    for home in homes:
        parts = home.split("/")
        for depth in range(1, len(parts) + 1) if home else ():
            inside["/".join(parts[: depth - 1])].add("/".join(parts[:depth]))
    for home in sorted({*homes, *apart}):
        if home in homes:
            yield Folder(homes[home], sorted(inside[home]))
        if home in apart:
            yield Folder(apart[home], [])


def _without(folders: Iterable[Folder], taken: Mapping[str, Source]) -> Iterator[Folder]:
    for folder in folders:
        kept = [taken[source.name] for source in folder.sources if source.name in taken]
        if kept:
            yield Folder(kept, folder.folders)
