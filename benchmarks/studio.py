"""Measure augcli studio in Chromium: from a key on a slider to painted pictures. For Linux.

    python benchmarks/studio.py DATA [--changes 100] [--browse 1000]

Also measures the memory of its processes after that many photos, and their processor time when
nobody touches the page. Needs augcli[studio], playwright and chromium. Prints Markdown.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, sync_playwright

FLAGS = ("--rotation", "20", "--zoom", "0.2", "--horizontal-flip", "--brightness", "0.6,1.2")
SETTLE, IDLE = 5, 10  # seconds: the last estimate takes some
# A change of the grid is seen when the frame after it has been painted.
CHANGE = """([selector, key]) => new Promise((resolve) => {
  const control = document.querySelector(selector);
  const begun = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
  }).observe(document.getElementById("grid"), { subtree: true, childList: true });
  control.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
})"""


@contextmanager
def studio(data: Path) -> Iterator[tuple[int, str]]:
    """Run a studio; yield its process id and its address."""
    command = [sys.executable, "-m", "augcli", "studio", str(data), "--no-open", *FLAGS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = re.search(r"http://\S+", process.stdout.readline())
        assert address, "the studio printed no address"
        yield process.pid, address.group()
        process.terminate()


def family(process: int) -> list[int]:
    """Return a process and all that it has started, and they, and so on."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(member for child in children for member in family(int(child)))]


def megabytes(process: int) -> float:
    """Return the memory of a family of processes; what they share is counted once."""
    totals = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in family(process)]
    return sum(int(re.findall(r"^Pss: +(\d+)", total, re.M)[0]) for total in totals) / 1024


def cpu_seconds(process: int) -> float:
    """Return the processor time that a family of processes has taken."""
    fields = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2] for one in family(process)]
    ticks = sum(int(time) for one in fields for time in one.split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def changes(page: Page, count: int) -> list[float]:
    """Return the milliseconds of changes of a slider, one after the other."""
    slider = "[role=slider]"
    keys = ("ArrowLeft", "ArrowRight")
    return [page.evaluate(CHANGE, [slider, keys[number % 2]]) for number in range(count)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--changes", type=int, default=100)
    parser.add_argument("--browse", type=int, default=1000)
    args = parser.parse_args()
    with studio(args.data) as (process, address), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(address)
        page.locator("#grid canvas").first.wait_for()
        changes(page, 10)  # until all is loaded and warm
        taken = changes(page, args.changes)
        for _ in range(args.browse):
            page.evaluate(CHANGE, ["body", "n"])
        memory = megabytes(process)
        time.sleep(SETTLE)
        before = cpu_seconds(process)
        time.sleep(IDLE)
        idle = (cpu_seconds(process) - before) / IDLE
        browser.close()
    print("| what | measured |\n|---|---|")
    print(f"| from a key to nine painted pictures, median | {median(taken):.0f} ms |")
    print(f"| the same, nine of ten are faster than | {quantiles(taken, n=10)[-1]:.0f} ms |")
    print(f"| memory of the studio after {args.browse:,} photos | {memory:.0f} MB |")
    print(f"| processor time when nobody touches it | {idle:.1%} of a core |")


if __name__ == "__main__":
    main()
