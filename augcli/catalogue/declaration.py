"""A transform as its file declares it: a function, its place, and the parameters it takes."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from operator import itemgetter
from typing import Any, TypeVar, get_type_hints

from augcli.catalogue.effects import Effect
from augcli.catalogue.knobs import Knob
from augcli.catalogue.order import Group
from augcli.catalogue.parameters import Choice, Drawn, Partner, Seed, Switch, Twin
from augcli.imaging.image import Frame, Image

Parameter = Knob | Twin | Switch | Choice | Drawn | Seed | Partner
Found = TypeVar("Found")
Read = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class Transform:
    """A named operation.

    ``function`` makes the effect. ``after`` is the transform before it in the pipeline of flags,
    empty for the first of its ``group``. ``chance``, 0 to 1, is how often its flag fires by
    default. The flags of a ``classic`` transform are in the short help. ``full_scale`` says that it
    does something else if another level is white: it adds levels, turns them about one, or draws
    in white or gray. Factors, and what follows the picture's own levels, don't. ``short`` is
    another name, as people know it: ``hflip``.
    """

    function: Callable[..., Effect]
    group: Group
    after: str = ""
    chance: float = 1.0
    classic: bool = False
    full_scale: bool = False
    short: str = ""

    @property
    def name(self) -> str:
        """The name in recipes and in code: ``gaussian_blur``."""
        return self.function.__name__

    @property
    def title(self) -> str:
        """The name as people type and read it: ``gaussian-blur``."""
        return self.name.replace("_", "-")

    @property
    def flag(self) -> str:
        """The flag of its first knob, or the one that turns it on."""
        return f"--{self.title}"

    @property
    def summary(self) -> str:
        """The first line of its text."""
        return self.text.partition("\n")[0]

    @property
    def text(self) -> str:
        """The docstring of its function: a summary, then when it helps and when it harms."""
        return inspect.getdoc(self.function) or ""

    @cached_property
    def _hints(self) -> Mapping[str, Any]:
        return get_type_hints(self.function, include_extras=True)

    @property
    def kind(self) -> type[Effect]:
        """The class of its effect."""
        kind: type[Effect] = self._hints["return"]
        return kind

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """All that is drawn or set for it, by the name of the function's parameter."""
        noted = {name: hint for name, hint in self._hints.items() if hasattr(hint, "__metadata__")}
        return {name: hint.__metadata__[0] for name, hint in noted.items()}

    def only(self, kind: type[Found]) -> Mapping[str, Found]:
        """Return the parameters of one kind."""
        return {name: one for name, one in self.parameters.items() if isinstance(one, kind)}

    @cached_property
    def knobs(self) -> Mapping[str, Knob]:
        """The parameters that users set. The first one's value follows the transform's flag."""
        others = (Twin, Switch, Choice, Drawn, Seed, Partner)
        return {name: one for name, one in self.parameters.items() if not isinstance(one, others)}

    @cached_property
    def twins(self) -> Mapping[str, Twin]:
        return self.only(Twin)

    @cached_property
    def choices(self) -> Mapping[str, Choice]:
        return self.only(Choice)

    @cached_property
    def partners(self) -> Mapping[str, Partner]:
        return self.only(Partner)

    @cached_property
    def switches(self) -> Mapping[str, str]:
        """The flags of all switches, by name."""
        twins = {twin.switch: f"{self.flag}-{twin.switch}" for twin in self.twins.values()}
        return twins | {
            name: switch.flag or f"{self.flag}-{name.replace('_', '-')}"
            for name, switch in self.only(Switch).items()
        }

    def clashing(self, on: Collection[str]) -> tuple[str, str] | None:
        """Return two switches of those that are on which can't both be on, if there are such."""
        pairs = ((name, one.excludes) for name, one in self.only(Switch).items())
        return next((pair for pair in pairs if {*pair}.issubset(on)), None)

    def switch_help(self, name: str) -> str:
        """Return the help text of a switch."""
        helps = {twin.switch: twin.help for twin in self.twins.values()}
        return (helps | {name: one.help for name, one in self.only(Switch).items()})[name]

    def knob_flag(self, knob: str) -> str:
        """Return the flag of a knob or a choice. The first knob's is the transform's own."""
        first = [knob] == list(self.knobs)[:1]
        return self.flag if first else f"{self.flag}-{knob.replace('_', '-')}"

    def label(self, field: str) -> str:
        """Return what a caption calls a field of a recipe: ``crop``, ``crop aspect``, ``zoom x``.

        The first knob has the name of the transform alone, unless twins are drawn beside it.
        """
        first = next(iter(self.knobs), field)
        # A length's field is named after its unit; it is that of the first knob.
        is_first = field == first or field not in self.parameters
        if (is_first and not self.twins) or isinstance(self.parameters.get(field), Drawn):
            return self.title
        return f"{self.title} {(first if is_first else field).replace('_', ' ')}"

    def caption(self, field: str, number: Any) -> str:
        """Return a field of a recipe in a few words for a caption, or "" to leave it out."""
        one = self.parameters.get(field)
        match one:
            case Seed() | Switch() | Partner():
                return ""
            case Drawn():
                return one.caption(number)
            case Choice():
                return str(number)
        # A length's field is named after its unit; a twin reads like the knob it is drawn from.
        knob = self.knobs.get(one.of if isinstance(one, Twin) else field)
        return (knob or next(iter(self.knobs.values()))).caption(number, field)

    def effect(
        self,
        fields: Mapping[str, Any],
        frame: Frame,
        lend: Callable[[str], Image] | None = None,
    ) -> Effect:
        """Return the effect of a step of a recipe on a picture of the size of ``frame``.

        ``lend`` returns the picture of a partner by its name.
        """
        arguments = self._arguments(fields)
        is_neutral = self._changes_nothing(arguments)
        for name in self.partners:
            arguments[name] = [lend(each) for each in fields[name]] if lend else []
        function = self.function
        effect = function(frame, **arguments) if self._takes_frame else function(**arguments)
        return effect.neutral() if is_neutral else effect

    def is_neutral(self, fields: Mapping[str, Any]) -> bool:
        """Return True if a step of a recipe changes nothing, whatever its other values are."""
        return self._changes_nothing(self._arguments(fields))

    def _arguments(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {name: read(fields) for name, read in self._readers}

    def _changes_nothing(self, arguments: Mapping[str, Any]) -> bool:
        for name, knob in self._deciding:
            if not knob.is_neutral(arguments[name]):
                return False
        return bool(self._deciding)

    @cached_property
    def _takes_frame(self) -> bool:
        return Frame in self._hints.values()

    @cached_property
    def _deciding(self) -> list[tuple[str, Knob]]:
        """The arguments that decide whether anything changes: the first knob's and its twins'."""
        return [
            (name, knob)
            for first, knob in list(self.knobs.items())[:1]
            for name in (first, *(twin for twin, one in self.twins.items() if one.of == first))
        ]

    @cached_property
    def _readers(self) -> list[tuple[str, Read]]:
        """The functions that make each argument from the fields of a recipe, but for partners."""
        readers: list[tuple[str, Read]] = []
        for name, one in self.parameters.items():
            match one:
                case Partner():
                    continue
                case Twin():
                    readers.append((name, self.knobs[one.of].reader(name)))
                case Switch():
                    readers.append((name, partial(_is_on, name)))
                case Choice():
                    readers.append((name, partial(_chosen, name, one)))
                case Drawn() | Seed():
                    readers.append((name, itemgetter(name)))
                case _:
                    readers.append((name, one.reader(name)))
        return readers


def _is_on(switch: str, fields: Mapping[str, Any]) -> bool:
    return bool(fields.get(switch, False))


def _chosen(name: str, choice: Choice, fields: Mapping[str, Any]) -> str:
    return choice.check(fields.get(name, choice.default))
