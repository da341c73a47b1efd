"""Join the cluster of a run, if it has one, and check what its workers see."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from augcli.errors import UsageProblem
from augcli.expansion.run import Run
from augcli.expansion.run_options import NewEngine, RunOptions
from augcli.expansion.site import Site

if TYPE_CHECKING:  # not for --help
    from augcli.engines.died import Died
    from augcli.engines.engine import Engine
    from augcli.engines.throughput import Throughput
    from augcli.engines.worker_process import Work


JobT = TypeVar("JobT")
OutcomeT = TypeVar("OutcomeT")


@dataclass(frozen=True)
class RunCluster:
    """A cluster for a run, and what its workers must have in common with this process.

    ``new_engine`` is called with some work, what to return for a job that is lost, and the seconds
    for a job. ``throughput`` is what each worker does, by its address.
    """

    site: Site
    new_engine: NewEngine
    check_workers: Callable[[Site], None]
    throughput: Mapping[str, Throughput]

    def check(self) -> None:
        """Check that the workers make what is made here. Raises EnvironmentFailure."""
        self.site.put_sign()
        self.check_workers(self.site)

    def engine(
        self, work: Work[JobT, OutcomeT], lost: Callable[[JobT, Died], OutcomeT], seconds: float
    ) -> Engine[JobT, OutcomeT]:
        """Return the engine for some work."""
        self.site.put_sign()  # again: what killed runs have left was swept after the check
        engine: Engine[JobT, OutcomeT] = self.new_engine(work, lost, seconds)
        return engine


@dataclass(frozen=True)
class CheckedWork(Generic[JobT, OutcomeT]):
    """Work for an engine that can't check its workers: each process does so when it starts."""

    work: Work[JobT, OutcomeT]
    site: Site

    @property
    def modules(self) -> Iterable[str]:
        """The modules that a worker loads before its first job."""
        return self.work.modules

    def start(self) -> Callable[[JobT], OutcomeT]:
        """Check this process, and return the function that does the jobs there."""
        self.site.check()
        return self.work.start()


def check_engine(options: RunOptions) -> None:
    """Raise UsageProblem if the engine is not installed, or the options don't go with it."""
    if options.engine == "dask" and importlib.util.find_spec("distributed") is None:
        raise UsageProblem("--engine dask needs Dask", "pip install 'augcli[dask]'")
    if options.scheduler and options.engine != "dask":
        raise UsageProblem("--scheduler goes with --engine dask only", "add --engine dask")


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
    with ExitStack() as stack:
        site = Site.of(run)
        if options.engine == "dask":
            cluster = stack.enter_context(_dask(options, site))
        else:
            cluster = _own(options.engine, site)
        with without_sign(site):
            yield cluster


@contextmanager
def without_sign(site: Site) -> Iterator[None]:
    """Remove the sign at the end of the block; an error of the block is told without delay."""
    try:
        yield
    except BaseException:
        site.drop_sign()
        raise
    site.remove_sign()


@contextmanager
def _dask(options: RunOptions, site: Site) -> Iterator[RunCluster]:
    from augcli.engines.dask import DaskEngine
    from augcli.engines.dask_cluster import joined

    with joined(options.scheduler, options.workers) as joint:
        new_engine = partial(DaskEngine, cluster=joint, site=site)
        yield RunCluster(site, new_engine, joint.check, joint.throughput)


def _own(new_engine: NewEngine, site: Site) -> RunCluster:
    def checked(work: Work[JobT, OutcomeT], *others: Any) -> Engine[JobT, OutcomeT]:
        engine: Engine[JobT, OutcomeT] = new_engine(CheckedWork(work, site), *others)
        return engine

    return RunCluster(site, checked, lambda _: None, {})
