"""Show a command's options in sections, and refuse lines that were mistyped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from augcli.cli.check_paths import check_paths
from augcli.cli.environment import note_variables, origins_in_environment, value_of, variable
from augcli.cli.mistakes.typed_line import flag_of, takes_value
from augcli.cli.origins import FILE_ORIGINS, Origin
from augcli.cli.request import Request
from augcli.errors import UsageProblem

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


class Words(click.Choice[str]):
    """A choice of words, in capitals or not, with other dashes or another name of the same."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from augcli.catalogue.words import match_word  # augcli --help needs no catalogue

        return super().convert(match_word(str(value), self.choices) or value, param, ctx)


class SectionOption(click.Option):
    """An option in a section of the help; with ``more`` only ``--help-all`` shows it.

    A choice is one of ``Words``.
    """

    def __init__(self, *arguments: Any, section: str, more: bool = False, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        if isinstance(self.type, click.Choice):
            self.type = Words(self.type.choices)
        self.section = section
        self.more = more

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        return value_of(ctx, self) if self.expose_value else None


def option(section: str, *flags: str, **settings: Any) -> Callable[[AnyFunction], AnyFunction]:
    """Return the decorator that adds an option in a section; see ``click.option``."""
    return click.option(*flags, cls=SectionOption, section=section, **settings)


_ALL = "augcli.help_all"


def help_all(function: AnyFunction) -> AnyFunction:
    """Add ``--help-all``, which shows every option."""
    return option(
        "Run",
        "--help-all",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_show_all,
        help="Show the flags of all transforms too and exit.",
    )(function)


def _show_all(context: click.Context, parameter: click.Parameter, value: bool) -> None:  # noqa: ARG001, click's signature
    if value:
        context.meta[_ALL] = True
        click.echo(context.get_help())
        context.exit()


class Command(click.Command):
    """A command that shows examples and its options by section, and explains mistyped lines.

    Its help begins with ``examples``: two lines to type.
    """

    def __init__(self, *arguments: Any, examples: Sequence[str] = (), **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.examples = examples

    def sections(self, context: click.Context) -> dict[str, list[click.Option]]:
        """Return the options of each section, in the order of declaration."""
        found: dict[str, list[click.Option]] = {}
        for parameter in self.get_params(context):
            if isinstance(parameter, click.Option):
                section = getattr(parameter, "section", "Run")  # --help has none
                found.setdefault(section, []).append(parameter)
        return found

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        everything = ctx.meta.get(_ALL, False)
        for section, options in self.sections(ctx).items():
            shown = [found for found in options if everything or not getattr(found, "more", False)]
            records = [record for found in shown if (record := found.get_help_record(ctx))]
            if records:
                with formatter.section(section):
                    formatter.write_dl(records)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if options := self._settable(ctx):
            formatter.write_paragraph()
            formatter.write_text(
                f"Variables: {variable(ctx, options[0])} stands for {options[0].opts[-1]}, and so "
                "on, with 1 for a flag without a value. What is typed wins."
            )

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_usage(ctx, formatter)
        from augcli.catalogue.order import GROUPS  # augcli --help needs no catalogue

        lines = list(self.examples)
        if any(section.lower() in GROUPS for section in self.sections(ctx)):
            lines.append("augcli transforms NAME      describes a transform, such as rotation")
        formatter.write_paragraph()
        formatter.write("".join(f"  {line}\n" for line in lines))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if ctx.resilient_parsing:  # a line that is still being typed
            return super().parse_args(ctx, args)
        # Before anything else: the error of a bad flag is printed as an object, too.
        request = ctx.ensure_object(Request)
        request.as_json = self._wants_json(ctx, args)
        ctx.meta["typed"] = list(args)
        ctx.allow_extra_args = True
        typed = self._understood(ctx, args)
        options = self._settable(ctx)
        request.origins = origins_in_environment(ctx, [one for one in options if one not in typed])
        rest = super().parse_args(ctx, list(args))
        if rest:
            from augcli.cli.mistakes.arguments import too_many

            raise too_many(ctx, rest)
        request.as_json = ctx.params.get("as_json", False)
        used = [origin.name for origin in request.origins.values()]
        request.origins |= self._origins_in_file(ctx)
        note_variables(ctx, options, used)
        check_paths(ctx.params.values())
        return rest

    def _wants_json(self, context: click.Context, args: list[str]) -> bool:
        flags = [one for one in self.get_params(context) if "--json" in one.opts]
        typed = "--json" in args[: args.index("--") if "--" in args else None]
        as_bool = click.types.BoolParamType.str_to_bool  # None for what is neither yes nor no
        said = [as_bool(value_of(context, flag) or "no") for flag in flags]
        return bool(flags) and (typed or said != [False])

    def _origins_in_file(self, context: click.Context) -> dict[str, Origin]:
        """Return where the file of ``--config`` has the values that it gave, by flag.

        DATA and OUT have no flag. Their words may be part of any path in an error.
        """
        found = context.meta.get(FILE_ORIGINS, {})
        return {
            max(one.opts, key=len): found[one.name]
            for one in self.get_params(context)
            if isinstance(one, click.Option)
            and one.name in found
            and context.get_parameter_source(one.name) is ParameterSource.DEFAULT_MAP
        }

    def _understood(self, context: click.Context, args: list[str]) -> list[click.Parameter]:
        """Return the parameters that are typed. Raises UsageProblem if click would misread them."""
        if not args:
            return []
        # Not for every start of augcli.
        from augcli.cli.mistakes.arguments import refuse_split_values, refuse_values_of_switches
        from augcli.cli.mistakes.values import refuse_missing_values

        refuse_missing_values(context, args)
        refuse_values_of_switches(context, args)
        typed = self._typed(context, list(args))
        _refuse_repeats(typed)
        refuse_split_values(context, args)
        return typed

    def _typed(self, context: click.Context, args: list[str]) -> list[click.Parameter]:
        *_, order = self.make_parser(context).parse_args(args)
        return order

    def _settable(self, context: click.Context) -> list[click.Option]:
        """Return the options that variables can set."""
        found = self.get_params(context)
        return [one for one in found if isinstance(one, SectionOption) and one.expose_value]


def _refuse_repeats(typed: list[click.Parameter]) -> None:
    # click would take the last one and ignore the others without a word.
    for parameter, count in Counter(typed).items():
        if count > 1 and isinstance(parameter, click.Option) and not parameter.multiple:
            range_too = "; a range is written A,B, such as --rotation -10,30"
            raise UsageProblem(
                f"{flag_of(parameter)} is given {count} times",
                f"give it once{range_too if takes_value(parameter) else ''}",
            )
