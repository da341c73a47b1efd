"""Turn whatever ended a command into an error with a problem, a hint and an exit code."""

from __future__ import annotations

import click

from augcli.cli.click_errors import explain
from augcli.errors import AugcliError, EnvironmentFailure, is_lack_of_memory


def as_failure(error: Exception) -> AugcliError | None:
    """Return the error to report for an exception; None if that is a bug in augcli."""
    if isinstance(error, AugcliError):
        return error
    if isinstance(error, click.ClickException):
        return explain(error)
    if isinstance(error, FileNotFoundError) and not error.filename:
        return EnvironmentFailure(
            "the folder that you are in is not there any more", "cd to another and type it again"
        )
    if isinstance(error, OSError):
        hint = "what is done stays; fix that and run the same command again"
        return EnvironmentFailure(_words(error), hint)
    if is_lack_of_memory(error):
        hint = "what is done stays; free some and run it again"
        return EnvironmentFailure("there is not enough memory", hint)
    return None


def bug(error: Exception) -> AugcliError:
    """Return the error to report for a bug in augcli beside its traceback."""
    return AugcliError(
        f"augcli has a bug: {type(error).__name__}: {error}",
        "please report it with the traceback on stderr; what is done stays",
    )


def _words(error: OSError) -> str:
    """Return what the system says, and of which file."""
    why = error.strerror or str(error)
    return f"{error.filename}: {why}" if error.filename else why
