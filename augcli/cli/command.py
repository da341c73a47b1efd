"""Show a command's options in sections, and refuse an option that is given twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

import click

from augcli.cli.check_paths import check_paths
from augcli.cli.request import Request
from augcli.errors import UsageProblem

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


class GivenPath(click.Path):
    """A path that is not empty; ``"$UNSET"`` in a shell gives an empty one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


class SectionOption(click.Option):
    """An option in a section of the help; with ``more`` only ``--help-all`` shows it."""

    def __init__(self, *arguments: Any, section: str, more: bool = False, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
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
    """A command that shows its options by section and refuses an option given twice."""

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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:  # a line that is still being typed
            # Before anything else: the error of a bad flag is printed as an object, too.
            ctx.ensure_object(Request).as_json = self._wants_json(ctx, args)
            self._refuse_repeats(ctx, list(args))
        ctx.meta["typed"] = list(args)
        rest = super().parse_args(ctx, args)
        if not ctx.resilient_parsing:
            check_paths(ctx.params.values())
        return rest

    def _wants_json(self, context: click.Context, args: list[str]) -> bool:
        has_flag = any("--json" in parameter.opts for parameter in self.get_params(context))
        return has_flag and "--json" in args[: args.index("--") if "--" in args else None]

    def _refuse_repeats(self, context: click.Context, args: list[str]) -> None:
        # click would take the last one and ignore the others without a word.
        *_, order = self.make_parser(context).parse_args(args)
        for parameter, count in Counter(order).items():
            if count > 1 and isinstance(parameter, click.Option) and not parameter.multiple:
                raise UsageProblem(
                    f"{parameter.opts[-1]} is given {count} times",
                    "give it once; a range is written A,B, such as --rotation -10,30",
                )
