"""Visit the photos of a study in worker processes, except for what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from augcli.dataset.source import Source
from augcli.expansion.skipped_source import SkippedSource
from augcli.imaging.lazy import Array, np
from augcli.storage.limits import Limits
from augcli.studies.feature_store import FeatureStore, key_of
from augcli.studies.unreadable import check_any_read
from augcli.studies.visit import Visit, Visited, Visiting, lost


class Seen(NamedTuple):
    """The photos that could be read, and their features: (photos, of all arms, 1956)."""

    sources: list[Source]
    features: Array


@dataclass
class Visitor:
    """Visits photos, and notes in ``skipped`` those that can't be read."""

    visiting: Visiting
    store: FeatureStore
    workers: int
    skipped: list[SkippedSource] = field(default_factory=list)

    def visit(
        self, sources: Sequence[Source], arms: Sequence[int], on_step: Callable[[int], None]
    ) -> Seen:
        """Return the features of photos for some arms; ``on_step`` is called with how many.

        Raises:
            Unreadable: no photo can be read.
            EnvironmentFailure: the machine can read no file now, or a worker can't be started.
        """
        keys = {arm: key_of(self.visiting, arm) for arm in arms}
        known = {one.name: self.store.get(one, keys.values()) for one in sources}
        visits = [
            Visit(one, missing)
            for one in sources
            if (missing := tuple(arm for arm in arms if keys[arm] not in known[one.name]))
        ]
        bad: dict[str, Visited] = {}
        for done, visited in enumerate(self._visited(visits), start=1):
            on_step(len(sources) - len(visits) + done)
            name = visited.source.name
            if visited.problem:
                bad[name] = visited
                continue
            known[name] |= {keys[arm]: one for arm, one in visited.features.items()}
            self.store.put(visited.source, known[name])
        for name in sorted(bad):
            if problem := bad[name].problem:
                self.skipped.append(SkippedSource.of(bad[name].source, problem))
        read = [one for one in sources if one.name not in bad]
        check_any_read(read, self.skipped)
        rows = [np.concatenate([known[one.name][keys[arm]] for arm in arms]) for one in read]
        return Seen(read, np.stack(rows))

    def _visited(self, visits: Sequence[Visit]) -> Iterator[Visited]:
        from augcli.engines.local import LocalEngine  # not for --help

        workers = min(self.workers, max(1, len(visits)))
        return LocalEngine(self.visiting, lost, workers, Limits.seconds).run(visits)
