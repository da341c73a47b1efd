"""Register and find transforms. Each has a file of its own, and there is no list of them."""

from __future__ import annotations

import copyreg
import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib.util import find_spec
from typing import TypeVar

from augcli.catalogue.declaration import Transform
from augcli.catalogue.effects import Effect
from augcli.catalogue.order import Group, in_order
from augcli.catalogue.words import similar
from augcli.errors import UsageProblem

Function = TypeVar("Function", bound=Callable[..., Effect])

_found: dict[str, Transform] = {}


def transform(  # noqa: PLR0913, one for each field of Transform
    *,
    group: Group,
    after: str = "",
    chance: float = 1.0,
    classic: bool = False,
    full_scale: bool = False,
    short: str = "",
) -> Callable[[Function], Function]:
    """Declare the function below as a transform, with the fields of :class:`Transform`.

    Its keyword parameters are annotated with knobs and the like. A positional parameter of type
    ``Frame`` gets the size of the picture.
    """

    def declare(function: Function) -> Function:
        found = Transform(
            function=function,
            group=group,
            after=after,
            chance=chance,
            classic=classic,
            full_scale=full_scale,
            short=short,
        )
        _found[found.name] = found
        return function

    return declare


@cache
def catalogue() -> Mapping[str, Transform]:
    """Return every transform of the package ``augcli.transforms``, in the order of the flags.

    Raises:
        ValueError: the files don't agree on an order.
    """
    package = importlib.import_module("augcli.transforms")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return {found.name: found for found in in_order(_found.values())}


def get(name: str) -> Transform:
    """Return the transform of a name, loading no other. Raises KeyError if there is none."""
    if name not in _found and str(name).isidentifier():
        module = f"augcli.transforms.{name}"
        if find_spec(module):
            importlib.import_module(module)
    return _found[name]


# Another process looks a transform up by its name: there too it exists only once.
copyreg.pickle(Transform, lambda found: (get, (found.name,)))


def find(typed: str) -> Transform:
    """Return the transform of a name, typed with ``-`` or ``_``, or of a short name.

    Raises:
        UsageProblem: there is none. The hint names similar ones.
    """
    name = typed.replace("-", "_").lower()
    found = catalogue().get(name)
    found = found or next((one for one in catalogue().values() if name and one.short == name), None)
    if found:
        return found
    near = [catalogue()[other].title for other in similar(name, catalogue())]
    meant = f"did you mean {' or '.join(near)}? " if near else ""
    raise UsageProblem(f"no transform is named {typed!r}", f"{meant}augcli transforms lists them")
