"""Find pairs of files that hold the same picture, in a list of files or between two lists."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from augcli.similarity.equal import Groups, across, among
from augcli.similarity.work import Comparing, Job, Outcome, Reading, lost
from augcli.storage.limits import Limits

Kind = Literal["exact", "near-duplicate"]
"""Equal bytes, or the same picture in other bytes."""

Progress = Callable[[int, int], None]
"""Is called with how many steps are done, and how many there are: one or two for each file."""

OnBad = Callable[[Path, str], None]
"""Is called with each file that can't be read, and the reason."""


@dataclass(frozen=True, order=True)
class Pair:
    """Two files with the same picture.

    ``score`` is 1 for equal pictures; for others it says how far their detail agrees, at most 1.
    """

    a: Path
    b: Path
    kind: Kind
    score: float


def _silent(_done: int, _of: int) -> None:
    pass


def _ignored(_path: Path, _text: str) -> None:
    pass


def pairs_within(
    paths: Iterable[Path],
    workers: int = 1,
    progress: Progress = _silent,
    on_bad: OnBad = _ignored,
) -> list[Pair]:
    """Return the pairs of files that hold the same picture, sorted; ``a`` comes before ``b``.

    ``workers`` is the number of processes; it makes no difference to the result. A file that can't
    be read is passed to ``on_bad``, and is in no pair. Each of many equal pictures is paired with
    the first one alone.

    Raises:
        EnvironmentFailure: the machine can read no file now, or a worker can't be started.
    """
    files = sorted(set(paths))
    with tempfile.TemporaryDirectory(prefix="augcli-") as folder:
        search = _Search(Path(folder), workers, _Told(progress, on_bad, 2 * len(files)))
        known = search.read(files)
        groups = [known.of_look(look) for look in known.looks()]
        jobs = [Job(row, group[0], row) for row, group in enumerate(groups)]
        scores: dict[tuple[int, int], float] = {}
        for outcome in search.compare(jobs, known):
            for row, score in outcome.matches:
                both = min(row, outcome.job.number), max(row, outcome.job.number)
                scores[both] = max(score, scores.get(both, 0.0))
    pairs = [_equal(*pair, known, known) for group in groups for pair in among(group)]
    for (row, other), score in scores.items():
        couples = map(sorted, across(groups[row], groups[other]))
        pairs += [Pair(a, b, "near-duplicate", score) for a, b in couples]
    return sorted(pairs)


def pairs_between(
    first: Iterable[Path],
    second: Iterable[Path],
    workers: int = 1,
    progress: Progress = _silent,
    on_bad: OnBad = _ignored,
) -> list[Pair]:
    """Return the pairs of a file of the first list and one of the second, sorted.

    All else is as in :func:`pairs_within`.

    Raises:
        EnvironmentFailure: the machine can read no file now, or a worker can't be started.
    """
    one, other = sorted(set(first)), sorted(set(second))
    if len(one) < len(other):  # a picture costs less in the index than as a question
        turned = pairs_between(other, one, workers, progress, on_bad)
        return sorted(Pair(pair.b, pair.a, pair.kind, pair.score) for pair in turned)
    with tempfile.TemporaryDirectory(prefix="augcli-") as folder:
        search = _Search(Path(folder), workers, _Told(progress, on_bad, len(one) + len(other)))
        known = search.read(one)
        looks, asked = known.looks(), Groups()
        scores: dict[tuple[str, str], float] = {}
        jobs = [Job(number, path) for number, path in enumerate(other)]
        for outcome in search.compare(jobs, known):
            asked.add(outcome.job.path, outcome.look, outcome.digest)
            scores |= {(looks[row], outcome.look): score for row, score in outcome.matches}
    pairs = []
    for look in asked.looks():
        equal = across(known.of_look(look), asked.of_look(look))
        pairs += [_equal(a, b, known, asked) for a, b in equal]
    for (look, wanted), score in scores.items():
        if look != wanted:
            near = across(known.of_look(look), asked.of_look(wanted))
            pairs += [Pair(a, b, "near-duplicate", score) for a, b in near]
    return sorted(pairs)


def _equal(a: Path, b: Path, of_a: Groups, of_b: Groups) -> Pair:
    same_bytes = of_a.digest(a) == of_b.digest(b)
    return Pair(a, b, "exact" if same_bytes else "near-duplicate", 1.0)


@dataclass
class _Told:
    """Tells how far the work is, and which files can't be read, each once."""

    progress: Progress
    on_bad: OnBad
    total: int
    done: int = 0

    def readable(self, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
        """Yield the outcomes of files that can be read."""
        for outcome in outcomes:
            self.done += 1
            self.progress(self.done, self.total)
            if outcome.problem:
                self.on_bad(outcome.job.path, outcome.problem)
            else:
                yield outcome


@dataclass(frozen=True)
class _Search:
    """Reads pictures into an index in a folder, and compares others with it."""

    folder: Path
    workers: int
    told: _Told

    def read(self, files: Sequence[Path]) -> Groups:
        """Read files into the index. A row of it is a look, in the order of ``Groups.looks``."""
        from augcli.similarity.build_index import IndexBuilder  # not for --help

        groups = Groups()
        numbers = {}
        with IndexBuilder(self.folder, len(files)) as builder:
            jobs = [Job(number, path) for number, path in enumerate(files)]
            for outcome in self._run(Reading(), jobs):
                assert outcome.entry is not None
                builder.add(outcome.job.number, outcome.entry)
                groups.add(outcome.job.path, outcome.look, outcome.digest)
                numbers[outcome.job.path] = outcome.job.number
            if numbers:
                builder.finish([numbers[groups.of_look(look)[0]] for look in groups.looks()])
        return groups

    def compare(self, jobs: Sequence[Job], known: Groups) -> Iterator[Outcome]:
        """Compare files with the index of files that are known; with none if there are none."""
        rows = tuple(known.of_look(look)[0] for look in known.looks())
        return self._run(Comparing(self.folder, rows), jobs) if rows else iter(())

    def _run(self, work: Reading | Comparing, jobs: Sequence[Job]) -> Iterator[Outcome]:
        from augcli.engines.local import LocalEngine  # not for --help

        engine = LocalEngine(work, lost, min(self.workers, max(1, len(jobs))), Limits.seconds)
        return self.told.readable(engine.run(jobs))
