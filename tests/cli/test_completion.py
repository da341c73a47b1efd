"""``augcli completion``: what the Tab key offers, in real shells."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from augcli.cli import COMMANDS
from augcli.config.presets import presets
from augcli.pipeline.policies import POLICIES

from .running import assert_refused, run

SHELLS = ("bash", "zsh", "fish")

# What a shell does on Tab, for each line of words; compopt works only while a line is typed.
DRIVER = """
compopt() { options+=" $2"; }
eval "$(augcli completion bash)"
while IFS=$'\\t' read -ra COMP_WORDS; do
    [[ ${COMP_WORDS[-1]} == - ]] && COMP_WORDS[-1]=
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=() options=
    _augcli_completion augcli "${COMP_WORDS[-1]}"
    echo "${COMPREPLY[*]}|${options# }"
done
"""

# "-" at the end stands for an empty word.
CASES = {
    "-": (list(COMMANDS), ""),
    "ex": (["expand", "export"], ""),
    "--ver": (["--version"], ""),
    "expand --hori": (["--horizontal-flip", "--horizontal-skew"], ""),
    "expand --fill-mode = re": (["reflect"], ""),
    "preview --preset -": (presets(), ""),
    "preview --policy -": (list(POLICIES), ""),
    "transforms hor": (["horizontal-flip", "horizontal-skew"], ""),
    "preview --sweep hor": (["horizontal-flip", "horizontal-skew"], ""),
    "preview --compare nat": (["natural"], "default"),
    "expand --rotation 5 --rotation 5 --quali": (["--quality"], ""),
    "expand --chance horizontal-f": (["horizontal-flip="], "nospace"),
    "expand --chance flip = 0.5 --quali": (["--quality"], ""),
    "expand --config -": ([], "default"),
    "completion -": (list(SHELLS), ""),
    "expand --help-all --quali": (["--quality"], ""),
    "expand --chance": (["--chance"], ""),
    "nothing --quali": ([], ""),
}
# Of each kind of answer one: the shell starts augcli for each.
IN_A_SHELL = ["-", "expand --fill-mode = re", "preview --compare nat"]
IN_A_SHELL += ["expand --chance horizontal-f", "expand --config -", "nothing --quali"]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A search path on which augcli is the one that is tested."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "augcli"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m augcli "$@"\n')
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def ask(shell: str, script: str, path: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    program = shutil.which(shell)
    if sys.platform == "win32" or program is None:
        pytest.skip(f"there is no {shell} here")
    return subprocess.run(
        [program, "-c", script],
        input=typed,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("case", CASES)
def test_bash_is_told_the_right_words_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: str
) -> None:
    words = ["augcli", *case.split()]
    words[-1] = "" if words[-1] == "-" else words[-1]
    monkeypatch.setenv("_AUGCLI_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    told = run(cwd=tmp_path)
    lines = [line.split(",", 1) for line in told.stdout.splitlines() if line]
    offered, options = CASES[case]
    assert told.stderr == ""
    assert [word for kind, word in lines if kind == "plain"] == offered
    assert [kind for kind, _ in lines if kind != "plain"] == ["file"] * (options == "default")


def test_bash_offers_the_right_words_and_prints_nothing_else(path: str) -> None:
    lines = ["\t".join(["augcli", *case.split()]) for case in IN_A_SHELL]
    done = ask("bash", DRIVER, path, "\n".join(lines) + "\n")
    assert done.stderr == ""
    expected = [f"{' '.join(words)}|{opts}" for words, opts in (CASES[case] for case in IN_A_SHELL)]
    assert done.stdout.splitlines() == expected


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_valid_in_its_shell(shell: str, path: str, tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text(run("completion", shell, cwd=tmp_path).stdout)
    done = ask(shell, f"{shell} -n '{script}'", path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_asks_for_its_shell(shell: str, tmp_path: Path) -> None:
    told = run("completion", shell, cwd=tmp_path)
    assert told.code == 0
    assert told.stderr == ""
    assert f"_AUGCLI_COMPLETE={shell}_complete" in told.stdout


def test_zsh_and_fish_get_the_description_of_a_command() -> None:
    env = {"COMP_WORDS": "augcli exp", "COMP_CWORD": "1", "_AUGCLI_COMPLETE": "zsh_complete"}
    told = run(env=env)
    assert told.stdout.splitlines()[:3] == ["plain", "expand", COMMANDS["expand"]]


@pytest.mark.parametrize(
    "env",
    [
        {"_AUGCLI_COMPLETE": "bash_complete"},
        {"_AUGCLI_COMPLETE": "nonsense"},
        {"_AUGCLI_COMPLETE": "bash_complete", "COMP_WORDS": "augcli x", "COMP_CWORD": "x"},
    ],
)
def test_a_malformed_request_prints_nothing(env: dict[str, str | None]) -> None:
    told = run(env=env)
    assert (told.code, told.stdout, told.stderr) == (0, "", "")


def test_completing_loads_no_library_of_pictures() -> None:
    env = {"COMP_WORDS": "augcli expand --ro", "COMP_CWORD": "2"}
    told = run(env={**env, "_AUGCLI_COMPLETE": "bash_complete", "PYTHONPROFILEIMPORTTIME": "1"})
    assert "plain,--rotation" in told.stdout
    loaded = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines()}
    assert "click" in loaded
    assert not loaded & {"numpy", "cv2", "PIL", "matplotlib", "simplejpeg"}


def test_another_shell_is_refused(tmp_path: Path) -> None:
    assert_refused(run("completion", "tcsh", cwd=tmp_path), "tcsh")
