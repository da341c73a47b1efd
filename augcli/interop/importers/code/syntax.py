"""Parse Python as people have it: with the commands of notebooks, and Python 2."""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from dataclasses import dataclass

from augcli.errors import UsageProblem

# Each repair parses everything again: many repairs of long code would take minutes.
_MOST_REPAIRS = 200
_MOST_WORK = 4_000_000
_PRINT = re.compile(r"(\s*)print(\s*>>.*|\s+[^\s=(.,\[].*|\s*)")
_PROMPT = re.compile(r"(>>>|\.\.\.)( |$)")
_EXCEPT = re.compile(r"(\s*except\s+[\w.]+|\s*except\s*\([\w.,\s]+\))\s*,\s*\w+\s*:")
_RUN_BY_MAGIC = re.compile(r"(\s*)%(?:time|timeit|prun)\s+(?:-\S+\s+(?:\d+\s+)?)*(.*)")
_BLOCK = "if unread:"
NOT_PYTHON = "the code is not valid Python: "
_OUTPUT_OF_COMMAND = re.compile(r"(\s*[\w, ]+=)\s*[!%].*")


@dataclass(frozen=True)
class Parsed:
    """The syntax tree of code, and what had to be taken out of it: text by line, from 1.

    ``problem`` is what was wrong with the first of these lines.
    """

    tree: ast.Module
    dropped: dict[int, str]
    problem: str = ""


def parse(code: str) -> Parsed:
    """Parse code. Lines that are no Python are taken out, one by one.

    Raises:
        UsageProblem: the code is nested too deeply, or holds too much that is no Python.
    """
    lines = textwrap.dedent(code.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    if any(line.startswith(">>> ") for line in lines):
        lines = [_PROMPT.sub("", line) for line in lines]
    dropped: dict[int, str] = {}
    first = ""
    for _ in range(max(2, min(_MOST_REPAIRS, _MOST_WORK // (len(code) + 1)))):
        try:
            return Parsed(_parse("\n".join(lines)), dropped, first)
        except SyntaxError as error:
            first = first or _told(error)
            if not _repair(lines, error, dropped):
                break
    raise not_python(first)


def _parse(code: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they are about the user's code
            return ast.parse(code)
    except (RecursionError, MemoryError) as error:
        raise not_python("it is nested too deeply") from error
    except SyntaxError:
        raise
    except ValueError as error:  # null bytes
        raise not_python(str(error)[:200]) from error


def not_python(why: str) -> UsageProblem:
    """Return the error for code that is no Python."""
    return UsageProblem(
        f"{NOT_PYTHON}{why}",
        "give only the call, such as 'ImageDataGenerator(zoom_range=0.2)'",
    )


def _told(error: SyntaxError) -> str:
    return f"line {error.lineno}: {error.msg[:200]}" if error.lineno else error.msg[:200]


def _repair(lines: list[str], error: SyntaxError, dropped: dict[int, str]) -> bool:
    """Change the lines so that they come nearer to Python. Return False if none is left."""
    if isinstance(error, TabError):  # Python 2 took a tab for 8 spaces
        lines[:] = [line.expandtabs(8) for line in lines]
        return True
    if "print" in error.msg and _without_prints(lines):
        return True
    place = min(error.lineno or len(lines), len(lines)) - 1
    while place >= 0 and not lines[place].strip():
        place -= 1
    if place < 0:
        return False
    line = lines[place]
    lines[place] = "" if line.strip() == "pass" else _mended(line)
    if lines[place].strip() == "pass":
        dropped[place + 1] = line.strip()
    return True


def _without_prints(lines: list[str]) -> bool:
    """Take out the print statements of Python 2 at once. Return True if there are any."""
    before = list(lines)
    for place, line in enumerate(lines):
        if _PRINT.fullmatch(line) and _is_whole(line):
            lines[place] = f"{_indent(line)}pass"
    return lines != before


def _is_whole(line: str) -> bool:
    """Return True if a statement ends where its line ends."""
    ends = all(
        line.count(opening) == line.count(closing) for opening, closing in ("()", "[]", "{}")
    )
    return ends and not line.endswith("\\") and '"""' not in line and "'''" not in line


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _mended(line: str) -> str:
    if found := _EXCEPT.match(line):
        return f"{found[1]}:"
    if found := _RUN_BY_MAGIC.fullmatch(line):
        return f"{found[1]}{found[2]}"
    if found := _OUTPUT_OF_COMMAND.fullmatch(line):
        return f"{found[1]} output_of_a_command"
    # The head of a block stays one: the lines below it would fail otherwise.
    opens = line.rstrip().endswith(":") and _BLOCK not in line
    return _indent(line) + (_BLOCK if opens else "pass")
