"""Find the groups of sources that stay on one side of a split."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from augcli.errors import UsageProblem

_EXAMPLE = "for example, for hat/patient7_a.jpg: --group-by '(patient\\d+)'"


def groups_by_pattern(names: Sequence[str], pattern: str) -> dict[str, str]:
    """Return the group of each name in which a regular expression finds one: its first ``(...)``.

    Raises:
        UsageProblem: the expression is wrong, has no group, or fits no name.
    """
    try:
        found = re.compile(pattern)
    except re.error as error:
        where = "" if error.pos is None else f" at character {error.pos + 1}"
        raise UsageProblem(
            f"--group-by {pattern} is no regular expression: {error.msg}{where}", _EXAMPLE
        ) from error
    if not found.groups:
        raise UsageProblem(f"--group-by {pattern} has no (...) around what names a group", _EXAMPLE)
    matches = {name: match for name in names if (match := found.search(name))}
    groups = {name: match[1] for name, match in matches.items() if match[1]}
    if not groups:
        raise UsageProblem(f"--group-by {pattern} fits no image, such as {names[0]}", _EXAMPLE)
    return groups


def joined(groups: Mapping[str, str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return the groups after the two sources of each pair are put into one.

    A united group has the name of its first group, or of its first source if it had none.
    """
    first: dict[str, str] = {}
    links = [(name, first.setdefault(group, name)) for name, group in sorted(groups.items())]
    links += sorted(pairs)
    above: dict[str, str] = {}

    def top(name: str) -> str:
        while name in above:
            name = above[name]
        return name

    for one, other in links:
        low, high = sorted((top(one), top(other)))
        if low != high:
            above[high] = low
    names = sorted({name for link in links for name in link})
    members: dict[str, list[str]] = {}
    for name in names:
        members.setdefault(top(name), []).append(name)
    united = {}
    for inside in members.values():
        own = sorted({groups[name] for name in inside if name in groups})
        united.update(dict.fromkeys(inside, own[0] if own else inside[0]))
    return united
