"""What a library must know to be a target, and the walk through a pipeline that asks it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from augcli.config.flags import as_flags
from augcli.imaging.resampling import Resampling
from augcli.interop.exporters.source import Call, Missing, Node, NotExpressed, all_missing, simple
from augcli.pipeline.groups import AllOf, SomeOf, Stage
from augcli.pipeline.policies import name_of
from augcli.pipeline.steps import Step

Range = tuple[float, float]
Maker = Callable[[Step, Resampling], Call]


@dataclass(frozen=True)
class Library:
    """A library whose pipelines are calls in calls.

    ``makers`` has what makes the call of a step, by the name of its transform; ``groups`` makes
    that of a group.
    """

    title: str
    makers: Mapping[str, Maker]
    groups: Groups

    def nodes(self, stages: Sequence[Stage], how: Resampling) -> list[Node]:
        """Return what stages are in this library: each a call, or a remark that it is missing."""
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
            case AllOf():
                return self.groups.all_of(self._members(stage, how), stage.chance)
            case SomeOf():
                # What is missing among choices is to be chosen as often as it was: it does nothing.
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
        return Call(self.groups.nothing.name, self.groups.nothing.arguments, remarks=(node.text,))


class Groups(Protocol):
    """How a library says which of its calls run."""

    nothing: Call

    def all_of(self, members: Sequence[Node], chance: float) -> Call:
        """Run all in order, or none."""

    def some_of(self, members: Sequence[Call], group: SomeOf) -> Call:
        """Run a few that are drawn. Raises NotExpressed."""

    def policy(self, name: str, how: Resampling) -> Call | None:
        """Return the library's own policy of that name, if it has one."""


def described(stage: Stage) -> str:
    """Say in a few words what a stage is."""
    if isinstance(stage, Step):
        return " ".join(as_flags(stage))
    if name := name_of(stage):
        return f"--policy {name}"
    flags = [step.transform.flag.removeprefix("--") for step in stage.steps()]
    return f"{stage.key.replace('_', '-')} {', '.join(dict.fromkeys(flags))}"


def ends(step: Step, knob: str = "") -> Range:
    """Return both ends of the interval of a knob, by default of the first."""
    interval = step.interval(knob or next(iter(step.transform.knobs)))
    return interval.low, interval.high


def negated(range_: Range) -> Range:
    """Mirror a range at zero."""
    return 0.0 - range_[1], 0.0 - range_[0]


def scaled(range_: Range, factor: float, offset: float = 0.0) -> Range:
    """Multiply the ends of a range, and add to them."""
    return range_[0] * factor + offset, range_[1] * factor + offset


def whole(range_: Range) -> tuple[int, int]:
    """Return the ends of a range of whole numbers."""
    return int(range_[0]), int(range_[1])


def fixed(range_: Range, why: str) -> float:
    """Return the only number of a range. Raises NotExpressed if there are others."""
    if range_[0] != range_[1]:
        raise NotExpressed(why)
    return simple(range_[0])


def unit(step: Step) -> str:
    """Return the unit of the first knob: ``fraction`` or ``pixels``."""
    return step.interval(next(iter(step.transform.knobs))).unit


def switch_remarks(step: Step, *known: str) -> tuple[str, ...]:
    """Return the remarks on switches that are on and that a call doesn't know."""
    flags = (step.transform.switches[name] for name in sorted(step.switches - {*known}))
    return tuple(Missing(flag, "what it does is left out").text for flag in flags)
