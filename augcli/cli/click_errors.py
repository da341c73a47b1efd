"""Put the errors that click raises into the words of augcli: a problem and a way out."""

from __future__ import annotations

import click

from augcli.errors import UsageProblem


def explain(error: click.ClickException) -> UsageProblem:
    """Return the two lines for an error of click."""
    # Loaded only after a mistake.
    from augcli.cli.mistakes import arguments, flags, values

    context = getattr(error, "ctx", None)
    match error:
        case click.MissingParameter(param=click.Argument() as missing) if context:
            return arguments.missing_argument(context, missing)
        case click.MissingParameter(param=click.Option() as option) if context:
            return arguments.missing_option(context, option)
        case click.NoSuchOption() if context:
            return flags.unknown_flag(error.option_name, context)
        case click.BadParameter(param=click.Parameter() as parameter) if context:
            return values.refused_value(parameter, context, error.message)
        case _:
            command = context.command_path if context else "augcli"
            problem = " ".join(error.format_message().split()).rstrip(".")
            return UsageProblem(problem, f"see {command} --help")
