"""Write a pipeline as a TOML file."""

from __future__ import annotations

import json
from collections.abc import Iterator

from augcli.config.flags import as_typed, plain
from augcli.config.pipeline_file import PipelineFile
from augcli.imaging.resampling import Resampling
from augcli.pipeline.groups import AllOf, SomeOf, Stage
from augcli.pipeline.policies import name_of
from augcli.pipeline.steps import Step


def as_toml(file: PipelineFile) -> str:
    """Return the text of a pipeline file. Reading it gives the same pipeline."""
    lines = [f"why = {quoted(file.why)}"] if file.why else []
    lines += [f"seed = {file.seed}"] if file.seed is not None else []
    default = Resampling()
    for key in ("interpolation", "fill_mode"):
        value = getattr(file.resampling, key)
        if value != getattr(default, key):
            lines.append(f'{key.replace("_", "-")} = "{value}"')
    if file.resampling.fill_value != default.fill_value:
        levels = ", ".join(f"{level:g}" for level in file.resampling.fill_value)
        lines.append(f"fill-value = [{levels}]")
    if file.depth_range != PipelineFile.depth_range:
        lines.append(f'depth-range = "{file.depth_range}"')
    for stage in file.pipeline.stages:
        lines += ["", "[[step]]", *(f"{key} = {value}" for key, value in _keys(stage))]
    for table in file.classes:
        head = f"classes.{quoted(table.name)}"
        lines += ["", f"[{head}]"]
        lines += [f"copies = {table.copies}"] if table.copies is not None else []
        for stage in table.pipeline.stages if table.pipeline else ():
            lines += ["", f"[[{head}.step]]", *(f"{key} = {value}" for key, value in _keys(stage))]
    return "\n".join(lines).strip() + "\n"


def quoted(text: str) -> str:
    """Return a text as a TOML string. Raises ValueError for what no TOML file can hold."""
    text.encode()  # stray bytes of a path
    # JSON would write characters beyond 16 bits as two escapes, which TOML has not.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _keys(stage: Stage) -> Iterator[tuple[str, str]]:
    """Yield the keys of a stage and their values, in TOML."""
    match stage:
        case Step():
            yield from _keys_of_step(stage)
        case _ if name := name_of(stage):
            yield "policy", f'"{name}"'
        case AllOf():
            yield "all-of", _members(stage.stages)
            yield from [("chance", plain(stage.chance))] if stage.chance != 1 else []
        case SomeOf():
            single = (stage.least, stage.most, stage.replace) == (1, 1, False)
            yield "one-of" if single else "some-of", _members(stage.stages)
            if not single:
                yield from (("least", str(stage.least)), ("most", str(stage.most)))
            yield from [("replace", "true")] if stage.replace else []
            yield from [("chance", plain(stage.chance))] if stage.chance != 1 else []
        case _:
            raise TypeError(f"{stage.key} can't be written")


def _keys_of_step(step: Step) -> Iterator[tuple[str, str]]:
    transform = step.transform
    yield "transform", f'"{transform.title}"'
    for name, knob in transform.knobs.items():
        interval = step.interval(name)
        if interval == knob.default_interval and transform.knob_flag(name) != transform.flag:
            continue
        ends = f"[{plain(interval.low)}, {plain(interval.high)}]"
        pixels = f'"{as_typed(interval, knob)}"'
        yield name.replace("_", "-"), pixels if interval.unit == "pixels" else ends
    for name, word in step.choices.items():
        yield name.replace("_", "-"), f'"{word}"'
    for name in sorted(step.switches):
        yield name.replace("_", "-"), "true"
    if step.chance != transform.chance:
        yield "chance", plain(step.chance)


def _members(stages: tuple[Stage, ...]) -> str:
    tables = (", ".join(f"{key} = {value}" for key, value in _keys(stage)) for stage in stages)
    return "[\n" + "".join(f"    {{ {table} }},\n" for table in tables) + "]"
