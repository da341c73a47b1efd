"""List the cases of the golden list: what is rendered, and the hash of it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product

from PIL import Image as PillowImage

from augcli.catalogue import Transform, catalogue
from augcli.catalogue.knobs import Real
from augcli.catalogue.parameters import Switch
from augcli.catalogue.ranges import Interval
from augcli.config.presets import load, presets
from augcli.imaging.image import Frame, Image, Mode
from augcli.imaging.resampling import FILL_MODES, INTERPOLATIONS, Resampling
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.copy_maker import CopyMaker, Output
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import POLICIES, policy
from augcli.pipeline.render import render
from augcli.pipeline.steps import Recipe, Step
from tools.golden.pictures import picture

Case = tuple[str, str, Callable[[], str]]

FORMATS: tuple[tuple[Mode, int], ...] = (
    *(("L", 8), ("LA", 8), ("RGB", 8), ("RGBX", 8), ("RGBA", 8)),
    *(("L", 16), ("LA", 16), ("RGB", 16), ("RGBA", 16)),
)
_SMALL = Frame(89, 61)
_LARGE = Frame(310, 227)  # large tones are applied by another path than small ones
_MOVED: Recipe = [
    {"transform": "rotation", "degrees": 23.7},
    {"transform": "zoom", "x": 0.81, "y": 0.93},
]
_FILES = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "bmp": "BMP", "tif": "TIFF"}


def cases() -> Iterator[Case]:
    """Yield each case: its group, its name, and a function that renders it and returns a hash."""
    for transform in catalogue().values():
        own = _switches(transform)
        for mode, depth in FORMATS:
            yield (
                transform.name,
                f"{mode} {depth}",
                partial(_transformed, transform, mode, depth, own),
            )
        for name in transform.switches.keys() - own:
            for mode, depth in FORMATS:
                case = partial(_transformed, transform, mode, depth, frozenset({name}))
                yield f"{transform.name} {name}", f"{mode} {depth}", case
    for how in product(INTERPOLATIONS, FILL_MODES):
        yield "resampling", " ".join(how), partial(_resampled, Resampling(*how, (90.0,)))
    for name in POLICIES:
        yield "policy", name, partial(_made, Pipeline((policy(name),)), "png")
    for name in presets():
        yield "preset", name, partial(_made, load(name).pipeline, "png")
    for ending in _FILES:
        yield "file", ending, partial(_made, load("natural").pipeline, ending)


def _switches(transform: Transform) -> frozenset[str]:
    """Return the switches of a transform that can be on together."""
    excluding = {name for name, one in transform.only(Switch).items() if one.excludes}
    return frozenset(transform.switches) - excluding


def _transformed(transform: Transform, mode: Mode, depth: int, on: frozenset[str]) -> str:
    """Render a transform with values of its default range and of all that it takes.

    Each is rendered without switches, and with those that are ``on``.
    """
    sizes = (_SMALL, _LARGE) if (mode, depth) == ("RGBX", 8) else (_SMALL,)
    resampling = Resampling(fill_value=(90.0,))
    return _hash(
        render(Canvas(picture(mode, depth, size)), recipe, resampling, _lend).pixels.tobytes()
        for size, recipe in product(sizes, _recipes(transform, on))
    )


def _recipes(transform: Transform, on: frozenset[str]) -> list[Recipe]:
    widest = {
        name: Interval(knob.low, knob.high)
        for name, knob in transform.knobs.items()
        if isinstance(knob, Real)
    }
    switched = (frozenset[str](), on)
    steps = [Step(transform, *how) for how in product(({}, widest), dict.fromkeys(switched))]
    recipes = [recipe for step in steps for recipe in Pipeline((step,)).draw(0, "golden", 2)]
    for (fired,), (field, partner) in product(recipes, transform.partners.items()):
        names = [int(place * len(FORMATS)) + n for n, place in enumerate(fired[field])]
        fired[field] = [str(name % len(FORMATS)) for name in names[: partner.count]]
    return recipes


def _lend(name: str) -> Image:
    """Return a partner by its name, a number: each has another mode or depth, and size."""
    number = int(name)
    return picture(*FORMATS[number], Frame(40 + 11 * number, 120 - 9 * number))


def _resampled(how: Resampling) -> str:
    # In opaque bytes, OpenCV interpolates bicubically by another arithmetic on ARM.
    formats = [
        (mode, depth)
        for mode, depth in FORMATS
        if how.interpolation != "bicubic" or depth == 16 or mode in ("LA", "RGBA")
    ]
    return _hash(
        render(Canvas(picture(mode, depth, _SMALL), size), _MOVED, how).pixels.tobytes()
        for (mode, depth), size in product(formats, (None, Frame(37, 20)))
    )


def _made(pipeline: Pipeline, ending: str) -> str:
    """Make the files of copies, at their own size and at another."""
    outputs = (Output(), Output(size=Frame(96, 64), fit="cover"))
    makers = [CopyMaker(pipeline, output=output) for output in outputs]
    shown = PillowImage.fromarray(picture("RGB", 8, _LARGE).pixels)
    stream = io.BytesIO()
    shown.save(stream, _FILES[ending])
    opened = [(maker, maker.open(stream.getvalue(), ending)) for maker in makers]
    return _hash(
        made.data
        for maker, source in opened
        for made in maker.make(source, list(maker.draw("golden", range(1, 5)).values()))
    )


def _hash(pieces: Iterable[bytes]) -> str:
    """Return a hash of ten digits: enough to notice a change, short enough for a long list."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()[:10]
