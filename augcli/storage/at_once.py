"""Do something with many files: with those on a server many at once, as each takes a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from augcli.storage.remote.scheme import is_url
from augcli.storage.remote.threads import in_turn

ResultT = TypeVar("ResultT")


def at_once(act: Callable[[Path], ResultT], paths: Sequence[Path]) -> Iterator[ResultT]:
    """Yield what ``act`` returns for each path, in order; raise what it raises."""
    return in_turn().map(act, paths) if any(map(is_url, paths)) else map(act, paths)
