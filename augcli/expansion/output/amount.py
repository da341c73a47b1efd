"""How many copies each source gets: the same number, or what fills its class to a target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple, Self

from augcli.dataset.by_hash import by_hash
from augcli.errors import UsageProblem
from augcli.expansion.output.class_targets import fill_by_size, fill_evenly, level_of
from augcli.expansion.output.record import MOST_COPIES


@dataclass(frozen=True)
class Amount:
    """How many images a run makes. It changes no byte of a copy, only which copies there are.

    Without a target, every source gets ``copies``, or as many as ``class_copies`` says of its
    class. ``balance`` fills every class up to a level: ``largest``, ``median``, or a share of the
    largest such as ``80%``. ``target_per_class`` and ``total`` are numbers of images in OUT: those
    of a class, and of all classes. Larger classes stay as they are, or are drawn down with ``cap``.
    """

    copies: int = 5
    class_copies: tuple[tuple[str, int], ...] = ()
    balance: str = ""
    target_per_class: int | None = None
    total: int | None = None
    cap: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the amount as the run file keeps it; ``copies`` is null if there is a target."""
        copies = None if self.has_target else self.copies
        return {**asdict(self), "copies": copies, "class_copies": dict(self.class_copies)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Self:
        """Return the amount of a run file. Raises KeyError, TypeError or ValueError."""
        found = {one.name: kept[one.name] for one in fields(cls)}
        copies = cls.copies if found["copies"] is None else found["copies"]
        return cls(**found | {"copies": copies, "class_copies": (*kept["class_copies"].items(),)})

    @property
    def has_target(self) -> bool:
        """True if what a source gets depends on how many others there are."""
        return bool(self.balance or self.target_per_class or self.total)

    def each(self, label: str) -> int:
        """Return the number of copies of each source of a class, if there is no target."""
        return dict(self.class_copies).get(label, self.copies) if self.class_copies else self.copies

    def targets(self, images: Mapping[str, int]) -> dict[str, int]:
        """Return the number of images that each class has in OUT, from those that it has now.

        Raises:
            UsageProblem: the total is less than the images that are there.
        """
        least = dict.fromkeys(images, 0) if self.cap else dict(images)
        if self.total is not None:
            if self.total < sum(least.values()):
                raise UsageProblem(
                    f"--total {self.total} is less than the {sum(least.values())} images there are",
                    "give a larger total, or --cap to draw larger classes down",
                )
            fill = fill_evenly(least, self.total) if self.balance else None
            return fill or fill_by_size(images, least, self.total)
        level = self.target_per_class or level_of(self.balance, images.values())
        return {label: max(level, least[label]) for label in images}


class Wanted(NamedTuple):
    """What is wanted of a source: how many copies, and whether its original is kept."""

    copies: int
    original: bool


def share_out(
    classes: Mapping[str, Sequence[str]], targets: Mapping[str, int], *, kept: bool
) -> dict[str, Wanted]:
    """Return what is wanted of each source, by name, so that each class meets its target.

    ``classes`` has the names of the sources of each class; with ``kept``, their originals count.
    The copies of sources of one class differ by one at most. Which source gets one more is drawn
    by its name, so that a larger target has all copies of a smaller one.

    Raises:
        UsageProblem: a source would get more copies than there can be.
    """
    wanted: dict[str, Wanted] = {}
    for label, names in classes.items():
        wanted |= _of_class(names, targets[label], kept=kept)
        most = max((wanted[name].copies for name in names), default=0)
        if most > MOST_COPIES:
            raise UsageProblem(
                f"class {label} would need {most} copies of an image, more than {MOST_COPIES}",
                "give a smaller target, or add images to that class",
            )
    return wanted


def _of_class(names: Sequence[str], target: int, *, kept: bool) -> Iterator[tuple[str, Wanted]]:
    copies = max(0, target - len(names)) if kept else target
    each, more = divmod(copies, len(names)) if names else (0, 0)
    for rank, name in enumerate(by_hash("copies", names)):
        yield name, Wanted(each + (rank < more), kept and rank < target)
