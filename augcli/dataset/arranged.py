"""A dataset whose sources are chosen or split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from augcli.dataset.arrangement import Arranged, Arrangement
from augcli.dataset.choice import Choice
from augcli.dataset.scan import Dataset
from augcli.dataset.source import Folder
from augcli.dataset.splits import Split
from augcli.errors import UsageProblem


@dataclass
class ArrangedDataset(Dataset):
    """A dataset with an arrangement. The listing is done once."""

    arrangement: Arrangement = Arrangement()  # noqa: RUF009, it is frozen, so one for all is safe

    @cached_property
    def arranged(self) -> Arranged:
        """The sources as they are arranged. Raises as :meth:`folders` does."""
        return self.arrangement.of(super().folders(), self)

    def check(self) -> None:
        """Check that there is a source.

        Raises:
            UsageProblem: as :meth:`Dataset.check`, or no source is left.
            EnvironmentFailure: the root can't be listed, or the machine can list no folder now.
        """
        super().check()
        if self.arranged.folders:
            return
        if self.arrangement.choice == Choice():
            reasons = (f"{count} {reason}" for reason, count in self.passed_over.most_common())
            raise UsageProblem(
                f"no image of {self.root} is left: {', '.join(reasons)}",
                "fill in the table, or leave it out to take all images",
            )
        raise UsageProblem(
            f"no image of {self.root} is chosen by {self.arrangement.choice.in_words()}",
            "change that, or leave it out to take all images",
        )

    def folders(self) -> Iterator[Folder]:
        """Yield the sources of one folder of OUT after the other. Raises as in :class:`Dataset`."""
        return iter(self.arranged.folders)

    @cached_property
    def found_splits(self) -> list[Split]:
        """The splits, with the number of images in each; none if there are no splits."""
        splits = self.arranged.splits
        return [Split(name, self._use_of(name), images) for name, images in splits.items()]

    def classes(self) -> list[str]:
        """Return the classes whose images get copies; none if there are no classes."""
        return self.arranged.classes

    def class_folders(self, *, empty: bool = False) -> list[str]:
        """Return the paths of the class folders of OUT; with ``empty``, those without files too."""
        found = {*self.arranged.class_folders}
        if empty and self.arrangement.shares and self.arrangement.mode != "several":
            splits = self.arranged.splits
            found |= {f"{split}/{one}" for split in splits for one in self.arranged.classes}
        return sorted(found)

    def has_class(self, label: str) -> bool:
        """Return True if a source that gets copies is of a class."""
        return label in self.arranged.classes
