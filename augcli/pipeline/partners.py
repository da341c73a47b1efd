"""Choose partners: the other pictures that mixing transforms combine with a picture."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from augcli.catalogue.effects import Pixels
from augcli.catalogue.registry import get
from augcli.errors import SourceProblem
from augcli.imaging.image import Image
from augcli.imaging.resampling import Resampling
from augcli.pipeline import rng
from augcli.pipeline.canvas import Canvas
from augcli.pipeline.groups import Blend
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.render import effects_of, frames_of
from augcli.pipeline.steps import AppliedStep, Recipe

_PROBES = 32

_MOST_KEPT = 1 << 26
"""Bytes of decoded pictures that a pool keeps: about 60 photos of 0.25 megapixels."""

IsSound = Callable[[str], bool]
"""Returns whether the source with a name can be read."""


@dataclass(frozen=True)
class HashRing:
    """A hash ring: each source has a place in [0, 1), the hash of its name.

    A drawn number stands for several probes, places too, and selects the source that is nearest to
    one of them. So one file more or less in the dataset changes the partners of few copies: those
    with a probe close to its place. With a single probe, sources between large gaps would be
    selected many times as often as others.
    Source: Appleton and O'Reilly, Multi-probe consistent hashing, 2015.
    """

    places: list[float]
    names: list[str]

    @classmethod
    def of(cls, names: Iterable[str]) -> HashRing:
        """Return the ring of some names."""
        placed = sorted((rng.half_open(rng.stream(("ring", name), 1))[0], name) for name in names)
        return cls([place for place, _ in placed], [name for _, name in placed])

    def after(self, number: float) -> Iterator[str]:
        """Yield every name once, beginning with the one that a number in [0, 1) selects."""
        if not self.names:
            return
        probes = rng.half_open(rng.stream(("probes", str(number)), _PROBES))
        _, first = min(self._nearest(probe) for probe in probes)
        yield from self.names[first:]
        yield from self.names[:first]

    def _nearest(self, probe: float) -> tuple[float, int]:
        """Return how far the nearest source is from a place, and its index."""
        after = bisect(self.places, probe) % len(self.places)
        before = (after or len(self.places)) - 1
        further = (self.places[after] - probe) % 1.0, after
        back = (probe - self.places[before]) % 1.0, before
        return min(further, back)


class Partners:
    """The sources that others may be mixed with: of the same class, or of any with ``across``.

    ``labels`` has the class of every source. Those ``left_out`` can't be read: nobody gets them.
    ``several`` has the labels of sources that have any number of them, and then no class.
    """

    def __init__(
        self,
        labels: Mapping[str, str],
        *,
        across: bool = False,
        left_out: Collection[str] = (),
        several: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._labels = labels
        self._several = several
        self._across = across
        self.left_out = frozenset(left_out)
        members: defaultdict[str, list[str]] = defaultdict(list)
        for name, label in labels.items():
            if name not in left_out:
                members["" if across else label].append(name)
        self._rings = {label: HashRing.of(names) for label, names in members.items()}

    def __contains__(self, name: str) -> bool:
        return name in self._labels and name not in self.left_out

    def without(self, names: Collection[str]) -> Partners:
        """Return the partners that remain without the sources with some names."""
        left_out = self.left_out.union(names)
        return Partners(self._labels, across=self._across, left_out=left_out, several=self._several)

    @property
    def have_several_labels(self) -> bool:
        """True if sources have any number of labels."""
        return self._several is not None

    def labels_of(self, name: str) -> Sequence[str]:
        """Return the labels of a source: its class, or any number of them."""
        return (self._labels[name],) if self._several is None else self._several[name]

    def others(self, source: str, number: float) -> Iterator[str]:
        """Return the possible partners of a source, first the one that a number selects."""
        ring = self._rings.get("" if self._across else self._labels.get(source, ""))
        return (name for name in ring.after(number) if name != source) if ring else iter(())

    def resolve(self, recipe: Recipe, source: str, is_sound: IsSound = lambda _: True) -> Recipe:
        """Return the recipe with names in place of the numbers drawn for partners.

        A partner that is not sound is replaced by the next one. A step without any partner is left
        out.
        """
        done = (self._with_names(fired, source, is_sound) for fired in recipe)
        return [fired for fired in done if fired]

    def _with_names(self, fired: AppliedStep, source: str, is_sound: IsSound) -> AppliedStep | None:
        named = dict(fired)
        for field in partner_fields(fired):
            found: list[str] = []
            for number in fired[field]:
                sound = filter(is_sound, self.others(source, number))
                first = next(sound, None)
                if first is None:
                    return None
                # Distinct partners, unless there are too few.
                found.append(
                    next((name for name in chain([first], sound) if name not in found), first)
                )
            named[field] = found
        return named


class PartnerPool:
    """Finds the partners of recipes, and keeps the pictures that were read last.

    ``read`` returns the picture of a source and the SHA-256 of its file, or raises SourceProblem.
    """

    def __init__(self, partners: Partners, read: Callable[[str], tuple[Image, str]]) -> None:
        self._partners = partners
        self._read = read
        self._kept: dict[str, Image] = {}
        self._bytes = 0
        self._digests: dict[str, str] = {}

    def image(self, name: str) -> Image:
        """Return the picture of a source. Raises SourceProblem."""
        if name in self._kept:
            return self._kept[name]
        image, self._digests[name] = self._read(name)
        self._bytes += image.pixels.nbytes
        while self._kept and self._bytes > _MOST_KEPT:
            oldest = next(iter(self._kept))
            self._bytes -= self._kept.pop(oldest).pixels.nbytes
        self._kept[name] = image
        return image

    def _digest(self, name: str) -> str:
        """Return the SHA-256 of the file of a source as it was read last. Raises SourceProblem."""
        if name not in self._digests:
            self.image(name)
        return self._digests[name]

    def is_alone(self, source: str) -> bool:
        """Return True if there is no other picture to mix a source with."""
        return next(self._partners.others(source, 0.0), None) is None

    def resolve_partners(self, recipe: Recipe, source: str) -> Recipe:
        """Return the recipe with names in place of the numbers, of partners that can be read."""
        return self._partners.resolve(recipe, source, self._can_be_read)

    def _can_be_read(self, name: str) -> bool:
        try:
            self.image(name)
        except SourceProblem:
            return False
        return True

    def record_fields(
        self, recipe: Recipe, own: Sequence[str], canvas: Canvas, rejected: Iterable[Recipe] = ()
    ) -> dict[str, Any]:
        """Return the extra fields of a mixed copy's record: hashes of partners, and soft labels.

        ``own`` are the labels of the source. The partners of ``rejected`` draws are among those of
        the record, because the draw that was kept depends on them too. Soft labels are the share of
        each label, 0 to 1; if each source has one label, they are left out where only one is there.
        """
        names = sorted(names_of(chain(recipe, *rejected)))
        if not names:
            return {}
        found: dict[str, Any] = {"partners": {name: self._digest(name) for name in names}}
        labels = self._soft_labels(recipe, own, canvas)
        if self._partners.have_several_labels:
            found["labels_of"] = {name: [*self._partners.labels_of(name)] for name in names}
        if self._partners.have_several_labels or len(labels) > 1:
            found["labels"] = labels
        return found

    def _soft_labels(self, recipe: Recipe, own: Sequence[str], canvas: Canvas) -> dict[str, float]:
        effects, _ = effects_of(recipe, canvas.image.frame, Resampling())
        frames = frames_of(canvas, effects)
        labels = dict.fromkeys(own, 1.0)
        for fired, effect, frame in zip(recipe, effects, frames, strict=True):
            if not isinstance(effect, Pixels) or effect.shares is None:
                continue
            shares = effect.shares(frame)
            labels = {each: part * (1 - sum(shares)) for each, part in labels.items()}
            for name, share in zip(_names(fired), shares, strict=True):
                for other in self._partners.labels_of(name):
                    # Rounding would make a little more than all of two pictures with one label.
                    labels[other] = min(1.0, labels.get(other, 0.0) + share)
        return labels


def partner_fields(fired: AppliedStep) -> list[str]:
    """Return the names of the fields of a step that hold partners."""
    return [] if fired["transform"] == Blend.key else list(get(fired["transform"]).partners)


def names_of(recipe: Iterable[AppliedStep]) -> set[str]:
    """Return the names of all partners in a recipe."""
    return {name for fired in recipe for name in _names(fired)}


def _names(fired: AppliedStep) -> list[str]:
    return [name for field in partner_fields(fired) for name in fired[field]]


def needs_partners(pipeline: Pipeline) -> bool:
    """Return True if a pipeline has a transform that mixes pictures."""
    return any(step.transform.partners for step in pipeline.steps())
