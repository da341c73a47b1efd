"""Read the steps of a pipeline from Python values: names with numbers, pairs and dicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from augcli.catalogue.registry import find
from augcli.config.location import Location
from augcli.config.stages import GROUPS, read_stage
from augcli.errors import UsageProblem
from augcli.pipeline.groups import Stage

_EXAMPLE = 'for example: ("rotation", 20), "horizontal_flip" or ("zoom", {"x": 0.2})'


class _Entry(Location):
    """An entry of a list, counted from 0 as Python does."""

    def problem(self, key: str, rule: str, hint: str) -> UsageProblem:
        where = f"transforms[{self.step}]" + (f", {self.inner}" if self.inner else "")
        said = f"{key.replace('-', '_')}: {rule}" if key else rule
        return UsageProblem(f"{where}: {said}", hint)


def read_entries(entries: Iterable[Any]) -> tuple[Stage, ...]:
    """Return the stages that entries mean, in their order.

    An entry is a name; a name and a value: a number, a pair or a text for the range of the first
    knob, or a dict of all parameters; or a dict as a ``[[step]]`` of a pipeline file has it. The
    name may also be ``policy``, ``one_of``, ``some_of`` or ``all_of``, with entries of their own.

    Raises:
        UsageProblem: an entry breaks a rule. The message names its place and the rule.
    """
    return tuple(
        read_stage(_table(entry, at), at)
        for at, entry in ((_Entry("", "", place), entry) for place, entry in enumerate(entries))
    )


def _table(entry: Any, at: Location) -> dict[str, Any]:
    """Return an entry as the table of a pipeline file."""
    if isinstance(entry, Mapping):
        return _of_mapping(entry, at)
    name, *values = entry if isinstance(entry, tuple | list) and entry else [entry]
    if not isinstance(name, str) or len(values) > 1:
        rule = f"must be a name, or a name and a value, not {entry!r:.80}"
        raise at.problem("", rule, _EXAMPLE)
    key = name.replace("_", "-")
    if key in (*GROUPS, "policy"):
        return _of_mapping({key: values[0] if values else None}, at)
    if not values:
        return {"transform": name}
    (value,) = values
    if isinstance(value, Mapping):
        return _of_mapping({"transform": name, **value}, at)
    return {"transform": name, **_first_knob(name, value, at)}


def _of_mapping(entry: Mapping[Any, Any], at: Location) -> dict[str, Any]:
    table = {str(key).replace("_", "-"): value for key, value in entry.items()}
    return {
        key: [_table(one, at) for one in value]
        if key in GROUPS and isinstance(value, tuple | list)
        else _plain(value)
        for key, value in table.items()
    }


def _first_knob(name: str, value: Any, at: Location) -> dict[str, Any]:
    """Return the key of the first knob of a transform with a value for it."""
    try:
        transform = find(name)
    except UsageProblem as problem:
        raise at.problem("", problem.problem, problem.hint) from problem
    knob = next(iter(transform.knobs), None)
    if knob is None:
        rule = f"{transform.name} has no range, so it can't have the value {value!r:.40}"
        raise at.problem(
            "", rule, f'its chance is given as ("{transform.name}", {{"chance": 0.5}})'
        )
    return {knob.replace("_", "-"): _plain(value)}


def _plain(value: Any) -> Any:
    """Return a value as TOML has it: pairs as lists, NumPy's numbers as Python's."""
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    item = getattr(value, "item", None)
    return item() if callable(item) else value
