"""Import matplotlib in silence, whatever its settings, its folders and the environment say."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from augcli.engines.process_limits import check_room_for_libraries
from augcli.errors import EnvironmentFailure

_ROOM = 490_000_000  # bytes of address space to draw a figure in


@contextmanager
def silence() -> Iterator[None]:
    """Let matplotlib say nothing of its fonts, folders and settings; import it here first.

    Raises:
        EnvironmentFailure: its settings are so wrong that it can't be imported.
        MemoryError: there is too little memory.
    """
    silent, log = logging.NullHandler(), logging.getLogger("matplotlib")
    log.addHandler(silent)
    try:
        check_room_for_libraries(_ROOM)
        _load()
        yield
    finally:
        log.removeHandler(silent)


def _load() -> None:
    try:
        import matplotlib as mpl  # noqa: F401, only its settings can fail
    except ValueError as error:  # MPLBACKEND is unknown, or a matplotlibrc isn't UTF-8
        raise EnvironmentFailure(
            f"matplotlib refuses its settings: {' '.join(str(error).split())}",
            "correct or remove MPLBACKEND and the file matplotlibrc, then run it again",
        ) from error
