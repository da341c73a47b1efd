"""Show a command's options in sections, and refuse lines that were mistyped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from augcli.cli.mistakes.typed_line import flag_of, takes_value
from augcli.errors import UsageProblem

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


class GivenPath(click.Path):
    """A path that is not empty; ``"$UNSET"`` in a shell gives an empty one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


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
        ctx.meta["typed"] = list(args)
        ctx.allow_extra_args = True
        if args:
            self._refuse_mistyped(ctx, args)
        rest = super().parse_args(ctx, list(args))
        if rest:
            from augcli.cli.mistakes.arguments import too_many

            raise too_many(ctx, rest)
        return rest

    def _refuse_mistyped(self, context: click.Context, args: list[str]) -> None:
        from augcli.cli.mistakes.arguments import refuse_split_values, refuse_values_of_switches
        from augcli.cli.mistakes.values import refuse_missing_values

        refuse_missing_values(context, args)
        refuse_values_of_switches(context, args)
        self._refuse_repeats(context, list(args))
        refuse_split_values(context, args)

    def _refuse_repeats(self, context: click.Context, args: list[str]) -> None:
        # click would take the last one and ignore the others without a word.
        *_, order = self.make_parser(context).parse_args(args)
        for parameter, count in Counter(order).items():
            if count > 1 and isinstance(parameter, click.Option) and not parameter.multiple:
                range_too = "; a range is written A,B, such as --rotation -10,30"
                raise UsageProblem(
                    f"{flag_of(parameter)} is given {count} times",
                    f"give it once{range_too if takes_value(parameter) else ''}",
                )
