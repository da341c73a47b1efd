"""A shard on a server, asked in the way of fsspec's file systems."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from augcli.errors import SourceProblem
from augcli.storage.shards.contents import Contents, contents_of, facts_inside

ResultT = TypeVar("ResultT")


class ShardSystem:
    """The files in a shard. It has no folders to list: a dataset of shards is listed by them."""

    def __init__(self, shard: str) -> None:
        self._shard = shard

    def ls(self, path: str, detail: bool = True) -> list[dict[str, Any]]:  # noqa: ARG002, as fsspec has it
        """Raise NotADirectoryError."""
        raise NotADirectoryError(f"{self._shard}/{path}")

    def info(self, path: str) -> dict[str, Any]:
        """Return what is known of a file. Raises as :meth:`cat_file`."""
        size = self._ask(path, lambda contents: contents.size(path))
        return facts_inside(self._shard, path, size)

    def cat_file(self, path: str, start: int = 0, end: int | None = None) -> bytes:
        """Return the bytes of a file, or some of them.

        Raises:
            FileNotFoundError: it is not in the shard.
            SourceProblem: it is damaged, or the shard is.
            OSError, EnvironmentFailure: the shard can't be read.
        """
        return self._ask(path, lambda contents: contents.read(path))[start:end]

    def _ask(self, path: str, question: Callable[[Contents], ResultT]) -> ResultT:
        try:
            return question(contents_of(self._shard))
        except KeyError as error:
            raise FileNotFoundError(f"{self._shard}/{path}") from error
        except ValueError as error:
            raise SourceProblem("bad", "unreadable", f"in its shard it {error}") from error
