"""``augcli import`` reads code that was written to break it, and never runs any."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli.running import assert_refused, run

G = "ImageDataGenerator"


def test_code_is_never_run(tmp_path: Path) -> None:
    code = f"open('ran', 'w')\n{G}(zoom_range=0.2, rotation_range=open('ran', 'w').write('x'))"
    result = run("import", code, cwd=tmp_path)
    assert (result.code, result.stdout) == (3, "--zoom 0.2\n")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (f"{G}()", "has an augmentation"),
        (f"{G}(rescale=2)", "has an augmentation"),
        ("f()", f"no call of {G}"),
        ("missing.py", "missing.py"),
        (f"{G}(", "not valid Python"),
        ("-" * 90_000 + "f()", "nested too deeply"),
        ("(" * 90_000, "nested"),
        ("f" + "()" * 45_000, "nested too deeply"),
        ("f()" + "+1" * 45_000, "nested too deeply"),
        (f"{G}(zoom_range={'[' * 150}{']' * 150})", "is not two numbers"),
        (f"{G}(zoom_range={'9' * 5000})", "not valid Python"),
        (f"{G}(zoom_range={'9' * 4000})", "no number that Keras could use"),
        (f"{G}(zoom_range=1e999)", "no number that Keras could use"),
        ("f()" + "\nx=1" * 24_000, f"no call of {G}"),
        ("f()" + " " * 110_000, "more than 100,000"),
        ("\ufeff\x00f()", "null bytes"),
        ("f('\udcff')", "not text in UTF-8"),
    ],
    ids=range(17),
)
def test_code_that_cannot_be_read_is_one_clear_error(tmp_path: Path, code: str, said: str) -> None:
    name = "code.py"
    if "(" in code:
        (tmp_path / name).write_bytes(code.encode(errors="surrogateescape"))
    assert_refused(run("import", name if "(" in code else code, cwd=tmp_path), said)


HUGE = [
    *("rotation_range={}", "fill_mode={}", "brightness_range=(0.5, {})", "**{{{}: 1}}"),
    *("interpolation_order={}", "width_shift_range=[-{}]", "nothing={}"),
]


@pytest.mark.parametrize("arguments", HUGE)
def test_a_number_that_python_does_not_print_is_left_out(arguments: str) -> None:
    number = "0x" + "f" * 4000
    result = run("import", f"{G}(zoom_range=0.2, {arguments.format(number)})")
    assert (result.code, result.stdout) == (3, "--zoom 0.2\n"), result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        "rotation_range=9**9**9",
        "rotation_range=2**10000000",
        "rotation_range=9.0**9999",
        "rotation_range=1/0",
        "rotation_range=1%0",
        "rotation_range=(-1)**.5",
        "rotation_range=int(1e999)",
        "rotation_range=int('9' * 9999)",
        "rotation_range='9' * 999999999",
        "rotation_range=[0] * 999999999",
        "rotation_range=list(range(9**9))",
        "rotation_range=nan",
        f"rotation_range={'-' * 900}1",
        f"rotation_range=x{'.get(1)' * 300}",
        f"rotation_range=x{'.copy()' * 300}",
    ],
)
def test_arithmetic_that_has_no_sane_result_is_left_out_at_once(arguments: str) -> None:
    result = run("import", f"{G}({arguments}, zoom_range=0.2)")
    assert (result.code, result.stdout) == (3, "--zoom 0.2\n"), result.stderr
    assert result.stderr.count("left out: line 1: rotation_range") == 1


@pytest.mark.parametrize(
    "grow",
    ["a = [a, a, a, a, a, a]", "a = {'a': a, 'b': a, 'c': a}", "a = {**a, 'x%d': a, 'y%d': a}"],
)
def test_values_that_double_with_every_line_are_given_up(tmp_path: Path, grow: str) -> None:
    lines = [grow.replace("%d", str(count)) for count in range(200)]
    code = "\n".join(["a = {'zoom_range': 0.1}", *lines, f"{G}(rotation_range=a, zoom_range=0.2)"])
    (tmp_path / "code.py").write_text(code)
    result = run("import", "code.py", cwd=tmp_path)
    assert (result.code, result.stdout) == (3, "--zoom 0.2\n"), result.stderr
    assert len(result.stderr) < 500


def test_blocks_and_chains_as_deep_as_python_allows_are_read(tmp_path: Path) -> None:
    ifs = "".join(f"{' ' * depth}if a:\n" for depth in range(95)) + " " * 95 + "pass\n"
    loops = "".join(f"{' ' * depth}for a in b:\n" for depth in range(95)) + " " * 95 + "a += 1\n"
    chain = "\n".join(["if a: pass", *["elif a: a = 1"] * 900])
    code = f"{ifs}{loops}x = {'f(' * 90}1{')' * 90}\n{chain}\n{G}(zoom_range=0.2)\n"
    (tmp_path / "code.py").write_text(code)
    assert run("import", "code.py", cwd=tmp_path).stdout in ("--zoom 0.2\n", "")


@pytest.mark.parametrize(
    ("notebook", "said"),
    [
        ('{"cells": ' + "[" * 100_000, "the notebook is damaged"),
        ('{"cells": [{"cell_type": "code", "source": ', "the notebook is damaged"),
        ('{"cells": 3}', "no call of ImageDataGenerator"),
        (
            '{"cells": [3, {"cell_type": "code"}, {"cell_type": "code", "source": [1, {}]}]}',
            "no call",
        ),
        ('{"metadata": {"kernelspec": {"language": "R"}}, "cells": []}', "the notebook is in r"),
        ('{"cells": [{"cell_type": "code", "source": "' + "x" * 1_000_001 + '"}]}', "1,000,000"),
        (
            '{"cells": [{"cell_type": "code", "source": "' + "(" * 90_000 + '"}]}',
            "not valid Python",
        ),
    ],
    ids=range(7),
)
def test_a_notebook_that_cannot_be_read_is_one_clear_error(
    tmp_path: Path, notebook: str, said: str
) -> None:
    (tmp_path / "code.ipynb").write_text(notebook)
    assert_refused(run("import", "code.ipynb", cwd=tmp_path), said)
