"""Stop a server in the middle of a run, and start it again."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from .servers import IMAGES, KEY, free_port, proxy, s3


@contextlib.contextmanager
def restarted_at(number: int, served: Path, counted: str = IMAGES) -> Iterator[Mapping[str, str]]:
    """Serve a folder by S3 until a ``counted`` request, then again; yield its environment.

    By the end of the block it must have been started again.
    """
    port, first, again = free_port(), contextlib.ExitStack(), contextlib.ExitStack()

    def restart() -> None:
        first.close()
        time.sleep(1)
        again.enter_context(s3(served, port))

    stopping = threading.Thread(target=restart)

    def fault(at: int, _: str) -> None:
        if at == number:
            stopping.start()

    first.enter_context(s3(served, port))
    with again, proxy(port, fault, counted) as asked:
        yield {**KEY, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{asked}"}
        stopping.join()
