"""Write groups, chances and sampling as calls of torchvision."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.imaging.resampling import Resampling
from augcli.interop.exporters.source import Call, Node, NotExpressed, Raw, simple
from augcli.pipeline.groups import SomeOf

_POLICIES: dict[str, tuple[str, dict[str, object]]] = {
    "randaugment": ("RandAugment", {"num_ops": 2, "magnitude": 27}),
    "trivialaugment": ("TrivialAugmentWide", {}),
    "autoaugment-imagenet": ("AutoAugment", {"policy": Raw("v2.AutoAugmentPolicy.IMAGENET")}),
    "autoaugment-cifar": ("AutoAugment", {"policy": Raw("v2.AutoAugmentPolicy.CIFAR10")}),
    "augmix": ("AugMix", {"severity": 3, "mixture_width": 3, "all_ops": False}),
}


class TorchvisionGroups:
    """Groups of steps and policies; see :class:`augcli.interop.exporters.library.Groups`."""

    nothing = Call("v2.Identity", {})

    def all_of(self, members: Sequence[Node], chance: float) -> Call:
        if not members:
            return self.nothing
        return Call("v2.Compose", {}, members) if chance == 1 else with_chance(members, chance)

    def some_of(self, members: Sequence[Call], group: SomeOf) -> Call:
        made = Call("v2.RandomChoice", {}, members)
        if (group.least, group.most) != (1, 1):
            if not group.replace or group.least != group.most:
                raise NotExpressed("torchvision can choose one of several, not some of them")
            made = Call("v2.Compose", {}, [made], f"for _ in range({group.least})")
        return made if group.chance == 1 else with_chance([made], group.chance)

    def policy(self, name: str, how: Resampling) -> Call | None:
        made, arguments = _POLICIES[name]
        remark = "Its strengths are torchvision's own."
        return Call(f"v2.{made}", {**arguments, **sampling(how)}, remarks=(remark,))


def with_chance(members: Sequence[Node], chance: float) -> Call:
    """Return the call that runs transforms together, or none of them."""
    return Call("v2.RandomApply", {"p": float(chance)}, members)


def sampling(how: Resampling) -> dict[str, object]:
    """Return the arguments for interpolation and fill. Raises NotExpressed."""
    if how.interpolation == "lanczos":
        raise NotExpressed("torchvision has no lanczos for geometry")
    arguments: dict[str, object] = {
        "interpolation": Raw(f"v2.InterpolationMode.{how.interpolation.upper()}")
    }
    levels = tuple(map(simple, how.fill_value[:3])) if how.fill_mode == "constant" else (0,)
    return arguments | {"fill": levels[0] if len(levels) == 1 else levels}
