"""Advise on how images are shared out: splits, small classes, and those that stand out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from augcli.dataset.splitting.alone import excluding
from augcli.inspection.advice.advice import Advice, advise_to_expand, them
from augcli.inspection.inspection import Inspection
from augcli.text import count_of, printable, shell_command

_ENOUGH_TO_SPLIT = 10  # images
_ENOUGH_FOR_SIDES = 3  # images of a class, as each split needs one


def unsplit(found: Inspection) -> Iterator[Advice]:
    """Advise to split what is not split."""
    if found.is_out or found.splits or len(found.pictures) < _ENOUGH_TO_SPLIT:
        return
    alone = _alone(found)
    flags = ["--split", "val=0.2", *excluding(alone)]
    left_out = "; --exclude leaves out what is alone in its class" if alone else ""
    if alike := len({name for one in found.alike for name in one.names}):
        yield advise_to_expand(
            found,
            f"there is no val split, and {alike} pictures are alike: split before augmenting, and "
            f"keep those on one side: --split, --group-near-duplicates{left_out}",
            *flags,
            "--group-near-duplicates",
        )
    else:
        yield advise_to_expand(
            found,
            "there is no val split: split before augmenting, as copies of one photo on both sides "
            f"make scores too good: --split val=0.2{left_out}",
            *flags,
        )


def _alone(found: Inspection) -> list[str]:
    """Return the names of images that are alone in their class, which --split refuses."""
    if found.has_several_labels:
        return []
    named = [(one.source.label, one.source.name) for one in found.pictures]
    named += [(one.label, one.source) for one in found.skipped if not one.kind]
    images = Counter(label for label, _ in named)
    return sorted(name for label, name in named if label and images[label] == 1)


def rare(found: Inspection) -> Iterator[Advice]:
    """Advise on classes with too few images to learn from."""
    rare = sorted(label for label, n in found.training.items() if n < _ENOUGH_FOR_SIDES)
    if rare and len(found.training) > 1 and not found.is_out:
        classes = count_of(len(rare), "class has", "classes have")
        yield Advice(
            f"{classes} fewer than {_ENOUGH_FOR_SIDES} images to train on, such as "
            f"{printable(rare[0])}: too few to learn from and to test with; collect more, or leave "
            f"{them(len(rare))} out"
        )


def imbalance(found: Inspection) -> Iterator[Advice]:
    """Advise to balance unequal classes."""
    if len(found.training) < 2 or found.has_several_labels:
        return
    ((largest, most),) = found.training.most_common(1)
    small = sorted((n, label) for label, n in found.training.items() if 2 * n < most)
    if small:
        least, smallest = small[0]
        classes = count_of(len(small), "class has", "classes have")
        yield advise_to_expand(
            found,
            f"{classes} fewer than half the images of the largest ({printable(smallest)} has "
            f"{least}, {printable(largest)} has {most}): --balance",
            "--balance",
        )


def stand_out(found: Inspection) -> Iterator[Advice]:
    """Advise to look at pictures that stand out."""
    if names := {name for far in found.outliers.values() for name, _ in far}:
        pictures = count_of(len(names), "picture stands", "pictures stand")
        yield Advice(
            f"{pictures} out by brightness, contrast, sharpness or colour: look at "
            f"{them(len(names))} before training",
            shell_command(
                ["augcli", "inspect", str(found.data), *found.typed, "--html", "inspect.html"]
            ),
        )
