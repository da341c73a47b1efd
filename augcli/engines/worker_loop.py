"""What a worker process runs: it gets its work over a pipe, then jobs, and gives outcomes back."""

from __future__ import annotations

import multiprocessing as mp
import os
import select
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from augcli.engines.signals import handle_worker_signals
from augcli.errors import AugcliError, EnvironmentFailure


def serve(pipe: Connection) -> None:
    """Get ready, and do jobs until a None, or until the parent is gone."""
    handle_worker_signals()
    with suppress(EOFError, OSError):
        do = _ready(pipe)
        while do and (job := pipe.recv()) is not None:
            pipe.send(_attempt(do, job))


def _ready(pipe: Connection) -> Callable[[Any], object] | None:
    """Return the function that does a job; None if it can't be had, which the parent is told."""
    try:
        threading.Thread(target=_end_with_parent, args=(pipe,), daemon=True).start()
        do: Callable[[Any], object] = pipe.recv().start()
    except OSError as error:
        pipe.send(("problem", failure("cannot start a worker", error)))
        return None
    except Exception:
        pipe.send(("bug", traceback.format_exc()))
        return None
    pipe.send(("ready", None))
    return do


def _attempt(do: Callable[[Any], object], job: object) -> tuple[str, object]:
    try:
        return "outcome", do(job)
    except AugcliError as error:
        return "problem", error
    except OSError as error:  # not of a source or an output: those have been dealt with
        return "problem", failure("a worker failed", error)
    except Exception:
        return "bug", traceback.format_exc()


def _end_with_parent(pipe: Connection) -> None:
    parent = mp.parent_process()
    if parent is not None:
        parent.join()
    else:  # it is of the nursery, so that nobody but the parent holds the pipe's other end
        hung_up = select.poll()
        hung_up.register(pipe.fileno(), 0)
        hung_up.poll()
    os._exit(1)


def failure(problem: str, error: OSError) -> EnvironmentFailure:
    """Say that the machine would not let a worker start, or go on."""
    return EnvironmentFailure(
        f"{problem}: {error.strerror or error}",
        "what is done stays; mend that, or take fewer --workers, and run the same command again",
    )
