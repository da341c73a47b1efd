"""The command that the page shows makes the pictures that the page shows."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from cli.running import run_python
from PIL import Image
from playwright.sync_api import Browser, expect

from .studio import Studio, Visit, running, visit

_READ = """image => {
  const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext("2d");
  canvas.drawImage(image, 0, 0);
  return [...canvas.getImageData(0, 0, image.naturalWidth, image.naturalHeight).data];
}"""


def _pixels_on_page(there: Visit, cell: int) -> bytes:
    """Return the pixels, RGBA, of a copy at its actual size as the browser has decoded it."""
    there.page.locator("#grid .cell button").nth(cell - 1).click()
    image = there.page.locator("#enlarged img.after")
    there.settled()
    image.evaluate("one => one.decode()")
    pixels = bytes(image.evaluate(_READ))
    there.page.keyboard.press("Escape")
    return pixels


def _pixels_of(path: Path) -> bytes:
    return Image.open(path).convert("RGBA").tobytes()


def test_the_copied_command_makes_the_copies_that_the_page_shows(
    browser: Browser, studio: Studio, data: Path, tmp_path: Path
) -> None:
    there = visit(browser, studio, permissions=["clipboard-read", "clipboard-write"])
    there.page.get_by_label("Class").select_option("hat (3)")
    there.type_number("brightness factor from", "0.4")
    there.slider("rotation degrees to").press("PageUp")
    there.page.get_by_role("textbox", name="Seed").fill("7")
    there.page.get_by_role("textbox", name="Seed").press("Enter")
    there.page.get_by_role("button", name="Next image").click()
    there.settled()
    shown = there.command()
    there.page.get_by_role("button", name="Copy", exact=True).click()
    expect(there.page.get_by_text("Copied: Command", exact=True)).to_be_visible()
    copied = there.page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == shown.strip()
    program, verb, source, out, *flags = shlex.split(copied)
    assert (program, verb, source) == ("augcli", "expand", "data")
    result = run_python("-m", "augcli", verb, data, tmp_path / "out", *flags)
    assert (out, result.code) == ("out", 3)  # but for the torn photo, all copies are made
    for cell in (1, 2, 5):
        path = tmp_path / "out" / "hat" / f"1_aug{cell:03}.png"
        assert _pixels_of(path) == _pixels_on_page(there, cell)
    there.page.context.close()


def test_the_pipeline_is_saved_to_the_named_file_and_exported_as_code(
    browser: Browser, data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "aug.toml"
    file.write_text('[[step]]\ntransform = "rotation"\ndegrees = [-9, 9]\n')
    with running(os.path.relpath(data, tmp_path), "--config", "aug.toml", cwd=tmp_path) as studio:
        there = visit(browser, studio)
        save = there.page.get_by_role("button", name="Save aug.toml")
        expect(save).to_be_disabled()  # the file says the same
        there.type_number("rotation degrees to", "33")
        save.click()
        expect(there.page.get_by_text("Saved aug.toml.", exact=True)).to_be_visible()
        expect(save).to_be_disabled()
        assert "degrees = [-9, 33]" in file.read_text()
        there.page.get_by_role("tab", name="TOML").click()
        expect(there.page.locator("#output")).to_contain_text("degrees = [-9, 33]")
        there.page.get_by_role("tab", name="torchvision", exact=True).click()
        expect(there.page.locator("#output")).to_contain_text("torchvision")
        expect(there.page.locator("#estimate")).to_contain_text("expand makes")
        there.page.context.close()
