"""Write groups, policies and sampling as layers of Keras 3."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.imaging.resampling import Resampling
from augcli.interop.exporters.source import Call, Node, NotExpressed, simple
from augcli.pipeline.groups import SomeOf

_CERTAIN = "Keras 3 always runs its layers"


class Keras3Groups:
    """Groups of steps and policies; see :class:`augcli.interop.exporters.library.Groups`."""

    nothing = Call("layers.Identity", {})

    def all_of(self, members: Sequence[Node], chance: float) -> Call:
        check_certain(chance)
        return Call("layers.Pipeline", {}, members) if members else self.nothing

    def some_of(self, members: Sequence[Call], group: SomeOf) -> Call:  # noqa: ARG002, other libraries need it
        raise NotExpressed(f"{_CERTAIN} and can't choose among them")

    def policy(self, name: str, how: Resampling) -> Call | None:  # noqa: ARG002, other libraries need it
        remark = ("Its operations and strengths are Keras' own.",)
        match name:
            case "randaugment":
                return Call("layers.RandAugment", {"num_ops": 2, "factor": 0.9}, remarks=remark)
            case "augmix":
                return Call(
                    "layers.AugMix",
                    {"num_chains": 3, "factor": 0.3, "all_ops": False},
                    remarks=remark,
                )
            case _:
                return None


def check_certain(chance: float) -> None:
    """Raise NotExpressed if a chance isn't 1: most layers have no chance."""
    if chance != 1:
        raise NotExpressed(f"{_CERTAIN}, not with a chance of {chance:g}")


def sampling(how: Resampling) -> dict[str, object]:
    """Return the arguments for interpolation and fill. Raises NotExpressed."""
    if how.interpolation not in ("nearest", "bilinear"):
        raise NotExpressed(f"Keras 3 has no {how.interpolation} interpolation")
    arguments: dict[str, object] = {
        "fill_mode": how.fill_mode,
        "interpolation": how.interpolation,
    }
    if how.fill_mode == "constant":
        if len(set(how.fill_value[:3])) > 1:
            raise NotExpressed("Keras 3 fills with gray only")
        arguments["fill_value"] = simple(how.fill_value[0])
    return arguments
