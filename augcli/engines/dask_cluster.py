"""Start a cluster of Dask on this machine, or join one, and check its workers."""

from __future__ import annotations

import asyncio
import logging
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field

from distributed import Client, LocalCluster, Security, rpc
from distributed.versions import VersionMismatchWarning

from augcli.engines.dask_batch import Site, checked, on_worker
from augcli.engines.throughput import Throughput
from augcli.errors import AugcliError, EnvironmentFailure, UsageProblem

ANSWER = 10.0  # seconds that a scheduler has to answer, and workers to be there
_CLOSE = 2.0  # seconds to take leave
_HERE = "127.0.0.1:0"  # a free port


@dataclass
class Cluster:
    """A cluster that has been joined, by the address of its scheduler; a local one has none.

    ``throughput`` counts what each worker does, by its address.
    """

    client: Client
    address: str
    throughput: dict[str, Throughput] = field(default_factory=dict)

    def check(self, site: Site) -> None:
        """Check each worker.

        Raises:
            EnvironmentFailure: there are no workers, or one of them can't do the work.
        """
        with self._asked():
            try:
                self.client.wait_for_workers(1, timeout=ANSWER)
            except TimeoutError as error:
                raise EnvironmentFailure(
                    f"{self.name} has no workers", f"start some: dask worker {self.address}"
                ) from error
            found: Mapping[str, object] = self.client.run(checked, site, on_error="return")
        for address, answer in found.items():
            if isinstance(answer, AugcliError):
                raise on_worker(answer, address) from answer
            # One that dies meanwhile is not wanted; one that is lost for a moment is asked again
            # before its first task.
            if isinstance(answer, Exception) and not isinstance(answer, OSError):
                raise cannot_load(answer) from answer

    def threads(self) -> int:
        """Return how many tasks its workers run at a time. Raises EnvironmentFailure if lost."""
        with self._asked():
            return sum(self.client.nthreads().values())

    def now(self) -> float:
        """Return the time on the clock of the scheduler. Raises EnvironmentFailure if lost."""
        with self._asked():
            now: float = self.client.run_on_scheduler(time.time)
            return now

    def deaths_since(self, moment: float) -> int:
        """Return how many workers died since a moment. Raises EnvironmentFailure if lost."""
        with self._asked():
            events = self.client.get_events("all")
        died = [one for at, one in events if at >= moment and one.get("action") == "remove-worker"]
        return sum(not one["expected"] for one in died)

    @contextmanager
    def _asked(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self.lost() from error

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return f"the scheduler {self.address}" if self.address else "the local cluster"

    def lost(self) -> EnvironmentFailure:
        """Return the error for a scheduler that has gone, or has forgotten its tasks."""
        return EnvironmentFailure(
            f"lost {self.name}",
            "what is done stays; see that it runs, and run the same command again to continue",
        )


@contextmanager
def joined(scheduler: str, workers: int) -> Iterator[Cluster]:
    """Join the cluster of a scheduler, or start one on this machine if ``scheduler`` is empty.

    ``workers`` is the number of workers of one that is started. They are threads of this process,
    since the jobs have processes of their own, and no port is open to others.

    Raises:
        UsageProblem: there is no such address.
        EnvironmentFailure: the scheduler doesn't answer.
    """
    with ExitStack() as stack:
        stack.enter_context(_silence())
        if scheduler:
            _check_answer(scheduler)
        address: object = scheduler or stack.enter_context(_local(workers))
        with warnings.catch_warnings():
            # It tells of pandas too. The versions that matter here are compared for each worker.
            warnings.simplefilter("ignore", VersionMismatchWarning)
            client = Client(address, timeout=ANSWER, set_as_default=False, name="augcli")
        stack.callback(_leave, client)
        yield Cluster(client, scheduler)


def cannot_load(error: Exception) -> EnvironmentFailure:
    """Return the error for a worker without augcli, or with one that knows nothing of the work."""
    return EnvironmentFailure(
        f"a worker cannot load the work: {error!r:.200}",
        "install the same version of augcli on all workers: pip install 'augcli[dask]'",
    )


def _check_answer(scheduler: str) -> None:
    """Ask who is there, since a client waits for ever for one that takes a connection only."""

    async def ask() -> Mapping[str, object]:
        certificates = Security().get_connection_args("client")  # for tls://
        async with rpc(scheduler, connection_args=certificates) as there:
            found: Mapping[str, object] = await there.identity()
            return found

    try:
        found = asyncio.run(asyncio.wait_for(ask(), ANSWER))
    except ValueError as error:
        raise UsageProblem(
            f"--scheduler {scheduler}: {error}", "write its address, such as tcp://host:8786"
        ) from error
    except TypeError as error:  # no certificates for tls://, no library for ucx://
        raise UsageProblem(
            f"--scheduler {scheduler}: Dask here is not set up for {scheduler.partition(':')[0]}://",
            "name the certificates in its configuration, or write an address with tcp://",
        ) from error
    except (OSError, MemoryError) as error:  # a server of another kind greets with a huge length
        raise EnvironmentFailure(
            f"the scheduler {scheduler} does not answer",
            "see that it runs and can be reached from here: dask scheduler",
        ) from error
    if found["type"] != "Scheduler":
        raise UsageProblem(
            f"--scheduler {scheduler}: this is a {str(found['type']).lower()}",
            "write the address that dask scheduler prints",
        )


@contextmanager
def _silence() -> Iterator[None]:
    """Keep what Dask logs of lost connections off the terminal: two lines here tell of them."""
    loggers = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    levels = {one: one.level for one in loggers if one.name.startswith("distributed")}
    for one in levels:
        one.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for one, level in levels.items():
            one.setLevel(level)


def _local(workers: int) -> LocalCluster:
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=False,
        dashboard_address=_HERE,
        worker_dashboard_address=_HERE,
    )


def _leave(client: Client) -> None:
    with suppress(OSError, TimeoutError):
        client.close(timeout=_CLOSE)
