"""Find pairs of files that hold the same picture, in a list of files or between two lists."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from augcli.similarity.equal import across, among
from augcli.similarity.work import Comparing, Job, Outcome, Reading, lost
from augcli.storage.limits import Limits
from augcli.storage.remote.scheme import is_url

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


def find_pairs(
    paths: Iterable[Path],
    asked: Iterable[Path],
    workers: int = 1,
    progress: Progress = _silent,
    on_bad: OnBad = _ignored,
) -> list[Pair]:
    """Return the pairs of files that hold the same picture, sorted; ``a`` comes before ``b``.

    ``asked`` are some of the paths. Near duplicates are looked for between these and all others;
    pictures that look equal are found everywhere. ``workers`` is the number of processes; it makes
    no difference to the result. A file that can't be read is passed to ``on_bad``, and is in no
    pair. Where hundreds of pictures are equal, each is paired with the first one alone.

    Raises:
        EnvironmentFailure: the machine can read no file now, or a worker can't be started.
    """
    files, questions = sorted(set(paths)), set(asked)
    with tempfile.TemporaryDirectory(prefix="augcli-") as folder:
        search = _Search(
            Path(folder), workers, _Told(progress, on_bad, len(files) + len(questions))
        )
        groups, digests = search.read(files)
        jobs = [
            Job(row, group[0])
            for row, group in enumerate(groups)
            if not questions.isdisjoint(group)
        ]
        scores: dict[tuple[int, int], float] = {}
        for outcome in search.compare(jobs, groups):
            for row, score in outcome.matches:
                both = min(row, outcome.job.number), max(row, outcome.job.number)
                scores[both] = max(score, scores.get(both, 0.0))
    pairs = [
        Pair(a, b, "exact" if digests[a] == digests[b] else "near-duplicate", 1.0)
        for group in groups
        for a, b in among(group)
    ]
    for (row, other), score in scores.items():
        couples = map(sorted, across(groups[row], groups[other]))
        pairs += [Pair(a, b, "near-duplicate", score) for a, b in couples]
    return sorted(pairs)


def pairs_within(
    paths: Iterable[Path],
    workers: int = 1,
    progress: Progress = _silent,
    on_bad: OnBad = _ignored,
) -> list[Pair]:
    """Return the pairs among some files: see :func:`find_pairs`."""
    files = set(paths)
    return find_pairs(files, files, workers, progress, on_bad)


def pairs_between(
    first: Iterable[Path],
    second: Iterable[Path],
    workers: int = 1,
    progress: Progress = _silent,
    on_bad: OnBad = _ignored,
) -> list[Pair]:
    """Return the pairs of a file ``a`` of the first list and a file ``b`` of the second, sorted.

    All else is as in :func:`find_pairs`.
    """
    one, other = set(first), set(second)
    asked = min(one, other, key=len)  # a question costs more than a picture in the index
    found = find_pairs(one | other, asked, workers, progress, on_bad)
    straight = [pair for pair in found if pair.a in one and pair.b in other]
    turned = [
        Pair(pair.b, pair.a, pair.kind, pair.score)
        for pair in found
        if pair.b in one and pair.a in other
    ]
    return sorted({*straight, *turned})


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

    def read(self, files: Sequence[Path]) -> tuple[list[list[Path]], dict[Path, str]]:
        """Read files into the index, a row for each look.

        Return the files of each row, and the digest of the bytes of each file.
        """
        from augcli.similarity.build_index import IndexBuilder  # not for --help

        by_look: defaultdict[str, list[int]] = defaultdict(list)
        digests = {}
        with IndexBuilder(self.folder, len(files)) as builder:
            jobs = [Job(number, path) for number, path in enumerate(files)]
            for outcome in self._run(Reading(any(map(is_url, files[:1]))), jobs):
                assert outcome.entry is not None
                builder.add(outcome.job.number, outcome.entry)
                by_look[outcome.look].append(outcome.job.number)
                digests[outcome.job.path] = outcome.digest
            groups = sorted(map(sorted, by_look.values()))
            if groups:
                builder.finish([group[0] for group in groups])
        return [[files[number] for number in group] for group in groups], digests

    def compare(self, jobs: Sequence[Job], groups: Sequence[Sequence[Path]]) -> Iterator[Outcome]:
        """Compare files with the index; ``groups`` are the files of its rows."""
        work = Comparing(self.folder, tuple(group[0] for group in groups))
        return self._run(work, jobs) if jobs else iter(())

    def _run(self, work: Reading | Comparing, jobs: Sequence[Job]) -> Iterator[Outcome]:
        from augcli.engines.local import LocalEngine  # not for --help

        engine = LocalEngine(work, lost, min(self.workers, max(1, len(jobs))), Limits.seconds)
        return self.told.readable(engine.run(jobs))
