"""Show a studio in a notebook: its page in a frame, or a grid where that can't be."""

from __future__ import annotations

import base64
import html
import io
import os
import secrets
import weakref
from functools import cached_property
from typing import TYPE_CHECKING

from augcli.dataset.membership import membership
from augcli.dataset.scan import Dataset
from augcli.errors import AugcliError
from augcli.expansion.output.run_file import RUN_FILE
from augcli.loaders.arguments import named_as_arguments, path_of
from augcli.loaders.expand import chosen_of
from augcli.loaders.pipeline import Pipeline
from augcli.loaders.preview import preview
from augcli.loaders.run_options import PathLike
from augcli.studios.libraries import check_libraries, missing_libraries
from augcli.studios.notebook_cells import end_earlier_runs, note_start
from augcli.studios.subject import Copying, Subject, images_at
from augcli.text import printable

if TYPE_CHECKING:  # it needs the libraries of the extra
    from augcli.studios.served import Served

# Each is set where the browser runs on another machine than the notebook's Python.
_ELSEWHERE = (
    *("SSH_CONNECTION", "JUPYTERHUB_USER", "COLAB_RELEASE_TAG", "KAGGLE_KERNEL_RUN_TYPE"),
    *("CODESPACES", "SAGEMAKER_APP_TYPE", "DATABRICKS_RUNTIME_VERSION"),
)
# Browsers give a frame its cookies only if it has the host name of the page around it.
_FRAME = """\
<iframe id="{name}" src="{address}" title="augcli studio" \
style="width: 100%; height: {height}px; border: 0"></iframe>
<script>
(() => {{
  const frame = document.getElementById("{name}");
  const own = frame.src.replace("//localhost:", `//${{location.hostname}}:`);
  if (location.hostname === "127.0.0.1" && frame.src !== own) frame.src = own;
}})();
</script>
"""


class NotebookStudio:
    """A studio in a notebook: as the result of a cell it is shown there.

    Its page and processes end when it is closed or dropped, or when its cell runs again.
    """

    def __init__(self, subject: Subject, pipeline: Pipeline, height: int, served: Served | None):
        self._subject = subject
        self._pipeline = pipeline
        self._height = height
        self._served = served
        self._end = weakref.finalize(self, served.close) if served else None
        if self._end:
            note_start(self._end)

    @property
    def address(self) -> str:
        """The address of the page, with the token that lets a browser in; empty without a page."""
        return self._served.address if self._served else ""

    def to_html(self) -> str:
        """Return what a notebook shows: the page in a frame, or a grid of copies as a picture.

        In place of a grid of an image that can't be read is the reason.

        Example:
            >>> shown = augcli.studio("sample_images", live=False)
            >>> shown.to_html()[:31]
            '<img alt="copies of one image" '
        """
        if self._served is None:
            return self._grid
        name = f"augcli-{secrets.token_hex(4)}"
        return _FRAME.format(name=name, address=self.address, height=self._height)

    def close(self) -> None:
        """End the page and its processes; a frame that shows it stops working.

        Example:
            >>> augcli.studio("sample_images", live=False).close()
        """
        if self._end:
            self._end()  # which does it once

    def _repr_html_(self) -> str:
        return self.to_html()

    @cached_property
    def _grid(self) -> str:
        """Copies of the first image as HTML that holds their picture, or why there are none."""
        first = self._subject.sources[0]
        try:
            figure = preview(first.path, self._pipeline)
        except (AugcliError, ValueError) as error:
            hint = error.hint if isinstance(error, AugcliError) else "give another image as data"
            why = f"{printable(first.name)} can't be shown: {error}; {hint}"
            return f"<p>{html.escape(why)}</p>"
        picture = io.BytesIO()
        figure.savefig(picture, format="png")
        data = base64.b64encode(picture.getvalue()).decode()
        return f'<img alt="copies of one image" src="data:image/png;base64,{data}">'


def studio(
    data: PathLike,
    pipeline: Pipeline | None = None,
    *,
    height: int = 800,
    live: bool | None = None,
) -> NotebookStudio:
    """Return a studio that a notebook shows: the page of ``augcli studio`` in a frame.

    ``data`` is a folder of class folders, or an image; ``pipeline`` is what to begin with, the
    preset natural if it is None. ``height`` is that of the frame in pixels. Where the browser runs
    on another machine, or the libraries of ``augcli[studio]`` are missing, there is a grid of
    copies of the first image instead; ``live`` says which, True for the page and False for the
    grid.

    Example:
        >>> pipeline = augcli.Pipeline.from_flags("--rotation 20")
        >>> augcli.studio("sample_images", pipeline, live=False).address
        ''

    Raises:
        TypeError: ``data`` is no path.
        UsageProblem: there is nothing to show, or libraries are missing for the page.
        EnvironmentFailure: the folder can't be listed, or a worker can't be started.
    """
    path = path_of("data", data)
    begun = Pipeline.preset("natural") if pipeline is None else pipeline
    with named_as_arguments():
        dataset, sources = images_at(path, Dataset(path), lambda: membership(path, RUN_FILE))
    maker = begun.maker
    subject = Subject(path, dataset, sources, chosen_of(maker), Copying(maker.output))
    is_live = _can_be_live() if live is None else live
    end_earlier_runs()
    return NotebookStudio(subject, begun, height, _served(subject) if is_live else None)


def _can_be_live() -> bool:
    here = not any(os.environ.get(name) for name in _ELSEWHERE)
    return here and not missing_libraries()


def _served(subject: Subject) -> Served:
    """Serve a studio in a thread. Raises UsageProblem if libraries are missing."""
    check_libraries()
    from augcli.studios.served import serve_in_thread  # it loads the libraries of the extra

    return serve_in_thread(subject)
