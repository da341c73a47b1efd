"""Count what a listing leaves out, by reason, with the first names of each."""

from __future__ import annotations

from collections import Counter, defaultdict

_EXAMPLES = 3


class PassedOver(Counter[str]):
    """The number of files and folders left out, by reason; ``examples`` has the first names."""

    def __init__(self) -> None:
        super().__init__()
        self.examples: defaultdict[str, list[str]] = defaultdict(list)

    def __reduce__(self) -> tuple[object, ...]:
        # Counter's own would pass the counts to __init__.
        return type(self), (), vars(self), None, iter(self.items())

    def note(self, reason: str, name: str) -> None:
        """Count a file or folder, named by its path below the root."""
        self[reason] += 1
        if len(self.examples[reason]) < _EXAMPLES:
            self.examples[reason].append(name)

    def add_all(self, other: PassedOver) -> None:
        """Add what was counted elsewhere."""
        self.update(other)
        for reason, names in other.examples.items():
            self.examples[reason] = [*self.examples[reason], *names][:_EXAMPLES]

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        self.examples.clear()
