"""Check folders for leaks: exact copies, copies of one source, and near duplicates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from augcli.errors import ExitCode, UsageProblem
from augcli.leaks.origins import pairs_of_one_source
from augcli.leaks.sides import Side
from augcli.similarity.pairs import find_pairs

Kind = Literal["exact", "source", "near-duplicate"]
"""Equal bytes; made from one source, or one from the other; the same picture in other bytes."""

KINDS: tuple[Kind, ...] = ("exact", "source", "near-duplicate")

MOST_ASKED = 5000
"""Up to so many images near duplicates are looked for inside the largest folder, too."""


@dataclass(frozen=True)
class Leak:
    """Two images that hold one picture. ``score`` says how much alike they are, if it is known."""

    a: Path
    b: Path
    kind: Kind
    folders: tuple[Path, Path]
    labels: tuple[str, str]
    score: float | None = None

    @property
    def two_labels(self) -> bool:
        """Whether the two have different classes."""
        return "" not in self.labels and self.labels[0] != self.labels[1]

    @property
    def across(self) -> bool:
        """Whether the two are in different folders."""
        return self.folders[0] != self.folders[1]

    @property
    def badness(self) -> tuple[bool, bool, int, float, Path, Path]:
        """What to sort by for the worst first: two folders, two labels, the kind, how alike."""
        kind = KINDS.index(self.kind)
        return not self.across, not self.two_labels, kind, -(self.score or 1), self.a, self.b

    def as_json(self) -> dict[str, Any]:
        """Return it for ``--json`` and ``--csv``."""
        return {
            "a": str(self.a),
            "b": str(self.b),
            "kind": self.kind,
            "score": self.score and round(self.score, 4),
            "a_folder": str(self.folders[0]),
            "b_folder": str(self.folders[1]),
            "a_label": self.labels[0],
            "b_label": self.labels[1],
            "two_labels": self.two_labels,
        }


@dataclass
class LeakReport:
    """The leaks that were found, the worst first, in how many images.

    ``unreadable`` says why an image was not looked at. ``only_equal`` is the folder inside which
    only equal pictures were looked for, if any.
    """

    images: dict[Path, int] = field(default_factory=dict)
    leaks: list[Leak] = field(default_factory=list)
    unreadable: dict[Path, str] = field(default_factory=dict)
    only_equal: Path | None = None

    @property
    def exit_code(self) -> ExitCode:
        """3 if there is a leak."""
        return ExitCode.PARTIAL if self.leaks else ExitCode.OK

    def as_json(self) -> dict[str, Any]:
        """Return it for ``--json``."""
        return {
            "folders": {str(folder): count for folder, count in self.images.items()},
            "counts": {kind: sum(leak.kind == kind for leak in self.leaks) for kind in KINDS},
            "two_labels": sum(leak.two_labels for leak in self.leaks),
            "pairs": [leak.as_json() for leak in self.leaks],
            "unreadable": {str(path): text for path, text in sorted(self.unreadable.items())},
            "only_equal_in": str(self.only_equal) if self.only_equal else None,
        }


def check_leaks(
    sides: Sequence[Side],
    workers: int,
    progress: Callable[[int, int], None],
    outs: Sequence[Path] = (),
) -> LeakReport:
    """Find the images that stand on two sides, and those that have two labels.

    ``progress`` is called with how many steps are done, and how many there are. ``outs`` are
    further outputs of expand whose manifests tell the sources of images.

    Raises:
        UsageProblem: a side has no image that can be read.
        EnvironmentFailure: the machine can read no file now, or a worker can't be started.
    """
    report = LeakReport()
    for side in sides:
        report.unreadable |= side.unreadable
    side_of = {path: side for side in sides for path in side.labels}
    if len(side_of) > MOST_ASKED:
        report.only_equal = max(sides, key=lambda side: len(side.labels)).folder
    asked = [path for path, side in side_of.items() if side.folder != report.only_equal]
    pairs = find_pairs(side_of, asked, workers, progress, report.unreadable.__setitem__)
    report.images = {side.folder: _readable(side, report) for side in sides}
    found: dict[frozenset[Path], tuple[Kind, float | None]] = {
        frozenset((pair.a, pair.b)): (pair.kind, pair.score) for pair in pairs
    }
    for both in map(frozenset, pairs_of_one_source(sides, outs)):
        kind, score = found.get(both, ("source", None))
        found[both] = "exact" if kind == "exact" else "source", score
    order = {side.folder: number for number, side in enumerate(sides)}
    for both, (kind, score) in found.items():
        a, b = sorted(both, key=lambda path: (order[side_of[path].folder], path))
        folders = side_of[a].folder, side_of[b].folder
        labels = side_of[a].labels[a], side_of[b].labels[b]
        leak = Leak(a, b, kind, folders, labels, score)
        if leak.across or leak.two_labels:
            report.leaks.append(leak)
    report.leaks.sort(key=lambda leak: leak.badness)
    return report


def _readable(side: Side, report: LeakReport) -> int:
    """Return how many images of a side were compared. Raises UsageProblem if there is none."""
    count = len(side.labels.keys() - report.unreadable.keys())
    if not count:
        below = {p: text for p, text in report.unreadable.items() if p.is_relative_to(side.folder)}
        path, text = min(below.items())
        raise UsageProblem(
            f"{side.folder} has no image that can be read, such as {path}: {text}",
            "give a folder of images, in class folders or not",
        )
    return count
