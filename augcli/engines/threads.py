"""Start threads that end with their process."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable

from augcli.engines.signals import signals_blocked


def start_thread(target: Callable[[], object]) -> threading.Thread:
    """Start a daemon thread. Raises OSError if the system allows no more threads."""
    thread = threading.Thread(target=target, daemon=True)
    try:
        # A signal in the middle would leave a half-started thread, which complains when it ends.
        with signals_blocked():
            thread.start()
    except RuntimeError as error:
        text = "cannot start a thread: there is too little memory, or there are too many processes"
        raise OSError(errno.EAGAIN, text) from error
    return thread
