"""Turn the steps and groups of a pipeline into calls of a library."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from augcli.config.flags import as_flags
from augcli.imaging.resampling import Resampling
from augcli.interop.exporters.source import Call, Missing, Node, NotExpressed, all_missing, simple
from augcli.pipeline.graded import Graded
from augcli.pipeline.groups import AllOf, SomeOf, Stage
from augcli.pipeline.policies import name_of
from augcli.pipeline.steps import Step

EQUALIZED = (
    "Rounds otherwise: by a few levels on photos, by more where one level fills much of a picture."
)
_EVENLY = "Drawn evenly, not at the levels of the paper."

Range = tuple[float, float]
Maker = Callable[[Step, Resampling], Call]


@dataclass(frozen=True)
class Library:
    """A library whose pipelines are nested calls.

    ``makers`` maps the name of a transform to the function that makes the call of a step;
    ``groups`` makes the calls of groups and policies.
    """

    title: str
    makers: Mapping[str, Maker]
    groups: Groups

    def nodes(self, stages: Sequence[Stage], how: Resampling) -> list[Node]:
        """Return the call of each stage in this library, or the Missing in its place."""
        return [self._node(stage, how) for stage in stages]

    def _node(self, stage: Stage, how: Resampling) -> Node:
        try:
            own = self.groups.policy(name, how) if (name := name_of(stage)) else None
            return own or self._call(stage, how)
        except NotExpressed as why:
            return Missing(described(stage), str(why))

    def _call(self, stage: Stage, how: Resampling) -> Call:
        match stage:
            case Step():
                maker = self.makers.get(stage.transform.name)
                if maker is None:
                    raise NotExpressed(f"augcli does not express it in {self.title}")
                return maker(stage, how)
            case Graded():
                (step,) = stage.steps()
                call = self._call(step, how)
                return replace(call, remarks=(*call.remarks, _EVENLY))
            case AllOf():
                return self.groups.all_of(self._members(stage, how), stage.chance)
            case SomeOf():
                # A missing choice becomes one that does nothing: the others are chosen as often
                # as before.
                nodes = self._members(stage, how)
                return self.groups.some_of([self._instead(node) for node in nodes], stage)
            case _:
                raise NotExpressed(f"augcli does not express it in {self.title}")

    def _members(self, stage: AllOf | SomeOf, how: Resampling) -> list[Node]:
        nodes = self.nodes(stage.stages, how)
        if nodes and all_missing(nodes):
            raise NotExpressed(f"{self.title} has none of them")
        return nodes

    def _instead(self, node: Node) -> Call:
        if isinstance(node, Call):
            return node
        return Call(self.groups.nothing.name, self.groups.nothing.arguments, remarks=(node,))


class Groups(Protocol):
    """Makes the calls of groups and policies. ``nothing`` is the call that changes nothing."""

    nothing: Call

    def all_of(self, members: Sequence[Node], chance: float) -> Call:
        """Return the call that runs all members in order with a chance. Raises NotExpressed."""

    def some_of(self, members: Sequence[Call], group: SomeOf) -> Call:
        """Return the call that runs a few members, drawn at random. Raises NotExpressed."""

    def policy(self, name: str, how: Resampling) -> Call | None:
        """Return the library's own policy of that name; None if it has none."""


def described(stage: Stage) -> str:
    """Return a stage in a few words: its flags, or its kind and the names in it."""
    if isinstance(stage, Step):
        return " ".join(as_flags(stage))
    if name := name_of(stage):
        return f"--policy {name}"
    flags = [step.transform.flag.removeprefix("--") for step in stage.steps()]
    return f"{stage.key.replace('_', '-')} {', '.join(dict.fromkeys(flags))}"


def ends(step: Step, knob: str = "") -> Range:
    """Return both ends of the interval of a knob; by default of the first knob."""
    interval = step.interval(knob or next(iter(step.transform.knobs)))
    return interval.low, interval.high


def negated(range_: Range) -> Range:
    """Return a range mirrored at zero."""
    return 0.0 - range_[1], 0.0 - range_[0]


def scaled(range_: Range, factor: float, offset: float = 0.0) -> Range:
    """Return a range whose ends are multiplied by a factor, and then have an offset added."""
    return range_[0] * factor + offset, range_[1] * factor + offset


def whole(range_: Range) -> tuple[int, int]:
    """Return the ends of a range of whole numbers as int."""
    return int(range_[0]), int(range_[1])


def fixed(range_: Range, why: str) -> float:
    """Return the number that both ends of a range are. Raises NotExpressed if they differ."""
    if range_[0] != range_[1]:
        raise NotExpressed(why)
    return simple(range_[0])


def unit(step: Step) -> str:
    """Return the unit of the interval of the first knob: ``fraction`` or ``pixels``."""
    return step.interval(next(iter(step.transform.knobs))).unit


def switch_remarks(step: Step, *known: str) -> tuple[Missing, ...]:
    """Return a shortfall for each switch or choice of the step, but for the ``known`` ones."""
    flags = [step.transform.switches[name] for name in sorted(step.switches - {*known})]
    flags += [f"{step.transform.knob_flag(name)} {word}" for name, word in step.choices.items()]
    return tuple(Missing(flag, "what it does is left out") for flag in flags)
