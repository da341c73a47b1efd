"""Read segmentation masks, and move them as a copy was moved, without blending levels."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

from augcli.catalogue.effects import IDENTITY, Field, Homography
from augcli.errors import SourceProblem
from augcli.imaging.codec.formats import FORMATS
from augcli.imaging.image import Frame, Image
from augcli.imaging.lazy import np
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas, Fit
from augcli.pipeline.groups import Blend
from augcli.pipeline.partners import partner_fields
from augcli.pipeline.render import effects_of, fuse
from augcli.pipeline.steps import Recipe
from augcli.storage.limits import Limits
from augcli.storage.read import read_file

NEAREST = Resampling("nearest", "constant")


@dataclass(frozen=True)
class Palette:
    """The palette of a picture as Pillow keeps it: colours, and which are transparent."""

    colours: list[int]
    transparency: bytes | int | None

    def with_colour(self, index: int) -> Palette:
        """Return a palette that has a colour at an index: white, if it had none there."""
        missing = index + 1 - len(self.colours) // 3
        return self if missing <= 0 else replace(self, colours=self.colours + [255] * 3 * missing)


@dataclass(frozen=True)
class Mask:
    """A mask. If it has a ``palette``, its levels are indices into it."""

    image: Image
    palette: Palette | None = None

    def moved(self, recipe: Recipe, size: Frame | None, fit: Fit, fill: int = 0) -> Mask:
        """Return the mask of a copy: moved by the geometry of its recipe.

        Other steps are left out: colours and noise move nothing, and erased objects are still
        there. ``size`` and ``fit`` are those of the copy, as for :class:`Canvas`. Beyond the edges
        every channel has the level ``fill``; for a palette it is an index.

        Raises:
            SourceProblem: the recipe combines several pictures, so that no single mask fits; or the
                mask has no level ``fill``.
        """
        if fill > self.image.top:
            text = f"has a mask of levels 0 to {self.image.top}: there is no {fill} to fill with"
            raise SourceProblem("refused", "mask", text)
        for fired in recipe:
            if fired["transform"] == Blend.key or partner_fields(fired):
                text = f"has no mask: its {fired['transform']} combines several pictures"
                raise SourceProblem("refused", "mixed", text)
        # Resampling counts in 255ths of full scale; rounding gives the whole level again.
        how = replace(NEAREST, fill_value=(fill * 255 / self.image.top,))
        effects, frame = effects_of(recipe, self.image.frame, how)
        moving = [effect for effect in effects if isinstance(effect, Homography | Field)]
        to_size = Canvas(self.image, size, fit).fit_homography(frame)
        (geometry,) = fuse([Homography(IDENTITY), *moving, *([to_size] if to_size else [])])
        palette = self.palette.with_colour(fill) if self.palette else None
        return Mask(geometry.apply(self.image, how), palette)

    def png(self) -> bytes:
        """Return the mask as a PNG, which keeps every level."""
        from PIL import Image as PillowImage

        from augcli.imaging.codec.encode import encode

        if self.palette is None:
            return encode(self.image, FORMATS["png"], 100)
        shown = PillowImage.fromarray(self.image.pixels[..., 0])
        shown.putpalette(self.palette.colours)
        stream = io.BytesIO()
        clear = self.palette.transparency
        shown.save(stream, "PNG", **({} if clear is None else {"transparency": clear}))
        return stream.getvalue()


def open_mask(path: Path, frame: Frame) -> Mask:
    """Read the mask of a picture.

    Raises:
        SourceProblem: it can't be read or decoded, or its size is not ``frame``.
    """
    from augcli.imaging.codec.decode import decode

    try:
        data = read_file(path, Limits.bytes)
        image = decode(data)
    except SourceProblem as problem:
        raise SourceProblem(problem.status, "mask", f"its mask {path} {problem.text}") from problem
    if image.frame != frame:
        sizes = "{}x{} pixels, its source {}x{}".format(*image.frame, *frame)
        raise SourceProblem("refused", "mask", f"its mask {path} has {sizes}")
    return _indices(data) or Mask(image)


def _indices(data: bytes) -> Mask | None:
    """Return the mask of a picture with a palette, which ``decode`` turns into colours."""
    from PIL import Image as PillowImage

    with PillowImage.open(io.BytesIO(data)) as file:
        palette = file.getpalette() if file.mode == "P" else None
        if palette is None:
            return None
        pixels = np.array(file)[..., np.newaxis]
        return Mask(Image(pixels, "L"), Palette(palette, file.info.get("transparency")))
