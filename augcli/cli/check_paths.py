"""Take paths from the command line, and refuse those that the system cannot look up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from augcli.errors import UsageProblem, path_error
from augcli.storage.remote.backends import check_scheme, check_writable, not_taken
from augcli.storage.remote.scheme import is_url
from augcli.storage.remote.url import Url, as_path


class GivenPath(click.Path):
    """A path that is not empty; ``"$UNSET"`` in a shell gives an empty one."""

    def __init__(self, *, dir_okay: bool = True) -> None:
        # click would call what may not be read a bad request: whoever reads it knows better.
        super().__init__(path_type=Path, dir_okay=dir_okay, readable=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the path is empty", param, ctx)
        if is_url(value):
            name = param.make_metavar(ctx) if param and ctx else "the path"
            raise not_taken(f"{name} {value}")
        return super().convert(value, param, ctx)


class PathOrUrl(GivenPath):
    """A path, or a URL that ``check`` takes."""

    def __init__(self, check: Callable[[str], None]) -> None:
        super().__init__()
        self._check = check

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if is_url(value):
            url = as_path(str(value))  # first: its error does not show a password
            self._check(str(value))
            return url
        return super().convert(value, param, ctx)


PATH = GivenPath()
"""A path, whether or not something is there."""

DATA_PATH, OUT_PATH = PathOrUrl(check_scheme), PathOrUrl(check_writable)
"""A path or a URL: to read from, and to write to."""


def check_paths(values: Iterable[Any]) -> None:
    """Check the paths among the values of a command; there need be nothing in their place.

    Raises:
        UsageProblem: a path is too long, or a circle of links.
        EnvironmentFailure: there is no permission for a folder on the way.
    """
    for value in values:
        for path in value if isinstance(value, tuple) else (value,):
            if isinstance(path, Path) and not isinstance(path, Url):
                _look_up(path)


def _look_up(path: Path) -> None:
    hint = "give another path"
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):  # whoever needs it says what is missing
        pass
    except OSError as error:
        shown = f"{path}" if len(f"{path}") < 100 else f"{f'{path}'[:100]}..."
        raise path_error(f"cannot look up {shown}: {error.strerror}", hint, error) from error
    except ValueError as error:  # a zero byte, which a file may hold
        raise UsageProblem(f"{str(path)!r} is no path", hint) from error
