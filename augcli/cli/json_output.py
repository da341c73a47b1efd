"""Print the one JSON object that a command with ``--json`` prints, whatever its end."""

from __future__ import annotations

import json
import os
import select
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import click

from augcli.errors import AugcliError, Interrupted

SCHEMA = 1
"""The version of all objects: it goes up when a field is renamed, removed or means otherwise."""


def say_json(result: Mapping[str, Any]) -> None:
    """Print a result as one JSON object on stdout."""
    click.echo(json.dumps({"schema": SCHEMA, **result}, indent=2))


def say_error_as_json(error: AugcliError) -> None:
    """Print an error as one JSON object on stdout, if there is anyone to read it."""
    if isinstance(error, Interrupted) and _reader_has_stopped():
        return
    with suppress(OSError):  # stdout may be what failed
        say_json(
            {"error": error.problem, "hint": error.hint, "exit_code": int(error.exit_code)},
        )


def _reader_has_stopped() -> bool:
    """Return True if stdout is a pipe that is full: writing would wait, and no signal ends that."""
    if sys.stdout is None or os.name != "posix":
        return sys.stdout is None
    try:
        return not select.select([], [sys.stdout], [], 0)[1]
    except (OSError, ValueError):  # a stream in memory has no descriptor
        return False
