"""Check that what decoders print does not reach the terminal."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from cli.running import run, run_python, skipped

from .scene import FLAGS

TWO = ("--workers", "2")


def test_what_decoders_print_is_told_with_the_file_and_nowhere_else(
    corpus: Path, tmp_path: Path
) -> None:
    for folder in ("jpeg_bad", "tiff", "png_bad", "bitflip"):
        shutil.copytree(corpus / folder, tmp_path / "data" / folder)
    result = run("expand", tmp_path / "data", tmp_path / "out", *FLAGS, *TWO, "-v")
    assert result.code == 3
    starts = ("bad: ", "refused: ", "changed: ", "step: ", "seed ")
    assert [line for line in result.stderr.splitlines() if not line.startswith(starts)] == []
    assert any(len(record["text"]) > 40 for record in skipped(tmp_path / "out"))


def test_preview_keeps_what_decoders_print_from_the_terminal(corpus: Path, tmp_path: Path) -> None:
    images = [p for folder in ("jpeg_bad", "tiff", "png_bad") for p in (corpus / folder).iterdir()]
    script = (
        "import contextlib, sys\nfrom augcli.cli import main\n"
        "for image in sys.argv[1:]:\n"
        "    with contextlib.suppress(SystemExit): main(['preview', image, '--rotation', '5',"
        " '--grid', '1x1', '-o', 'x.png'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *sorted(images)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert "Traceback" not in done.stderr
    starts = ("augcli: ", "  -> ", "warning: drawn as ")
    assert [line for line in done.stderr.splitlines() if not line.startswith(starts)] == []


def test_commands_that_decode_in_their_own_process_keep_it_from_the_terminal(
    corpus: Path, tmp_path: Path
) -> None:
    data, out = tmp_path / "data", tmp_path / "out"
    for folder in ("jpeg_bad", "tiff", "png_bad", "bitflip"):
        shutil.copytree(corpus / folder, data / folder)
    run("expand", data, out, "--copies", "1", "--rotation", "5", "--originals", "copy")
    for command in (
        ("expand", data, tmp_path / "new", *FLAGS, "--dry-run"),
        ("verify", out),
        ("verify", out, data, "--deep"),
    ):
        done = run_python("-m", "augcli", *command)
        assert done.stderr == "", command
