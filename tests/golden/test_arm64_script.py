"""Where 64-bit ARM can't be emulated, the script says so, and nothing fails."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "tools" / "arm64.sh"


@pytest.mark.skipif(
    platform.machine().lower() not in ("x86_64", "amd64") or not shutil.which("bash"),
    reason="the script emulates ARM on x86-64, and is for bash",
)
def test_a_machine_without_apt_is_told_and_passed_over(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    script = Path(shutil.copy(SCRIPT, tmp_path / "tools"))
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (tmp_path / "bin").mkdir()
    for name in ("bash", "dirname", "uname", "rm"):
        (tmp_path / "bin" / name).symlink_to(str(shutil.which(name)))
    done = subprocess.run(
        ["bash", script, "-c", "print(1)"],
        env={"PATH": str(tmp_path / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("SKIPPED: 64-bit ARM can't be emulated here: ")
