"""Check that parts are all parts of one run, each once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from augcli.errors import UsageProblem
from augcli.expansion.merging.finished_part import FinishedPart
from augcli.expansion.mixing import left_out_of
from augcli.expansion.output.settings import unequal
from augcli.expansion.output.sharding import flags_of_shards
from augcli.expansion.shards.finish import INDEX_FILE

_NAMED = 5  # in a message


def check_together(parts: Sequence[FinishedPart]) -> None:
    """Raise UsageProblem unless the parts make up one run."""
    _check_folders(parts)
    first = parts[0]
    for other in parts[1:]:
        _check_same_run(first, other)
    _check_numbers(parts)
    for other in parts[1:]:
        _check_same_fruitless(first, other)
        _check_same_basis(first, other)
        _check_same_classes(first, other)


def _check_folders(parts: Sequence[FinishedPart]) -> None:
    seen: dict[str, FinishedPart] = {}
    for one in parts:
        twin = seen.setdefault(str(one.path.resolve()), one)
        if twin is not one:
            both = "twice" if twin.path == one.path else f"twice, also as {twin.path}"
            raise UsageProblem(f"{one.path} is given {both}", "give each part once")


def _check_same_run(first: FinishedPart, other: FinishedPart) -> None:
    both = f"{first.path} and {other.path}"
    if found := list(islice(unequal(first.settings, other.settings), _NAMED)):
        what = "; ".join(f"{key} is {one} and {another}" for key, one, another in found)
        hint = "make all parts with the same flags and versions"
        one_way, another_way = flags_of_shards(first.settings), flags_of_shards(other.settings)
        if one_way != another_way:
            hint += f", such as {one_way or another_way}"
        raise UsageProblem(f"{both} have other settings: {what}", hint)
    if first.part.count != other.part.count:
        raise UsageProblem(
            f"{both} are of different runs: part {first.part} and part {other.part}",
            "give the parts of one run",
        )
    if first.dataset != other.dataset:
        raise UsageProblem(
            f"{both} were made from other data: the images, their sizes, labels or splits differ",
            "make each part again from the same DATA: type its command with --prune",
        )


def _check_numbers(parts: Sequence[FinishedPart]) -> None:
    """Raise UsageProblem if a part is there twice, or missing."""
    there: dict[int, FinishedPart] = {}
    for one in parts:
        twin = there.setdefault(one.part.number, one)
        if twin is not one:
            raise UsageProblem(
                f"{twin.path} and {one.path} are both part {one.part}", "give each part once"
            )
    count = parts[0].part.count
    missing = [number for number in range(1, count + 1) if number not in there]
    if missing:
        named = ", ".join(f"{number}/{count}" for number in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        are = "part {} is missing" if len(missing) == 1 else "parts {} are missing"
        raise UsageProblem(
            are.format(named + more),
            f"make what is missing with --shard {missing[0]}/{count}, and give all {count} parts",
        )


def _check_same_fruitless(first: FinishedPart, other: FinishedPart) -> None:
    if found := sorted(first.fruitless ^ other.fruitless):
        bad, good = (first, other) if found[0] in first.fruitless else (other, first)
        raise UsageProblem(
            f"{bad.path} could not use {found[0]}, and {good.path} could: they share out copies "
            "in different ways",
            f"type the commands of both again, with the same limits: parts {bad.part} "
            f"and {good.part}",
        )


def _check_same_basis(first: FinishedPart, other: FinishedPart) -> None:
    """Raise UsageProblem if shards would be others if one run had made them."""
    if first.basis == other.basis:
        return
    odd = sorted(left_out_of(first.run).items() ^ left_out_of(other.run).items())
    what = f"only one could read {odd[0][0]}" if odd else "an image has changed in between"
    raise UsageProblem(
        f"{first.path} and {other.path} mixed different images into copies: {what}",
        f"type the commands of both again: parts {first.part} and {other.part}",
    )


def _check_same_classes(first: FinishedPart, other: FinishedPart) -> None:
    one, two = (part.shards.classes if part.shards else () for part in (first, other))
    if one != two:
        raise UsageProblem(
            f"{first.path / INDEX_FILE} and {other.path / INDEX_FILE} name other classes, and were "
            "made from the same data",
            f"type the commands of both again: parts {first.part} and {other.part}",
        )
