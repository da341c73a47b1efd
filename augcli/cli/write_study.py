"""Write the files of a study: the report as text, JSON, figures and a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from augcli.cli.console import note
from augcli.cli.write_for_user import write_for_user
from augcli.config.flags import as_command_line
from augcli.pipeline.groups import SomeOf
from augcli.pipeline.pipeline import Pipeline
from augcli.storage.files import remove
from augcli.studies.advice import KEPT, kept_pipeline
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

    from augcli.config.write import as_toml
    from augcli.studies.curve import curve  # they load matplotlib
    from augcli.studies.forest import forest
    from augcli.studies.page import page
    from augcli.studies.png import as_png

    text = json.dumps({"schema": 1, **found.as_json()}, indent=2)
    write_for_user(out / REPORT, f"{text}\n".encode(), "give another folder for -o")
    write_for_user(out / "study.txt", f"{report_as_text(found)}\n".encode())
    write_for_user(out / "study.png", as_png(forest(found)))
    write_for_user(out / "study.html", page(found, _examples(prepared, found)))
    if found.of_strengths and found.rows:
        write_for_user(out / "strengths.png", as_png(curve(found)))
    else:
        remove(out / "strengths.png", out)  # of another study
    if (kept := kept_pipeline(found)) and as_command_line(kept) is None:
        write_for_user(out / KEPT, as_toml(kept).encode())
    else:
        remove(out / KEPT, out)
    note(f"{out} has study.txt, study.json, study.png and study.html")


def _examples(prepared: Prepared, found: Study) -> bytes:
    """Return the picture of the steps, or of the strengths of one, on a photo."""
    from augcli.studies.examples import examples  # it loads matplotlib

    bad = {one.source for one in found.skipped}
    photo = next(one for one in prepared.photos.training if one.name not in bad)
    maker = prepared.maker
    if found.of_strengths:
        strengths = SomeOf(tuple(stage for arm in prepared.plan.arms for stage in arm.stages))
        maker = replace(maker, pipeline=Pipeline((strengths,)))
    return examples(maker, photo)
