"""Run ``augcli studio`` for tests, and what they do on its page as a user would."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Request

HOSTILE = "<script>alert(1)"
"""The name of a class that is not to run as a script."""

_PICTURES = """() => [...document.querySelectorAll('#grid canvas')]
  .filter(one => one.offsetParent).map(one => one.toDataURL())"""
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\S*")


@dataclass
class Studio:
    """A studio that runs: its process, and the address that it printed."""

    process: subprocess.Popen[str]
    address: str

    @property
    def origin(self) -> str:
        """The scheme, host and port of its address."""
        return self.address.partition("/?")[0].rstrip("/")


@contextmanager
def running(*args: str | Path, cwd: Path) -> Iterator[Studio]:
    """Run a studio on a free port until the end of the block, and wait for its address."""
    command = [sys.executable, "-m", "augcli", "studio", "--no-open", *map(str, args)]
    with subprocess.Popen(
        command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        try:
            said = ""
            for line in process.stdout:
                said += line
                if found := _ADDRESS.search(line):
                    yield Studio(process, found.group())
                    break
            else:
                raise AssertionError(f"no address was printed:\n{said}")
        finally:
            process.kill()


@dataclass
class Visit:
    """A page of a studio in a browser, with what it asked for and what it complained of."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def slider(self, name: str) -> Locator:
        """Return a thumb of a slider: ``rotation degrees to``."""
        return self.page.get_by_role("slider", name=name, exact=True)

    def number(self, name: str) -> float:
        """Return the number that a thumb stands for."""
        return float(self.slider(name).get_attribute("aria-valuenow") or "nan")

    def type_number(self, name: str, text: str) -> Locator:
        """Type a number of a slider into its field, and return the field."""
        typed = self.page.get_by_label(f"{name}, typed", exact=True)
        typed.fill(text)
        typed.press("Enter")
        return typed

    def steps(self) -> list[str]:
        """Return the names of the steps, in their order."""
        names: list[str] = self.page.locator("#steps > .step > .head .name").all_inner_texts()
        return names

    def command(self) -> str:
        """Return the command, once the page shows that of its present state."""
        self.settled()
        self.page.get_by_role("tab", name="Command").click()
        text: str = self.page.locator("#output").inner_text()
        return text

    def settled(self) -> None:
        """Wait until nothing is in flight: no pictures and no command."""
        self.page.wait_for_function(
            "() => !document.querySelector('[aria-busy=true]') && location.hash"
        )

    def pictures(self) -> list[str]:
        """Return the pictures in the grid, as addresses that hold their data."""
        found: list[str] = self.page.evaluate(_PICTURES)
        return found

    def repainted(self, before: list[str]) -> None:
        """Wait until the grid shows other pictures than before."""
        changed = f"before => String(({_PICTURES})()) !== String(before)"
        self.page.wait_for_function(changed, arg=before)
        self.settled()


def visit(browser: Browser, studio: Studio, address: str = "", **options: Any) -> Visit:
    """Open a studio in a context of its own, and wait for its pictures."""
    context = browser.new_context(**{"viewport": {"width": 1300, "height": 850}, **options})
    context.set_default_timeout(15_000)
    return see(Visit(context.new_page()), address or studio.address)


def see(opened: Visit, address: str) -> Visit:
    """Go to an address in a page that listens, and wait for its pictures."""

    def asked(request: Request) -> None:
        opened.requests.append(request.url)

    opened.page.on("request", asked)
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.on(
        "console",
        lambda message: (
            opened.complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    opened.page.goto(address)
    opened.page.locator("#grid .cell").first.wait_for()
    opened.settled()
    return opened
