"""Write groups and sampling as calls of Albumentations 2."""

from __future__ import annotations

from collections.abc import Sequence

from augcli.imaging.resampling import Resampling
from augcli.interop.exporters.source import Call, Node, Raw, simple
from augcli.pipeline.groups import SomeOf

_BORDERS = {
    "nearest": "cv2.BORDER_REPLICATE",
    "reflect": "cv2.BORDER_REFLECT",
    "wrap": "cv2.BORDER_WRAP",
    "constant": "cv2.BORDER_CONSTANT",
}
_INTERPOLATIONS = {
    "nearest": "cv2.INTER_NEAREST",
    "bilinear": "cv2.INTER_LINEAR",
    "bicubic": "cv2.INTER_CUBIC",
    "lanczos": "cv2.INTER_LANCZOS4",
}


class AlbumentationsGroups:
    """See :class:`augcli.interop.exporters.library.Groups`."""

    nothing = Call("A.NoOp", {"p": 1.0})

    def all_of(self, members: Sequence[Node], chance: float) -> Call:
        if not members:
            return self.nothing
        return Call("A.Sequential", {"p": float(chance)}, members)

    def some_of(self, members: Sequence[Call], group: SomeOf) -> Call:
        chance = {"p": float(group.chance)}
        if (group.least, group.most) == (1, 1) and all(_is_certain(one) for one in members):
            return Call("A.OneOf", chance, members)
        how = {"replace": True} if group.replace else {}
        if group.least == group.most:
            return Call("A.SomeOf", {"n": group.least, **how, **chance}, members)
        few = Call("A.SomeOf", {"n": Raw("count"), **how, "p": 1.0}, members)
        return Call(
            "A.OneOf", chance, [few], f"for count in range({group.least}, {group.most + 1})"
        )

    def policy(self, name: str, how: Resampling) -> Call | None:  # noqa: ARG002, other libraries need it
        return None


def _is_certain(member: Call) -> bool:
    # OneOf runs what it picks, and takes the chances of its members for weights.
    return member.arguments.get("p") == 1


def sampling(how: Resampling) -> dict[str, object]:
    """Return the arguments for interpolation and fill."""
    arguments: dict[str, object] = {
        "interpolation": Raw(_INTERPOLATIONS[how.interpolation]),
        "border_mode": Raw(_BORDERS[how.fill_mode]),
    }
    levels = tuple(map(simple, how.fill_value[:3]))
    fill = {"fill": levels[0] if len(levels) == 1 else levels}
    return arguments | (fill if how.fill_mode == "constant" else {})
