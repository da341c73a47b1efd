"""The flags --json and --quiet, which say what a command prints."""

from __future__ import annotations

from augcli.cli.command import AnyFunction, option


def json_option(function: AnyFunction) -> AnyFunction:
    """Add ``--json``, whose parameter is ``as_json``."""
    return option(
        "Run", "--json", "as_json", is_flag=True, help="Print the result as one JSON object."
    )(function)


def quiet_option(function: AnyFunction) -> AnyFunction:
    """Add ``--quiet`` to a command that has ``--json``."""
    return option(
        "Run",
        "-q",
        "--quiet",
        is_flag=True,
        help="Print only what explains exit codes 1 to 3, and the result of --json.",
    )(function)
