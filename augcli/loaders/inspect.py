"""Inspect a dataset from Python, as the command does."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Unpack

from augcli.dataset.scan import Dataset
from augcli.engines.cores import usable_cores
from augcli.expansion.request.label_table import labelled
from augcli.inspection.inspection import Inspection
from augcli.inspection.inspection import inspect as look_at
from augcli.inspection.json_report import report_as_json
from augcli.inspection.text_report import report_as_text
from augcli.loaders.arguments import arranged_by, checked, named_as_arguments, path_of
from augcli.loaders.run_options import InspectOptions, PathLike
from augcli.storage.files import make_folders, write_whole


@dataclass(frozen=True)
class Report:
    """What was found in a dataset. As text it is what ``augcli inspect`` prints."""

    found: Inspection

    def as_json(self) -> dict[str, Any]:
        """Return the fields that ``augcli inspect --json`` prints: see docs/inspect.md.

        Example:
            >>> augcli.inspect("sample_images").as_json()["classes"]["bird"]["images"]
            6
        """
        return report_as_json(self.found)

    def write_html(self, path: str | os.PathLike[str]) -> None:
        """Write the page that ``augcli inspect --html`` writes; it needs no network.

        Example:
            >>> augcli.inspect("sample_images").write_html("report.html")

        Raises:
            EnvironmentFailure: there is no permission, or the disk is full.
        """
        from augcli.inspection.html import page  # it loads matplotlib

        make_folders(Path(path).parent)
        write_whole(Path(path), page(self.found))

    def __str__(self) -> str:
        return report_as_text(self.found)


def inspect(data: PathLike, **options: Unpack[InspectOptions]) -> Report:
    """Look at the images of a dataset, or of an output of ``expand``, and return what was found.

    Nothing is written to ``data``. ``options`` are flags of ``augcli inspect``:
    ``near_duplicates`` is True or False to look for these or not, and None, the default, to do so
    among up to 5,000 images; ``labels``, ``image_column`` and ``label_column`` are
    about a table of labels; ``flat`` and ``follow_links`` about the folder; ``workers`` is the
    number of processes, one for each core by default; ``cached=False`` keeps nothing in the user's
    cache folder. ``on_step`` is called with how many steps are done, and of how many.

    Example:
        >>> report = augcli.inspect("sample_images")
        >>> report.as_json()["images"]
        15
        >>> print(str(report).splitlines()[0])
        sample_images: 15 images in 3 classes, 418 kB

    Raises:
        TypeError: a path is none.
        ValueError: ``workers`` can't be.
        UsageProblem: there is no such folder, or no image in class folders.
        EnvironmentFailure: there is no permission to read a file, or the disk is broken.
    """
    on_step = options.get("on_step", lambda _done, _of: None)
    values = {name: checked(name, value) for name, value in options.items() if name != "on_step"}
    workers = values.get("workers") or usable_cores()
    compare, cached = values.get("near_duplicates"), values.get("cached", True)
    flags = arranged_by(values)["arrangement_flags"]
    with named_as_arguments():
        plain = Dataset(
            path_of("data", data),
            flat=values.get("flat", False),
            follow_links=values.get("follow_links", False),
        )
        found = look_at(labelled(plain, flags), workers, on_step, cached=cached)
        if found.is_worth_comparing if compare is None else compare:
            found.look_for_near_duplicates(workers, on_step, cached=cached)
    found.typed = flags.typed_labels
    return Report(found)
