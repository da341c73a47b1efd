"""The public Pipeline: draw recipes by name, and apply them to arrays and PIL images."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar, overload

from augcli.loaders import makers
from augcli.loaders.masks import move_mask
from augcli.loaders.options import whole, with_options
from augcli.loaders.pictures import PictureT, open_picture
from augcli.loaders.recipe import Recipe
from augcli.loaders.render import render_batch, render_copy
from augcli.pipeline.copy_maker import CopyMaker
from augcli.pipeline.steps import AppliedStep

MaskT = TypeVar("MaskT")


@dataclass(frozen=True, repr=False)
class Pipeline:
    """Steps in order, how to sample, the size of the copies, and a seed.

    Make one by :meth:`from_flags`, :meth:`from_toml`, :meth:`preset` or :meth:`from_transforms`.
    Pipelines are frozen, compare by value, can be pickled, and serve any number of threads.
    """

    maker: CopyMaker

    @classmethod
    def from_flags(cls, flags: str | Sequence[str]) -> Self:
        """Return the pipeline that flags of ``augcli preview`` and ``expand`` stand for.

        ``flags`` is one line, split as a shell does, or a list of words. Beside the flags of
        transforms there are ``--preset``, ``--config``, ``--policy``, ``--chance``,
        ``--fill-mode``, ``--fill-value``, ``--interpolation``, ``--depth-range``, ``--size``,
        ``--fit`` and ``--seed``. Without a transform it is the preset ``natural``.

        Example:
            >>> augcli.Pipeline.from_flags("--rotation 20 --horizontal-flip")
            Pipeline.from_flags("--rotation 20 --horizontal-flip")

        Raises:
            ValueError: there is no such flag, or a value breaks its rule.
            UsageProblem: the file of ``--config`` can't be read as a pipeline.
        """
        return cls(makers.of_flags(flags))

    @classmethod
    def from_toml(cls, path: str | os.PathLike[str]) -> Self:
        """Return the pipeline of a file, as ``--config`` takes it.

        It may be the file of a whole job, written by ``--save-config``: ``size``, ``fit``, the seed
        and what single classes have of their own count, and where it reads and writes does not.

        Example:
            >>> pathlib.Path("augment.toml").write_text('size = 64\\npreset = "digits"')
            27
            >>> pipeline = augcli.Pipeline.from_toml("augment.toml")
            >>> pipeline == augcli.Pipeline.preset("digits").replace(size=64)
            True

        Raises:
            UsageProblem: there is no such file, or it breaks a rule. The message has the line.
            EnvironmentFailure: there is no permission to read it, or the disk is broken.
        """
        return cls(makers.of_file(Path(path)))

    @classmethod
    def preset(cls, name: str) -> Self:
        """Return a pipeline made for one kind of pictures, such as ``natural`` or ``digits``.

        Example:
            >>> augcli.Pipeline.preset("natural").draw("hat/a.jpg", 1)[0][0]["transform"]
            'rotation'

        Raises:
            ValueError: there is no such preset; the message lists them.
        """
        return cls(makers.of_preset(name))

    @classmethod
    def from_transforms(cls, transforms: Iterable[Any], **options: Any) -> Self:
        """Return a pipeline of transforms, in the order in which they run.

        A transform is a name; a name and a value for its range, which is a number, a pair or a
        text as on the command line; or a name and a dict of its parameters, which may have
        ``chance``. ``("one_of", [...])``, ``("all_of", [...])`` and ``("policy", name)`` are groups
        of them, and a dict is a ``[[step]]`` as a pipeline file has it. Without transforms,
        pictures are only brought to size. ``options`` are those of :meth:`replace`.

        Example:
            >>> steps = [("rotation", 20), ("zoom", (0.8, 1.0)), ("horizontal_flip", {"chance": 1})]
            >>> pipeline = augcli.Pipeline.from_transforms(steps, fill_mode="reflect")
            >>> [step["transform"] for step in pipeline.draw("hat/a.jpg", 1)[0]]
            ['rotation', 'zoom', 'horizontal_flip']

        Raises:
            ValueError: a transform or an option breaks a rule; the message names its place.
        """
        return cls(makers.of_transforms(transforms)).replace(**options)

    def replace(self, **options: Any) -> Self:
        """Return the same steps with other options.

        ``size`` is the size of the copies in pixels: N for NxN, (width, height), or None for that
        of the picture. ``fit`` is ``stretch``, ``cover`` or ``contain``. ``fill_mode`` is
        ``nearest``, ``reflect``, ``wrap`` or ``constant``; ``fill_value`` a level 0..255, a colour
        (R, G, B) or (R, G, B, A), or its name. ``interpolation`` is ``nearest``, ``bilinear``,
        ``bicubic`` or ``lanczos``. ``depth_range`` says what white is in 16-bit pictures. ``seed``
        is a whole number from 0.

        Example:
            >>> augcli.Pipeline.from_flags("--rotation 20").replace(size=64, fit="cover")
            Pipeline.from_flags("--rotation 20 --size 64x64 --fit cover")

        Raises:
            TypeError: there is no such option.
            ValueError: a value can't be; the message names the option and the value.
        """
        return type(self)(with_options(self.maker, options))

    def draw(
        self, key: str, copies: int | Sequence[int] = 1, seed: int | None = None
    ) -> list[Recipe]:
        """Return the recipes of copies 1 to ``copies``, or of the numbers in a sequence.

        ``key`` is the name of the picture. For the same as ``augcli expand`` it is the path below
        DATA, with ``/``. ``seed`` is that of the pipeline unless given. No pixel is looked at: the
        seed, the key and the number of the copy decide alone.

        Example:
            >>> recipes = augcli.Pipeline.from_flags("--rotation 20").draw("hat/a.jpg", copies=3)
            >>> [round(step["degrees"], 1) for (step,) in recipes]
            [11.2, 1.3, -12.6]

        Raises:
            TypeError: ``key`` is no text.
            ValueError: a number can't be, or the pipeline mixes with other pictures of a dataset.
        """
        if isinstance(copies, Iterable):
            wanted = [whole("copies", number, 1) for number in copies]
        else:
            wanted = list(range(1, whole("copies", copies, 0) + 1))
        seed = self.maker.seed if seed is None else whole("seed", seed, 0)
        drawn = makers.steps_of(self.maker, _checked_key(key)).draw_some(seed, key, wanted)
        return [Recipe(drawn[number]) for number in wanted]

    @overload
    def apply(self, recipe: Sequence[AppliedStep], image: PictureT) -> PictureT: ...
    @overload
    def apply(self, recipe: Sequence[AppliedStep], *, mask: MaskT, mask_fill: int = 0) -> MaskT: ...
    @overload
    def apply(
        self, recipe: Sequence[AppliedStep], image: PictureT, *, mask: MaskT, mask_fill: int = 0
    ) -> tuple[PictureT, MaskT]: ...
    def apply(
        self,
        recipe: Sequence[AppliedStep],
        image: Any = None,
        *,
        mask: Any = None,
        mask_fill: int = 0,
    ) -> Any:
        """Return a copy of a picture by a recipe, of its mask, or of both as (picture, mask).

        ``recipe`` comes from :meth:`draw`, or is ``recipe`` in a line of a manifest. ``image`` is
        what a call of the pipeline takes. ``mask`` is an array HxW or HxWxC of bools or whole
        numbers 0..65535, or a PIL image. It is moved by the geometry alone, to the nearest level;
        ``mask_fill`` is its level beyond the edges.

        Example:
            >>> pipeline = augcli.Pipeline.from_flags("--rotation 20 --brightness 0.3")
            >>> (recipe,) = pipeline.draw("hat/a.jpg", 1)
            >>> image, mask = np.full((40, 60, 3), 200, np.uint8), np.ones((40, 60), np.uint8)
            >>> moved, moved_mask = pipeline.apply(recipe, image, mask=mask)
            >>> moved.shape, moved_mask.shape, np.unique(moved_mask).tolist()
            ((40, 60, 3), (40, 60), [0, 1])

        Raises:
            TypeError: neither is given, or one is neither an array nor a PIL image.
            ValueError: a shape, dtype, range or mode can't be, or the recipe can't be applied.
        """
        checked = Recipe.of(recipe)
        if image is None and mask is None:
            raise TypeError("apply needs an image, a mask, or both")
        opened = None if image is None else open_picture(image)
        moved = None
        if mask is not None:
            frame = opened.image.frame if opened else None
            fill = whole("mask_fill", mask_fill, 0)
            moved = move_mask(mask, checked, self.maker.output, fill, frame)
        if opened is None:
            return moved
        made = render_copy(self.maker, opened, checked)
        return made if mask is None else (made, moved)

    def __call__(
        self, image: Any, key: str | Sequence[str], copy: int = 1, seed: int | None = None
    ) -> Any:
        """Return one copy of a picture, or of each picture of a batch.

        ``image`` is an array HxW, HxWx1 (gray), HxWx2 (gray and alpha), HxWx3 (RGB) or HxWx4
        (RGBA) of uint8 0..255, uint16 0..65535 or floats 0..1, or a PIL image of mode 1, L, LA,
        RGB, RGBA, I;16 or P. The copy has the same shape, dtype and mode, unless the pipeline has
        a size or turns or enlarges the frame; P comes back as RGB or RGBA. Floats are rendered in
        steps of 1/65535. A batch is an array NxHxWxC, and then ``key`` is a sequence of N keys: one
        for all would draw the same for all.

        Copy ``copy`` of the picture that ``key`` names has the pixels that ``augcli expand
        --format png`` writes for it.

        Example:
            >>> pipeline = augcli.Pipeline.from_flags("--rotation 20 --horizontal-flip")
            >>> image = np.zeros((120, 160, 3), np.uint8)
            >>> pipeline(image, key="hat/a.jpg", copy=3).shape
            (120, 160, 3)
            >>> pipeline(np.stack([image, image]), key=["hat/a.jpg", "hat/b.jpg"]).shape
            (2, 120, 160, 3)

        Raises:
            TypeError: the picture is neither an array nor a PIL image, or a key is no text.
            ValueError: a shape, dtype, range, mode or number can't be; floats in 0..255 are told.
        """
        if getattr(image, "ndim", 0) == 4:
            return render_batch(image, key, lambda one, name: self(one, name, copy, seed))
        (recipe,) = self.draw(key, (copy,), seed)  # type: ignore[arg-type]  # draw checks the key
        return render_copy(self.maker, open_picture(image), recipe)

    def __repr__(self) -> str:
        return makers.described(self.maker)


def _checked_key(key: object) -> str:
    if not isinstance(key, str):
        kind = type(key).__name__
        raise TypeError(f"key must be the name of the picture, such as 'hat/a.jpg', not {kind}")
    return key
