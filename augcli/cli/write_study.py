"""Write the files of a study: the report as text, JSON, figures and a page."""

from __future__ import annotations

from pathlib import Path

from augcli.cli.console import note
from augcli.cli.write_for_user import write_for_user
from augcli.storage.files import remove
from augcli.studies.output_folder import REPORT, holds_finished
from augcli.studies.report import report_as_text
from augcli.studies.request import Prepared
from augcli.studies.study import Study


def write_study(found: Study, out: Path, prepared: Prepared) -> None:
    """Write the files of a study into a folder; one that was stopped replaces none that finished.

    Raises:
        UsageProblem: the path can't be right as typed.
        EnvironmentFailure: there is no permission, or the disk is full or broken.
    """
    if not found.finished and holds_finished(out):
        note(f"{out} keeps the report of an earlier study, which finished: this one was stopped")
        return
    import json

    from augcli.studies.curve import as_png as curve  # they load matplotlib
    from augcli.studies.forest import as_png
    from augcli.studies.page import page

    text = json.dumps({"schema": 1, **found.as_json()}, indent=2)
    write_for_user(out / REPORT, f"{text}\n".encode(), "give another folder for -o")
    write_for_user(out / "study.txt", f"{report_as_text(found)}\n".encode())
    write_for_user(out / "study.png", as_png(found))
    write_for_user(out / "study.html", page(found, _examples(prepared, found)))
    if found.of_strengths and found.rows:
        write_for_user(out / "strengths.png", curve(found))
    else:
        remove(out / "strengths.png", out)  # of another study
    note(f"{out} has study.txt, study.json, study.png and study.html")


def _examples(prepared: Prepared, found: Study) -> bytes:
    """Return the picture of the steps on a photo; none of a study of strengths."""
    from augcli.studies.examples import examples  # it loads matplotlib

    bad = {one.source for one in found.skipped}
    photo = next(one for one in prepared.photos.training if one.name not in bad)
    return b"" if found.of_strengths else examples(prepared.maker, photo)
