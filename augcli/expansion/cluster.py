"""Join the cluster of a run, if it has one, and check what its workers see."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from augcli.errors import UsageProblem
from augcli.expansion.jobs import Job, Outcome
from augcli.expansion.run import Run
from augcli.expansion.run_options import RunOptions
from augcli.expansion.site import Site

if TYPE_CHECKING:  # not for --help
    from augcli.engines.dask import DaskEngine
    from augcli.engines.dask_cluster import Cluster
    from augcli.engines.throughput import Throughput
    from augcli.engines.worker_process import Died, Work


@dataclass(frozen=True)
class RunCluster:
    """A cluster that has been joined for a run, and what its workers must have in common."""

    site: Site
    _cluster: Cluster

    def check(self) -> None:
        """Check that the workers make what is made here. Raises EnvironmentFailure."""
        self.site.put_sign()
        self._cluster.check(self.site)

    def engine(
        self, work: Work[Job, Outcome], lost: Callable[[Job, Died], Outcome], seconds: float
    ) -> DaskEngine[Job, Outcome]:
        """Return the engine for some work."""
        from augcli.engines.dask import DaskEngine

        self.site.put_sign()  # again: what killed runs have left was swept after the check
        return DaskEngine(work, lost, seconds, self._cluster, self.site)

    @property
    def throughput(self) -> Mapping[str, Throughput]:
        """What each worker does, by its address."""
        return self._cluster.throughput


def check_engine(options: RunOptions) -> None:
    """Raise UsageProblem if the engine is not installed, or the options don't go with it."""
    if options.engine == "dask" and importlib.util.find_spec("distributed") is None:
        raise UsageProblem("--engine dask needs Dask", "pip install 'augcli[dask]'")
    if options.scheduler and options.engine != "dask":
        raise UsageProblem(
            f"--scheduler does not go with --engine {options.engine}", "add --engine dask"
        )


@contextmanager
def cluster_for(run: Run) -> Iterator[RunCluster | None]:
    """Join the cluster that the options of a run name; None if the work is done on this machine.

    Raises:
        UsageProblem: there is no such address.
        EnvironmentFailure: the scheduler doesn't answer.
    """
    options = run.options
    if options.engine == "local":
        yield None
        return
    from augcli.engines.dask_cluster import joined

    with joined(options.scheduler, options.workers) as cluster:
        site = Site.of(run)
        try:
            yield RunCluster(site, cluster)
        finally:
            site.remove_sign()
