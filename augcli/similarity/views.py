"""The forms of a picture that the steps of a comparison look at."""

from __future__ import annotations

from functools import cached_property

from augcli.imaging.lazy import Array, cv2, np
from augcli.similarity.alignment import Template, disc
from augcli.similarity.build_index import Entry, numbers_of
from augcli.similarity.fingerprint import fingerprints, luma_of
from augcli.similarity.index import Question
from augcli.similarity.rings import Places, crops, ellipse, whole_and_ellipse
from augcli.similarity.small import MIDDLE, ROUGH, Small, fit
from augcli.similarity.turns import spectra

_TINY = 48  # pixels of the shorter side
_COARSE = 3.0  # pixels: what a Gaussian of this size keeps is not detail
_LEAST_DETAIL, _LEAST_SHARE = 2.0, 0.25  # levels; of the pixels: each of 1,900 photos had more
_NO_COLOUR = 0.02  # how far the channels of a gray picture differ, by its brightness


class Views:
    """The forms of a small picture; each is made when it is first asked for."""

    def __init__(self, small: Small) -> None:
        self.rgb = small.rgb
        self._shorter = min(small.sides)

    @cached_property
    def luma(self) -> Array:
        """The brightness, float32 of shape (height, width), 0 to 255."""
        return luma_of(self.rgb)

    @cached_property
    def thumb(self) -> Array:
        """The brightness of a thumbnail, whole levels in float32."""
        return np.rint(luma_of(self._rough))

    @cached_property
    def template(self) -> Template:
        """The picture to align others with."""
        return Template(self.luma)

    @cached_property
    def is_gray(self) -> bool:
        """Whether it has no colours to speak of."""
        return bool(np.ptp(self._rough, axis=2).mean() < _NO_COLOUR * self._rough.mean())

    @cached_property
    def is_plain(self) -> bool:
        """Whether it is tiny, or a few marks on an even ground.

        Turned, moved and scaled, many pictures of the kind look the same: digits, for example.
        """
        detail = self.luma - cv2.GaussianBlur(self.luma, (0, 0), _COARSE)
        share = (np.abs(detail[disc(self.luma.shape[:2]) > 0]) > _LEAST_DETAIL).mean()
        return self._shorter < _TINY or bool(share < _LEAST_SHARE)

    @cached_property
    def entry(self) -> Entry:
        """What an index keeps of it."""
        thumb = self.thumb
        return Entry(
            numbers_of(self._middle),
            thumb.astype(np.uint8),
            spectra(thumb, whole_and_ellipse(thumb.shape[:2])),
            self.is_gray,
        )

    @cached_property
    def question(self) -> Question:
        """What an index is asked for."""
        of_crops = fingerprints(self._middle, crops(self._middle.shape[:2]))
        of_ellipse = fingerprints(self._middle, ellipse(self._middle.shape[:2]))
        return Question(of_crops, of_ellipse, self.is_gray)

    @cached_property
    def crops(self) -> Places:
        """The places of the crops of the question, in the thumbnail."""
        return crops(self.thumb.shape[:2])

    @cached_property
    def ellipse(self) -> Places:
        """The place of the ellipse of the question, in the thumbnail."""
        return ellipse(self.thumb.shape[:2])

    @cached_property
    def spectra(self) -> Array:
        """The spectra of these crops."""
        return spectra(self.thumb, self.crops)

    @cached_property
    def ellipse_spectra(self) -> Array:
        """The spectrum of the ellipse, (1, RINGS, TERMS)."""
        return spectra(self.thumb, self.ellipse)

    @cached_property
    def _middle(self) -> Array:
        return fit(self.rgb, MIDDLE)

    @cached_property
    def _rough(self) -> Array:
        return fit(self._middle, ROUGH)
