"""The catalogue of transforms: each declared by its signature, in a file of its own."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib.util import find_spec
from operator import itemgetter
from typing import Any, Literal, TypeVar, get_args, get_type_hints

from augcli.catalogue.effects import Effect
from augcli.catalogue.knobs import Knob
from augcli.catalogue.parameters import Drawn, Partner, Seed, Switch, Twin
from augcli.errors import UsageProblem
from augcli.imaging.image import Frame, Image

Group = Literal[
    "geometry",
    "distortion",
    "tone",
    "colour",
    "blur",
    "weather",
    "noise",
    "compression",
    "erasing",
    "mixing",
]
GROUPS: tuple[Group, ...] = get_args(Group)  # in the order of the pipeline of flags

Parameter = Knob | Twin | Switch | Drawn | Seed | Partner
Found = TypeVar("Found")
AnyTransform = TypeVar("AnyTransform", bound=Callable[..., Effect])


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """Where a transform stands: its group, its place there, and what its flag does by default.

    ``chance`` is how often it fires unless the user says otherwise; the flags of a ``classic`` one
    are in the short help.
    """

    group: Group
    place: int
    chance: float = 1.0
    classic: bool = False


@dataclass(frozen=True, eq=False)
class Transform:
    """A named operation, as its file declares it."""

    name: str
    function: Callable[..., Effect]
    where: Declaration
    parameters: Mapping[str, Parameter]
    needs_frame: bool

    @property
    def group(self) -> Group:
        return self.where.group

    @property
    def chance(self) -> float:
        return self.where.chance

    @cached_property
    def knobs(self) -> Mapping[str, Knob]:
        """What it can be told; the first knob is the one of its own flag."""
        others = (Twin, Switch, Drawn, Seed, Partner)
        return {name: one for name, one in self.parameters.items() if not isinstance(one, others)}

    @cached_property
    def twins(self) -> Mapping[str, Twin]:
        return self.only(Twin)

    @cached_property
    def switches(self) -> Mapping[str, str]:
        """The flag of everything that can be switched on, by name."""
        twins = {twin.switch: f"{self.flag}-{twin.switch}" for twin in self.twins.values()}
        return twins | {
            name: switch.flag or f"{self.flag}-{name.replace('_', '-')}"
            for name, switch in self.only(Switch).items()
        }

    def switch_help(self, name: str) -> str:
        """Say what a switch does."""
        helps = {twin.switch: twin.help for twin in self.twins.values()}
        return (helps | {name: one.help for name, one in self.only(Switch).items()})[name]

    def only(self, kind: type[Found]) -> Mapping[str, Found]:
        """Return the parameters of one kind."""
        return {name: one for name, one in self.parameters.items() if isinstance(one, kind)}

    @property
    def flag(self) -> str:
        """The flag of its first knob, or the one that turns it on."""
        return "--" + self.name.replace("_", "-")

    def knob_flag(self, knob: str) -> str:
        """The flag of a knob: the first knob's is the transform's own."""
        first = [knob] == list(self.knobs)[:1]
        return self.flag if first else f"{self.flag}-{knob.replace('_', '-')}"

    @property
    def summary(self) -> str:
        """What it does, in one line."""
        return self.text.partition("\n")[0]

    @property
    def text(self) -> str:
        """All that its file says of it: the summary, and paragraphs on when it helps."""
        return inspect.getdoc(self.function) or ""

    def caption(self, field: str, number: Any) -> str:
        """Return a value of a recipe as the few characters under a picture, if it is worth any."""
        one = self.parameters.get(field)
        if isinstance(one, Drawn | Seed | Switch | Partner):
            return ""
        # A length's field is named after its unit; a twin reads like the knob it is drawn from.
        knob = self.knobs.get(one.of if isinstance(one, Twin) else field)
        return (knob or next(iter(self.knobs.values()))).caption(number, field)

    def effect(
        self,
        fields: Mapping[str, Any],
        frame: Frame,
        lend: Callable[[str], Image] | None = None,
    ) -> Effect:
        """Make the effect of drawn values, as a recipe keeps them, on a frame.

        ``lend`` gives the picture of a partner by its name.
        """
        arguments = {name: read(fields) for name, read in self._readers}
        for name in self.partners:
            arguments[name] = [lend(each) for each in fields[name]] if lend else []
        return self.function(*([frame] if self.needs_frame else []), **arguments)

    @cached_property
    def _readers(self) -> list[tuple[str, Callable[[Mapping[str, Any]], Any]]]:
        """What makes each argument of the fields of a recipe, partners aside."""
        readers: list[tuple[str, Callable[[Mapping[str, Any]], Any]]] = []
        for name, one in self.parameters.items():
            match one:
                case Partner():
                    continue
                case Twin():
                    readers.append((name, self.knobs[one.of].reader(name)))
                case Switch():
                    readers.append((name, partial(_is_on, name)))
                case Drawn() | Seed():
                    readers.append((name, itemgetter(name)))
                case _:
                    readers.append((name, one.reader(name)))
        return readers

    @cached_property
    def partners(self) -> Mapping[str, Partner]:
        return self.only(Partner)

    def __reduce__(self) -> tuple[Callable[[str], Transform], tuple[str]]:
        """Go to another process by name: there it is looked up, and keeps its identity."""
        return get, (self.name,)


def _is_on(switch: str, fields: Mapping[str, Any]) -> bool:
    return bool(fields.get(switch, False))


_found: dict[str, Transform] = {}


def transform(
    *, group: Group, place: int, chance: float = 1.0, classic: bool = False
) -> Callable[[AnyTransform], AnyTransform]:
    """Declare a function as a transform, at a :class:`Declaration`.

    Its keyword parameters are its knobs and what else is annotated; a positional one gets the
    Frame.
    """
    where = Declaration(group=group, place=place, chance=chance, classic=classic)

    def declare(function: AnyTransform) -> AnyTransform:
        _found[function.__name__] = _read(function, where)
        return function

    return declare


def _read(function: Callable[..., Effect], where: Declaration) -> Transform:
    hints = get_type_hints(function, include_extras=True)
    hints.pop("return")
    notes: dict[str, Parameter] = {
        name: hint.__metadata__[0] for name, hint in hints.items() if hasattr(hint, "__metadata__")
    }
    return Transform(function.__name__, function, where, notes, len(notes) < len(hints))


@cache
def catalogue() -> Mapping[str, Transform]:
    """Find every transform of the package ``augcli.transforms``, in the order of the flags."""
    package = importlib.import_module("augcli.transforms")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    ordered = sorted(
        _found.values(), key=lambda found: (GROUPS.index(found.group), found.where.place)
    )
    return {found.name: found for found in ordered}


def get(name: str) -> Transform:
    """Return the transform of a name, loading no other. Raises KeyError if there is none."""
    module = f"augcli.transforms.{name}"
    if name not in _found and str(name).isidentifier() and find_spec(module):
        importlib.import_module(module)
    return _found[name]


def find(typed: str) -> Transform:
    """Return the transform of a name, typed with ``-`` or ``_``.

    Raises:
        UsageProblem: there is none; it says which names are near.
    """
    name = typed.replace("-", "_").lower()
    if name not in catalogue():
        from difflib import get_close_matches  # for mistakes alone

        close = get_close_matches(name, catalogue(), n=3, cutoff=0.7)
        holding = [other for other in catalogue() if name and name in other]
        near = [found.replace("_", "-") for found in dict.fromkeys([*close, *holding])][:3]
        meant = f"did you mean {' or '.join(near)}? " if near else ""
        raise UsageProblem(
            f"no transform is named {typed!r}", f"{meant}augcli transforms lists them"
        )
    return catalogue()[name]
