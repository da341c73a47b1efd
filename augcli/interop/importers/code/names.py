"""Names in their scopes, and the calls that are looked for among their values."""

from __future__ import annotations

from dataclasses import dataclass, field

from augcli.interop.importers.code.values import UNREAD, Assumed, Mark, Value


class Wanted(Mark):
    """The function or class whose calls are looked for."""


WANTED = Wanted()


@dataclass
class FoundCall(Mark):
    """A call at a place of the code, such as ``line 3``.

    ``arguments`` are those whose values are known, by name. ``unread`` maps the others to their
    code; ``**`` stands for all that a dictionary was unpacked from. ``places`` maps each to where
    it stands, and ``assumed`` to why its value may be another.
    """

    where: str
    arguments: dict[str, Value] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    assumed: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def give(self, name: str, value: Value, where: str, code: str) -> None:
        """Set an argument, or note that its value is not known."""
        for known in (self.arguments, self.unread, self.assumed):
            known.pop(name, None)
        self.places[name] = where
        if isinstance(value, Assumed):
            self.assumed[name] = value.why
            value = value.value
        if isinstance(value, Mark):
            self.unread[name] = getattr(value, "code", "") or code
        else:
            self.arguments[name] = value


class Names:
    """The values of names in a scope and in those around it."""

    def __init__(self, around: Names | None = None) -> None:
        self.own: dict[str, Value] = {}
        self.around = around

    def find(self, name: str) -> Value:
        """Return the value of a name, UNREAD if it has none."""
        scope = self.owner(name)
        return scope.own[name] if scope else UNREAD

    def owner(self, name: str) -> Names | None:
        """Return the innermost scope that has a name."""
        scope: Names | None = self
        while scope is not None and name not in scope.own:
            scope = scope.around
        return scope
