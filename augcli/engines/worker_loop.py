"""Run jobs in a worker process: receive them over a socket and send the outcomes back."""

from __future__ import annotations

import multiprocessing as mp
import os
import socket
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing.connection import wait
from typing import Any

from augcli.engines.channel import Channel
from augcli.engines.foresight import arrivals, foresight
from augcli.engines.signals import handle_worker_signals
from augcli.engines.threads import start_thread
from augcli.engines.together import Pace, together_of
from augcli.errors import AugcliError, EnvironmentFailure

_Do = Callable[[Any], object]
_DoAll = Callable[[Sequence[Any]], list[Any]]
_Foresee = Callable[[Any], None]


def serve(end: socket.socket) -> None:
    """Receive the work, then do jobs until None arrives or the parent is gone."""
    handle_worker_signals()
    channel = Channel(end, blocking=True)
    with suppress(EOFError, OSError):
        if started := _start(channel):
            do, foresee = started
            several, pace, before = together_of(do), Pace(), 1
            for jobs in arrivals(channel, foresee, pace):
                if max(before, len(jobs)) > 1:
                    channel.send(("together", len(jobs)))
                before, start = len(jobs), time.process_time()
                if several is None or len(jobs) == 1:
                    channel.send(_attempt(do, jobs[0]))
                elif not _do_together(channel, several, jobs):
                    pace.start_anew()
                    for job in jobs:
                        channel.send(_attempt(do, job))
                    continue
                if several:
                    pace.learn(len(jobs), time.process_time() - start)


def _start(channel: Channel) -> tuple[_Do, _Foresee | None] | None:
    """Return what does a job, and what is done at its arrival.

    If there is none, tell the parent why and return None.
    """
    try:
        start_thread(_end_with_parent)
        variables: Any = channel.receive()
        os.environ.clear()
        os.environ.update(variables)
        work: Any = channel.receive()
        do: _Do = work.start()
    except AugcliError as error:
        channel.send(("problem", error))
        return None
    except OSError as error:
        channel.send(("problem", failure("cannot start a worker", error)))
        return None
    except Exception:
        channel.send(("bug", traceback.format_exc()))
        return None
    channel.send(("ready", None))
    return do, foresight(work)


def _do_together(channel: Channel, several: _DoAll, jobs: list[Any]) -> bool:
    """Do some jobs at once and send their outcomes; return False if each has to be done alone."""
    try:
        outcomes = several(jobs)
    except Exception:  # it is told of the job that it goes wrong with
        return False
    channel.send(*(("outcome", outcome) for outcome in outcomes))
    return True


def _attempt(do: Callable[[Any], object], job: object) -> tuple[str, object]:
    try:
        return "outcome", do(job)
    except AugcliError as error:
        return "problem", error
    except OSError as error:  # of the machine: the work handles those of its inputs and outputs
        return "problem", failure("a worker failed", error)
    except Exception:
        return "bug", traceback.format_exc()


def _end_with_parent() -> None:
    """End this process when its parent is gone, even in the middle of a job.

    The end of the socket doesn't tell: workers that were forked later hold its other end, too.
    """
    parent = mp.parent_process()
    if parent:
        wait([parent.sentinel])
        os._exit(1)


def failure(problem: str, error: OSError) -> EnvironmentFailure:
    """Return the error for a machine on which a worker can't start or continue."""
    return EnvironmentFailure(
        f"{problem}: {error.strerror or error}",
        "what is done stays; fix that, or use fewer --workers, and run the same command again",
    )
