"""Start threads that end with their process."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable


def start_thread(target: Callable[[], object]) -> threading.Thread:
    """Start a daemon thread. Raises OSError if the system allows no more threads."""
    thread = threading.Thread(target=target, daemon=True)
    try:
        thread.start()
    except RuntimeError as error:
        text = "cannot start a thread: there is too little memory, or there are too many processes"
        raise OSError(errno.EAGAIN, text) from error
    return thread
