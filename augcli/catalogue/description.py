"""Describe a transform for help, docs and JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from augcli.catalogue.declaration import Transform
from augcli.catalogue.knobs import Knob, Real
from augcli.catalogue.lengths import Shift
from augcli.errors import BadValue


@dataclass(frozen=True, kw_only=True)
class KnobDescription:
    """A flag with a value. Numbers are in ``unit``; ``rule`` has the limits in words."""

    flag: str
    name: str
    rule: str
    unit: str
    low: float
    high: float
    neutral: float | None
    default: tuple[float, float]

    @property
    def range(self) -> str:
        """The default range in words."""
        low, high = self.default
        return f"{low:g}" if low == high else f"{low:g} to {high:g}"


@dataclass(frozen=True, kw_only=True)
class SwitchDescription:
    """A flag without a value."""

    flag: str
    help: str


@dataclass(frozen=True, kw_only=True)
class ChoiceDescription:
    """A flag that takes one of some words; the first is the default."""

    flag: str
    name: str
    words: tuple[str, ...]
    help: str


@dataclass(frozen=True, kw_only=True)
class Description:
    """A transform in words and numbers.

    ``example`` is a command that uses it with the default range of its first knob.
    """

    name: str
    flag: str
    group: str
    kind: str
    classic: bool
    summary: str
    helps: str
    harms: str
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    knobs: tuple[KnobDescription, ...]
    switches: tuple[SwitchDescription, ...]
    choices: tuple[ChoiceDescription, ...]
    chance: float
    example: str
    picture: str

    @classmethod
    def of(cls, transform: Transform) -> Description:
        """Return the description of a transform."""
        paragraphs = [" ".join(text.split()) for text in transform.text.split("\n\n")]

        def all_of(word: str) -> tuple[str, ...]:
            return tuple(text for text in paragraphs[1:] if text.startswith(word))

        def after(word: str) -> tuple[str, ...]:
            return tuple(text.removeprefix(word) for text in all_of(word))

        return cls(
            name=transform.name,
            flag=transform.flag,
            group=transform.group,
            kind=transform.kind.__name__,
            classic=transform.classic,
            summary=paragraphs[0],
            helps=" ".join(all_of("Helps ")),
            harms=" ".join(all_of("Harms ")),
            notes=after("Note: "),
            sources=after("Source: "),
            knobs=tuple(_knob(transform, name, one) for name, one in transform.knobs.items()),
            switches=tuple(
                SwitchDescription(flag=flag, help=transform.switch_help(name))
                for name, flag in transform.switches.items()
            ),
            choices=tuple(
                ChoiceDescription(
                    flag=transform.knob_flag(name), name=name, words=one.words, help=one.help
                )
                for name, one in transform.choices.items()
            ),
            chance=transform.chance,
            example=_example(transform),
            picture=f"docs/transforms/{transform.name}.jpg",
        )

    def as_json(self) -> dict[str, Any]:
        """Return the description as a JSON object."""
        return asdict(self)


def _knob(transform: Transform, name: str, knob: Knob) -> KnobDescription:
    neutral = knob.neutral_interval
    unit, low, high = _limits(knob)
    return KnobDescription(
        flag=transform.knob_flag(name),
        name=name,
        rule=knob.rule,
        unit=unit,
        low=low,
        high=high,
        neutral=neutral.low if neutral else None,
        default=knob.default,
    )


def _limits(knob: Knob) -> tuple[str, float, float]:
    match knob:
        case Real():
            return knob.unit, knob.low, knob.high
        case Shift():
            limit = knob.limits["fraction"]
            return "fraction", knob.least * limit, limit
        case _:
            raise TypeError(f"no limits are known for {knob}")


def _example(transform: Transform) -> str:
    mixes = bool(transform.partners)  # with other pictures of a dataset
    command = "augcli expand data/ out/" if mixes else "augcli preview bird.jpg"
    value = [_typed(knob) for knob in list(transform.knobs.values())[:1]]
    return " ".join([command, transform.flag, *value])


def _typed(knob: Knob) -> str:
    """Return the shortest text that means the default range."""
    spread, interval, *_ = knob.examples
    return spread if _means_default(knob, spread) else interval


def _means_default(knob: Knob, typed: str) -> bool:
    try:
        return knob.parse(typed) == knob.default_interval
    except BadValue:
        return False
