"""Run the command line, and read what it leaves behind."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from keeping import signals_kept

from augcli.cli import main

Record = dict[str, Any]
Tree = dict[str, bytes]

OWN_FILES = ("augcli.json", "manifest.jsonl", "skipped.jsonl")


@dataclass(frozen=True)
class Result:
    """How a command ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Record:
        """Return what it printed, parsed as one JSON object."""
        found = json.loads(self.stdout)
        assert isinstance(found, dict)
        return found


def run_python(
    *args: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str | None] | None = None,
    most: float = 240,
) -> Result:
    """Run Python in a process of its own, for at ``most`` so many seconds.

    ``env`` adds variables to the environment, and removes those that are None.
    """
    wanted = {**os.environ, **(env or {})}
    done = subprocess.run(
        [sys.executable, *map(str, args)],
        cwd=cwd,
        env={name: value for name, value in wanted.items() if value is not None},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=most,
    )
    return Result(done.returncode, _text(done.stdout), _text(done.stderr))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def run(
    *args: str | Path, cwd: Path | None = None, env: Mapping[str, str | None] | None = None
) -> Result:
    """Run ``augcli`` with these arguments.

    It runs in this process, as starting Python and loading the libraries takes most of the time of
    a small task. With ``env`` it gets a process of its own.
    """
    if env:
        return run_python("-m", "augcli", *args, cwd=cwd, env=env)
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with (
        contextlib.chdir(cwd or Path.cwd()),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        signals_kept(),
        pytest.raises(SystemExit) as end,
    ):
        main([str(arg) for arg in args])
    code = int(end.value.code or 0)
    return Result(code, *(_text(stream.detach().getvalue()) for stream in (out, err)))


def expand(data: Path, out: Path, *args: str | Path) -> Result:
    """Run an expansion that must succeed, with one worker: starting more takes longer than this."""
    result = run("expand", data, out, "--workers", "1", *args)
    assert result.code == 0, result.stderr
    return result


def tree(root: Path) -> Tree:
    """Return everything below a folder: the bytes of files, the targets of links."""
    found = {}
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_symlink():
            found[f"{name}@"] = os.fsencode(path.readlink())
        elif path.is_dir():
            found[f"{name}/"] = b""
        else:
            found[name] = path.read_bytes()
    return found


def outputs(root: Path) -> Tree:
    """Return the pictures of an expansion: its tree without folders and augcli's own files."""
    return {
        name: data
        for name, data in tree(root).items()
        if name not in OWN_FILES and not name.endswith("/")
    }


def stamps(root: Path) -> dict[str, int]:
    """Return when each file and folder was last changed, in nanoseconds."""
    return {str(path): path.lstat().st_mtime_ns for path in (root, *root.rglob("*"))}


def stamps_but_run_file(root: Path) -> dict[str, int]:
    """Return the stamps without that of the run file, which a run renews when it finishes."""
    return {path: stamp for path, stamp in stamps(root).items() if Path(path).name != OWN_FILES[0]}


def records(out: Path) -> list[Record]:
    """Return the records of the manifest of an expansion."""
    return _lines(out / "manifest.jsonl")


def skipped(out: Path) -> list[Record]:
    """Return the records of the sources that gave nothing."""
    return _lines(out / "skipped.jsonl")


def run_file(out: Path) -> Record:
    """Return the content of the run file of an expansion."""
    found = json.loads((out / "augcli.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def _lines(path: Path) -> list[Record]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def assert_refused(result: Result, *named: str) -> None:
    """Check for exit code 2 and two lines: the problem, with all of ``named``, and the way out."""
    assert result.code == 2, result
    assert result.stdout == ""
    problem, way_out, *more = result.stderr.splitlines()
    assert not more, result.stderr
    assert problem.startswith("augcli: ")
    for part in named:
        assert part in problem
    assert way_out.startswith("  -> ")
    assert len(way_out) > len("  -> see")
