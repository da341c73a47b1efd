"""Add a hint to the errors that click raises: what to type instead."""

from __future__ import annotations

import click


def way_out(error: click.ClickException) -> str:
    """Return the hint for an error of click: an example, or where the help is."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "augcli"
    parameter = getattr(error, "param", None)
    if isinstance(error, click.MissingParameter) and context:
        return f"type: {' '.join([command, *context.command.collect_usage_pieces(context)])}"
    if isinstance(error, click.BadParameter) and isinstance(parameter, click.Option):
        return _example(parameter)
    return f"see {command} --help"


def _example(option: click.Option) -> str:
    flag = option.opts[-1]
    match option.type:
        case click.Choice(choices=choices):
            return f"choose from: {', '.join(map(str, choices))}"
        case click.FloatRange():
            return f"give a number above 0: for example {flag} {option.default}"
        case click.IntRange(min=low, max=high):
            limits = f"from {low} to {high}" if high is not None else f"{low} or more"
            value = option.default if isinstance(option.default, int) else low
            return f"give a whole number, {limits}: for example {flag} {value}"
        case _:
            return "see --help"
