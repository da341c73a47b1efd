"""Run augcli in forked processes: the libraries are loaded once, and a run takes milliseconds.

Only scripts import this, not tests: pytest may have threads, and forking would not be safe there.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from keeping import signals_kept

import augcli.engines.local  # noqa: F401, loaded, not used
from augcli.cli import main

if sys.platform == "win32":
    raise RuntimeError("needs fork")

OWN_FILES = ("augcli.json", "manifest.jsonl", "skipped.jsonl")
TEMP_PREFIX = ".augcli-tmp-"
MOST = 30.0  # seconds for the end of a run, and for that of its workers

Round = dict[str, Any]


def warm_up(data: Path) -> None:
    """Import all that a run needs, before the first fork."""
    quiet = contextlib.redirect_stdout(io.StringIO())
    with quiet, contextlib.suppress(SystemExit), signals_kept():
        main(["expand", str(data), str(data.parent / "nowhere"), "--dry-run", "--rotation", "1"])


def start(arguments: list[str], said: Path, prepare: Callable[[], object] = lambda: None) -> int:
    """Start a run in its own process and session; return its pid. Its stderr goes to ``said``."""
    pid = os.fork()
    if pid:
        return pid
    code = 99
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 2)
        prepare()
        main(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def code_of(pid: int) -> int:
    """Wait for a process and return its exit code as a shell shows it; 999 if it takes too long."""
    until = time.monotonic() + MOST
    while time.monotonic() < until:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            code = os.waitstatus_to_exitcode(status)
            return 128 - code if code < 0 else code
        time.sleep(0.002)
    os.killpg(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return 999


def members(session: int) -> list[int]:
    """Return the living processes of a session, as /proc lists them."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                if int(fields[3]) == session and fields[0] not in "ZX":
                    found.append(int(entry.name))
    return found


def all_gone(session: int) -> bool:
    """Return True if the processes of a session end in time; kill those that don't."""
    until = time.monotonic() + MOST
    while left := members(session):
        if time.monotonic() > until:
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            return False
        time.sleep(0.005)
    return True


def files(root: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder; folders have none."""
    return {
        path.relative_to(root).as_posix(): b"" if path.is_dir() else path.read_bytes()
        for path in root.rglob("*")
    }


def torn(out: Path, reference: dict[str, bytes]) -> list[str]:
    """Return the files with a final name whose content differs from that of an undisturbed run.

    The manifest may hold fewer lines than that of the undisturbed run, but no others.
    """
    found = files(out) if out.is_dir() else {}
    wrong = []
    for name, data in found.items():
        if name == "manifest.jsonl":
            known = set(reference[name].splitlines())
            lines = data.split(b"\n")[:-1]  # what follows the last line's end may be cut short
            wrong += [name for line in lines if line and line not in known]
        elif name == "augcli.json":
            wrong += [] if "settings" in json.loads(data) else [name]
        elif not Path(name).name.startswith(TEMP_PREFIX) and reference.get(name) != data:
            wrong.append(name)
    return wrong


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the names in which two trees differ."""
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def report(found: Round) -> None:
    """Print a round as JSON for the test that reads it."""
    print(json.dumps(found), flush=True)
