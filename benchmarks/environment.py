"""The environments that the other programs run in, apart from augcli's own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
REQUIREMENTS = HERE / "requirements.txt"
OLD_REQUIREMENTS = HERE / "requirements-imgaug.txt"


def peer_python(environment: Path, requirements: Path = REQUIREMENTS) -> Path:
    """Return the interpreter of the peers' environment, made anew when its pins changed."""
    python = environment / "bin" / "python"
    installed = environment / "requirements.txt"
    if not installed.exists() or installed.read_text() != requirements.read_text():
        print(f"installing the peers into {environment}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
        pip = [str(python), "-m", "pip", "install", "-q", "--no-deps", "-r", str(requirements)]
        subprocess.run(pip, check=True)
        shutil.copyfile(requirements, installed)
    return python
