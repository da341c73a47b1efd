"""The catalogue of transforms: each declared by its signature, in a file of its own."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_type_hints

from augcli.image import Frame
from augcli.kinds import Effect
from augcli.knobs import Knob, Twin

Group = Literal["geometry", "tone"]
GROUPS: tuple[Group, ...] = get_args(Group)  # in the order of the pipeline of flags

AnyTransform = TypeVar("AnyTransform", bound=Callable[..., Effect])


@dataclass(frozen=True, eq=False)
class Transform:
    """A named operation, as its file declares it."""

    name: str
    function: Callable[..., Effect]
    group: Group
    place: int
    chance: float
    knobs: Mapping[str, Knob]
    twins: Mapping[str, Twin]
    needs_frame: bool

    @property
    def flag(self) -> str:
        """The flag of its first knob, or the one that turns it on."""
        return "--" + self.name.replace("_", "-")

    def knob_flag(self, knob: str) -> str:
        """The flag of a knob or a switch: the first knob's is the transform's own."""
        return self.flag if [knob] == list(self.knobs)[:1] else f"{self.flag}-{knob}"

    @property
    def summary(self) -> str:
        """What it does, in one line."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]

    def caption(self, field: str, number: float) -> str:
        """Give a number of a recipe as the few characters under a picture."""
        # A length's field is named after its unit; a twin reads like the knob it is drawn from.
        twin = self.twins.get(field)
        knob = self.knobs.get(twin.of if twin else field) or next(iter(self.knobs.values()))
        return knob.caption(number, field)

    def effect(self, fields: Mapping[str, float], frame: Frame) -> Effect:
        """Make the effect of drawn values, as a recipe keeps them, on a frame."""
        arguments = {name: knob.argument(name, fields) for name, knob in self.knobs.items()}
        arguments |= {
            name: self.knobs[twin.of].argument(name, fields) for name, twin in self.twins.items()
        }
        return self.function(*([frame] if self.needs_frame else []), **arguments)


_found: dict[str, Transform] = {}


def transform(
    *, group: Group, place: int, chance: float = 1.0
) -> Callable[[AnyTransform], AnyTransform]:
    """Declare a function as a transform.

    ``place`` is where its flag runs within its group; ``chance`` is how often it fires unless the
    user says otherwise. Its keyword parameters are its knobs; a positional one gets the Frame.
    """

    def declare(function: AnyTransform) -> AnyTransform:
        _found[function.__name__] = _read(function, group, place, chance)
        return function

    return declare


def _read(function: Callable[..., Effect], group: Group, place: int, chance: float) -> Transform:
    hints = get_type_hints(function, include_extras=True)
    hints.pop("return")
    notes: dict[str, Any] = {
        name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")
    }
    return Transform(
        name=function.__name__,
        function=function,
        group=group,
        place=place,
        chance=chance,
        knobs={name: note for name, note in notes.items() if not isinstance(note, Twin)},
        twins={name: note for name, note in notes.items() if isinstance(note, Twin)},
        needs_frame=len(notes) < len(hints),
    )


@cache
def catalogue() -> Mapping[str, Transform]:
    """Find every transform of the package ``augcli.transforms``, in the order of the flags."""
    package = importlib.import_module("augcli.transforms")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    ordered = sorted(_found.values(), key=lambda found: (GROUPS.index(found.group), found.place))
    return {found.name: found for found in ordered}
