"""Say how many images to make of a dataset, and check that no two wishes contradict."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from augcli.config.parse_flag import parse_flag
from augcli.dataset.arranged import ArrangedDataset
from augcli.dataset.check_class import check_class
from augcli.dataset.scan import Dataset
from augcli.errors import BadValue, UsageProblem
from augcli.expansion.output.amount import Amount

_LEVELS = ("largest", "median")


class AmountFlags(Protocol):
    """The values of these flags, in the flags of a command."""

    @property
    def copies(self) -> tuple[int | tuple[str, int], ...]: ...
    @property
    def balance(self) -> str: ...
    @property
    def target_per_class(self) -> int | None: ...
    @property
    def total(self) -> int | None: ...
    @property
    def cap(self) -> bool: ...


def parse_amount(flags: AmountFlags, dataset: Dataset, of_file: Mapping[str, int]) -> Amount:
    """Return how many images to make of a dataset.

    ``of_file`` has the copies of classes that a project file gives; those that are typed win.

    Raises:
        UsageProblem: the flags contradict each other, or there is no such class.
        EnvironmentFailure: the dataset can't be listed.
    """
    plain = [one for one in flags.copies if isinstance(one, int)]
    of_classes = {**of_file, **dict(one for one in flags.copies if not isinstance(one, int))}
    _check_has_classes(flags, dataset)
    if of_classes:
        dataset.check()
    for label, number in of_classes.items():
        check_class(f"--copies {label}={number}", label, dataset.classes(), f"{dataset.root}")
    balance = parse_flag("--balance", flags.balance, _level, (*_LEVELS, "80%"))
    _check_together(flags, balance, of_file)
    return Amount(
        copies=plain[-1] if plain else Amount.copies,
        class_copies=tuple(sorted(of_classes.items())),
        balance=balance,
        target_per_class=flags.target_per_class,
        total=flags.total,
        cap=flags.cap,
    )


def _check_has_classes(flags: AmountFlags, dataset: Dataset) -> None:
    """Raise UsageProblem if classes are to be filled up, and images have several labels."""
    of_classes = any(not isinstance(one, int) for one in flags.copies)
    typed = {
        "--copies CLASS=N": of_classes,
        "--balance": flags.balance,
        "--target-per-class": flags.target_per_class,
        "--total": flags.total,
    }
    found = [flag for flag, value in typed.items() if value]
    if found and isinstance(dataset, ArrangedDataset) and dataset.arrangement.mode == "several":
        raise UsageProblem(
            f"{found[0]} fills up classes, and images have several labels, so none is in one class",
            "give --copies N",
        )


def _level(text: str) -> str:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)", text.strip())
    if not text or text.strip().lower() in _LEVELS:
        return text.strip().lower()
    share = float(found[1]) * (1 if found[2] else 100) if found else 0
    if not 0 < share <= 100:
        raise BadValue("a level is largest, median, or a share of the largest class up to 100%")
    return f"{share:g}%"


def _check_together(flags: AmountFlags, balance: str, of_file: Mapping[str, int]) -> None:
    table = next((f"[classes.{label}] copies" for label in of_file), "")
    typed = {
        "--copies": flags.copies,
        table: of_file and not flags.copies,
        "--balance": balance if flags.total is None else "",
        "--target-per-class": flags.target_per_class,
        "--total": flags.total,
    }
    first, *others = [flag for flag, value in typed.items() if value] or [""]
    if others:
        raise UsageProblem(
            f"{first} and {others[0]} both say how many images to make",
            "leave one of the two out",
        )
    if balance not in ("", _LEVELS[0]) and flags.total is not None:
        raise UsageProblem(
            f"--total shares images out evenly with --balance, and has no use for {balance}",
            f"type --total {flags.total} --balance",
        )
    if flags.cap and first in ("", "--copies", table):
        raise UsageProblem(
            "--cap draws classes down to a target, and there is none",
            "add --balance median, --target-per-class N or --total N",
        )
