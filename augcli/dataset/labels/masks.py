"""Read segmentation masks, and move them as a copy was moved, without blending levels."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

from augcli.catalogue.effects import IDENTITY, Field, Homography
from augcli.errors import SourceProblem
from augcli.imaging.codec.formats import ALL_ENDINGS, FORMATS
from augcli.imaging.image import Frame, Image
from augcli.imaging.lazy import np
from augcli.imaging.resampling import Resampling
from augcli.pipeline.canvas import Canvas, Fit
from augcli.pipeline.groups import Blend
from augcli.pipeline.partners import partner_fields
from augcli.pipeline.render import effects_of, fuse
from augcli.pipeline.steps import Recipe
from augcli.storage.limits import Limits
from augcli.storage.names import canonical, locate
from augcli.storage.read import read_file

NEAREST = Resampling("nearest", "constant")


@dataclass(frozen=True)
class Palette:
    """The palette of a picture as Pillow keeps it: colours, and which are transparent."""

    colours: list[int]
    transparency: bytes | int | None


@dataclass(frozen=True)
class Mask:
    """A mask. If it has a ``palette``, its levels are indices into it."""

    image: Image
    palette: Palette | None = None

    def moved(self, recipe: Recipe, size: Frame | None, fit: Fit) -> Mask:
        """Return the mask of a copy: moved by the geometry of its recipe, 0 beyond the edges.

        Other steps are left out: colours and noise move nothing, and erased objects are still
        there. ``size`` and ``fit`` are those of the copy, as for :class:`Canvas`.

        Raises:
            SourceProblem: the recipe combines several pictures, so that no single mask fits.
        """
        for fired in recipe:
            if fired["transform"] == Blend.key or partner_fields(fired):
                text = f"has no mask: its {fired['transform']} combines several pictures"
                raise SourceProblem("refused", "mixed", text)
        effects, frame = effects_of(recipe, self.image.frame, NEAREST)
        moving = [effect for effect in effects if isinstance(effect, Homography | Field)]
        to_size = Canvas(self.image, size, fit).fit_homography(frame)
        (geometry,) = fuse([Homography(IDENTITY), *moving, *([to_size] if to_size else [])])
        return replace(self, image=geometry.apply(self.image, NEAREST))

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


def find_mask(masks: Path, source: str) -> Path:
    """Return the mask of a source: the file ``masks``, or the one of the same name in that folder.

    Endings may differ.

    Raises:
        SourceProblem: there is no such file, or several.
    """
    if not masks.is_dir():
        return masks
    stem = Path(locate(masks, source)).with_suffix("")
    beside = stem.parent.iterdir() if stem.parent.is_dir() else ()
    found = sorted(
        path
        for path in beside
        if canonical(path.stem) == canonical(stem.name) and path.suffix[1:].lower() in ALL_ENDINGS
    )
    if len(found) == 1:
        return found[0]
    names = ", ".join(path.name for path in found) or "none"
    text = f"needs one mask {stem}.png, but there is {names}"
    raise SourceProblem("bad", "mask", text)
