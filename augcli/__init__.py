"""See an image augmentation before you trust it, and expand a class-folder dataset on disk."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from augcli.errors import AugcliError as AugcliError
    from augcli.errors import EnvironmentFailure as EnvironmentFailure
    from augcli.errors import UsageProblem as UsageProblem
    from augcli.loaders.expand import expand as expand
    from augcli.loaders.expand import split as split
    from augcli.loaders.feed.flow import Flow as Flow
    from augcli.loaders.flow import flow as flow
    from augcli.loaders.flow_from_directory import flow_from_directory as flow_from_directory
    from augcli.loaders.inspect import Report as Report
    from augcli.loaders.inspect import inspect as inspect
    from augcli.loaders.pipeline import Pipeline as Pipeline
    from augcli.loaders.preview import preview as preview
    from augcli.loaders.recipe import Recipe as Recipe
    from augcli.loaders.study import Study as Study
    from augcli.loaders.study import study as study
    from augcli.studios.notebook import NotebookStudio as NotebookStudio
    from augcli.studios.notebook import studio as studio

__version__ = "0.2.0"

# Each name loads at its first use: the command line, and scripts that need one part, stay quick.
_HOMES = {
    "AugcliError": "augcli.errors",
    "EnvironmentFailure": "augcli.errors",
    "Flow": "augcli.loaders.feed.flow",
    "NotebookStudio": "augcli.studios.notebook",
    "Pipeline": "augcli.loaders.pipeline",
    "Recipe": "augcli.loaders.recipe",
    "Report": "augcli.loaders.inspect",
    "Study": "augcli.loaders.study",
    "UsageProblem": "augcli.errors",
    "expand": "augcli.loaders.expand",
    "flow": "augcli.loaders.flow",
    "flow_from_directory": "augcli.loaders.flow_from_directory",
    "inspect": "augcli.loaders.inspect",
    "preview": "augcli.loaders.preview",
    "split": "augcli.loaders.expand",
    "studio": "augcli.studios.notebook",
    "study": "augcli.loaders.study",
}
__all__ = [
    "AugcliError",
    "EnvironmentFailure",
    "Flow",
    "NotebookStudio",
    "Pipeline",
    "Recipe",
    "Report",
    "Study",
    "UsageProblem",
    "expand",
    "flow",
    "flow_from_directory",
    "inspect",
    "preview",
    "split",
    "studio",
    "study",
]


_FACES = ("hf", "keras", "torch")  # modules, which need the library of that name or of its maker


def __getattr__(name: str) -> Any:
    if name in _FACES:
        return import_module(f"augcli.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'augcli' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, *_FACES})
