"""Show each transform of a pipeline alone, through its range or at both ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from augcli.catalogue import Transform, catalogue, find
from augcli.catalogue.ranges import Interval
from augcli.config.flags import as_flags, as_typed
from augcli.errors import UsageProblem
from augcli.figures.cells import CellSpec
from augcli.figures.look import CopyRenderer, Series
from augcli.pipeline.groups import AllOf, Stage
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.steps import Recipe, Step

_OFF = CellSpec(("off",), [])
_LOWEST, _MIDDLE, _HIGHEST = 0.0, 0.5, 1.0  # of the way through an interval


@dataclass(frozen=True)
class Sweeps:
    """Show the transforms of a pipeline one by one, on the source with a name."""

    renderer: CopyRenderer
    name: str

    def each(self, count: int) -> list[Series]:
        """Sweep the first knob of every transform through its range, in ``count`` pictures."""
        return [self.sweep(step, _first_knob(step), count) for step in self._steps()]

    def sweep(self, step: Step, knob: str, count: int) -> Series:
        """Sweep a knob, with the others at their middle; off and on if there is no knob."""
        title = " ".join(as_flags(step))
        if knob != _first_knob(step):
            typed = as_typed(step.interval(knob), step.transform.knobs[knob])
            title = f"{step.transform.knob_flag(knob)} {typed}"
        return Series(title, self.renderer, tuple(self._swept(step, knob, count)))

    def extremes(self) -> list[Series]:
        """Show every knob at both ends, then all transforms together at both ends."""
        rows = [
            Series(" ".join(as_flags(step)), self.renderer, tuple(self._ends(step)))
            for step in self._steps()
        ]
        together = list(_together(self.renderer.maker.pipeline.stages))
        if len(together) > 1:
            specs = (
                CellSpec(("all lowest",), self._recipe(_fixed(one, _LOWEST) for one in together)),
                CellSpec(("all highest",), self._recipe(_fixed(one, _HIGHEST) for one in together)),
            )
            rows.append(Series("together", self.renderer, specs))
        return rows

    def _steps(self) -> Iterator[Step]:
        """Yield every step once, inside groups too, whatever its chance is."""
        found = {tuple(as_flags(step)): step for step in self.renderer.maker.pipeline.steps()}
        yield from found.values()

    def _swept(self, step: Step, knob: str, count: int) -> Iterator[CellSpec]:
        if not knob:
            yield from (_OFF, CellSpec(("on",), self._recipe([step])))
            return
        positions = [n / (count - 1) for n in range(count)] if count > 1 else [_MIDDLE]
        fixed = [_fixed(step, _MIDDLE, {knob: position}) for position in positions]
        values = {one.interval(knob): one for one in fixed}
        if len(values) == 1 and count > 1:
            yield _OFF
        ends = step.interval(knob)
        spacing = (ends.high - ends.low) / max(1, len(values) - 1)
        for one in values.values():
            yield CellSpec((_value(one, knob, spacing),), self._recipe([one]))

    def _ends(self, step: Step) -> Iterator[CellSpec]:
        knobs = list(step.transform.knobs)
        for knob in knobs or [""]:
            for spec in self._swept(step, knob, 2):
                # The title of the row names the transform and its first knob.
                name = step.transform.label(knob).removeprefix(step.transform.title) if knob else ""
                yield replace(spec, caption=(f"{name} {spec.caption[0]}".strip(),))

    def _recipe(self, steps: Iterable[Step]) -> Recipe:
        """Draw a recipe in which every step is applied."""
        sure = Pipeline(tuple(replace(step, chance=1.0) for step in steps))
        return replace(self.renderer.maker, pipeline=sure).draw(self.name, [1])[1]


def find_knob(typed: str) -> tuple[Transform, str]:
    """Find a transform and one of its knobs: by ``NAME``, ``NAME.knob`` or a flag.

    The knob is the first one if none is named, and empty if the transform has none.

    Raises:
        UsageProblem: there is no such transform, or it has no such knob.
    """
    plain = typed.removeprefix("--")
    for transform in catalogue().values():
        for knob in transform.knobs:
            if transform.knob_flag(knob) == f"--{plain.replace('_', '-')}":
                return transform, knob
    name, dot, knob = plain.partition(".")
    transform = find(name)
    knob = knob.replace("-", "_")
    if dot and knob not in transform.knobs:
        has = " and ".join(f"{name}.{one}" for one in transform.knobs) or f"none: say just {name}"
        raise UsageProblem(f"{name} has no knob {knob!r}", f"it has {has}")
    return transform, knob or next(iter(transform.knobs), "")


def step_of(transform: Transform, pipeline: Pipeline) -> Step:
    """Return the step of a pipeline with a transform, or one with its default ranges."""
    steps = (step for step in pipeline.steps() if step.transform is transform)
    return next(steps, Step(transform))


def _together(stages: Iterable[Stage]) -> Iterator[Step]:
    """Yield the steps that can all be applied to one copy, without those of choosing groups."""
    for stage in stages:
        if isinstance(stage, Step):
            yield stage
        elif isinstance(stage, AllOf):
            yield from _together(stage.stages)


def _fixed(step: Step, position: float, others: Mapping[str, float] = {}) -> Step:
    """Fix each knob at a position (0 to 1) of its interval, or at its own of ``others``."""
    intervals = {}
    for name, knob in step.transform.knobs.items():
        interval = step.interval(name)
        value = knob.at(interval, others.get(name, position))
        intervals[name] = Interval(value, value, interval.unit)
    return replace(step, intervals=intervals)


def _first_knob(step: Step) -> str:
    return next(iter(step.transform.knobs), "")


def _value(step: Step, knob: str, spacing: float) -> str:
    interval, one = step.interval(knob), step.transform.knobs[knob]
    return one.caption(interval.low, one.field(knob, interval.unit), spacing)
