"""A file inside a shard, with what its sample says of its class."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import NamedTuple

_NOT_BELOW = {"", ".", ".."}


class Member(NamedTuple):
    """A file inside a shard.

    ``size`` is in bytes. ``label`` is the name of its class, if that is given, and ``number`` the
    text of its number. ``problem`` says why it is not to be read. ``head`` are its first bytes, if
    its name may not tell what it is. ``offset`` is where they begin in a tar.
    """

    size: int = 0
    label: str = ""
    number: str = ""
    problem: str = ""
    head: bytes = b""
    offset: int = 0

    def told(self, field: str, content: bytes) -> Member:
        """Return it with what a field of its sample tells: ``cls`` or ``json``.

        It has a problem if a field of that name has told another class before.
        """
        if field == "cls":
            number = content.decode("utf-8", "replace").strip()
            return self._replace(number=number, problem=self._twice(self.number, number))
        label = ""
        with suppress(ValueError, TypeError, KeyError, RecursionError):
            label = json.loads(content)["label"]
        if not isinstance(label, str):
            return self
        return self._replace(label=label, problem=self._twice(self.label, label))

    def _twice(self, before: str, now: str) -> str:
        return "has two classes in its shard" if before and before != now else self.problem


def below_its_folder(name: str) -> str:
    """Return the name of a file in an archive without the ``./`` that ``tar cf x.tar .`` writes."""
    while name.startswith("./"):
        name = name[2:].lstrip("/")
    return name


def leads_out(name: str) -> bool:
    """Return True if the name of a file in a shard is no path below a folder."""
    return "\0" in name or not _NOT_BELOW.isdisjoint(name.replace("\\", "/").split("/"))
