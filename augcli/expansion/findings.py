"""What people are told of the copies of one source."""

from __future__ import annotations

from dataclasses import dataclass

from augcli.expansion.clipping import Clipped
from augcli.expansion.output.settings import Settings
from augcli.imaging.depth_range import is_narrow
from augcli.imaging.image import Frame, Image
from augcli.pipeline.copy_maker import Output
from augcli.pipeline.data_range import steps_on_full_scale
from augcli.pipeline.quality import Rejected

_SEEN = 1.1  # times another aspect


@dataclass(frozen=True)
class Findings:
    """What is worth telling of a source and its copies.

    ``changes`` names what the copies could not keep of the source; ``rejected`` has an entry for
    each copy whose first draw was rejected; ``repeated`` counts the copies that are the same as an
    earlier copy; ``clipped`` has an entry for each that is mostly black or white now; ``narrow``
    says that a 16-bit source uses a small part of a full scale that matters, ``stretched`` that
    --size changes the aspect of the source by more than a tenth.
    """

    changes: tuple[str, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    repeated: int = 0
    clipped: tuple[Clipped, ...] = ()
    narrow: bool = False
    stretched: bool = False


def is_stretched(frame: Frame, output: Output) -> bool:
    """Return True if a size changes the aspect of a picture so much that people see it."""
    if output.size is None or output.fit != "stretch":
        return False
    change = (frame.width * output.size.height) / (frame.height * output.size.width)
    return not 1 / _SEEN < change < _SEEN


def wastes_full_scale(image: Image, settings: Settings) -> bool:
    """Return True if a 16-bit source uses less than a quarter of a full scale that matters."""
    if image.depth == 8 or settings.depth_range != "full":
        return False
    filled = settings.resampling.fill_mode == "constant" and any(settings.resampling.fill_value)
    return is_narrow(image) and (
        filled or any(steps_on_full_scale(one.steps()) for one in settings.pipelines)
    )
