"""Wait for the first answer of a server, but not for long: its address may be a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from augcli.errors import EnvironmentFailure

if TYPE_CHECKING:
    from fsspec.asyn import AsyncFileSystem

FIRST_SECONDS = 10.0
"""For the first answer of a server, whatever it is."""


def await_answer(url: str, system: AsyncFileSystem, path: str) -> None:
    """Ask a server something small, and wait until it answers: later ones may take longer.

    Backends have no time for this in common, and some of them try a silent server several times.

    Raises:
        EnvironmentFailure: it is silent.
    """
    from fsspec.asyn import sync
    from fsspec.exceptions import FSTimeoutError

    try:
        sync(system.loop, system._info, path, timeout=FIRST_SECONDS)
    except FSTimeoutError as error:
        raise EnvironmentFailure(
            f"cannot read {url}: the server gives no answer in {FIRST_SECONDS:g} s",
            "see if its address is right; when it answers, run the same command again",
        ) from error
    except Exception:  # an answer, of any backend: what the request itself meets tells more
        return
