"""What the report says of the machine, and where it is kept."""

from __future__ import annotations

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path

OWN = ("numpy", "opencv-python-headless", "pillow", "simplejpeg", "deflate")
TELLING = ("avx2", "avx512f", "avx512bw", "asimd", "sve")
_PART = re.compile(r"(<!-- measured -->\n).*?(<!-- end -->)", re.DOTALL)


def machine(requirements: Path) -> str:
    """Describe the machine, and the versions of what was measured."""
    cpu = _cpu_info()
    flags = set(cpu.get("flags", cpu.get("Features", "")).split())
    known = [flag for flag in TELLING if flag in flags]
    own = ", ".join(f"{name} {version(name)}" for name in OWN)
    pins = re.match(r"(?:#.*\n)((?:\S+==\S+\n)+)", requirements.read_text())
    peers = ", ".join(pins[1].split()).replace("==", " ") if pins else ""
    return "\n".join(
        [
            f"- Machine: {cpu.get('model name', platform.machine())}, {os.cpu_count()} cores, "
            f"{' '.join(known) or 'no vector extensions known of'}; {platform.system()}",
            f"- augcli {version('augcli')}: Python {platform.python_version()}, {own}",
            f"- Others: {peers}; imgaug 0.4.0 with numpy 1.23.5",
        ]
    )


def _cpu_info() -> dict[str, str]:
    """Return what Linux tells of the first core."""
    try:
        text = Path("/proc/cpuinfo").read_text()
    except OSError:
        return {}
    lines = (line.partition(":") for line in text.split("\n\n")[0].splitlines())
    return {name.strip(): value.strip() for name, _, value in lines}


def write(page: Path, report: str) -> None:
    """Put the report into the page, between its marks."""
    text, found = _PART.subn(lambda part: f"{part[1]}{report}\n{part[2]}", page.read_text("utf-8"))
    if not found:
        raise SystemExit(f"{page} has no <!-- measured --> part")
    page.write_text(text, "utf-8")
