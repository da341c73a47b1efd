"""The forms of a picture that the steps of a comparison look at."""

from __future__ import annotations

from functools import cached_property

from augcli.imaging.lazy import Array, np
from augcli.similarity.agreement import colourfulness
from augcli.similarity.build_index import Entry, numbers_of
from augcli.similarity.fingerprint import fingerprints, luma_of
from augcli.similarity.index import Question
from augcli.similarity.rings import Places, crops, ellipse
from augcli.similarity.small import MIDDLE, ROUGH, fit
from augcli.similarity.turns import spectra

_NO_COLOUR = 0.01  # the colourfulness of a picture that counts as gray


class Views:
    """The forms of a small picture; each is made when it is first asked for."""

    def __init__(self, rgb: Array) -> None:
        self.rgb = rgb

    @cached_property
    def luma(self) -> Array:
        """The brightness, float32 of shape (height, width), 0 to 255."""
        return luma_of(self.rgb)

    @cached_property
    def thumb(self) -> Array:
        """The brightness of a thumbnail, whole levels in float32."""
        return np.rint(luma_of(fit(self._middle, ROUGH)))

    @cached_property
    def is_gray(self) -> bool:
        """Whether it has no colours to speak of."""
        return colourfulness(self.rgb) < _NO_COLOUR

    @cached_property
    def entry(self) -> Entry:
        """What an index keeps of it."""
        return Entry(numbers_of(self._middle), self.thumb.astype(np.uint8), self.is_gray)

    @cached_property
    def question(self) -> Question:
        """What an index is asked for."""
        of_crops = fingerprints(self._middle, crops(self._middle.shape))
        of_ellipse = fingerprints(self._middle, ellipse(self._middle.shape))
        return Question(of_crops, of_ellipse, self.is_gray)

    @cached_property
    def crops(self) -> Places:
        """The places of the crops of the question, in the thumbnail."""
        return crops(self.thumb.shape)

    @cached_property
    def spectra(self) -> Array:
        """The spectra of these crops."""
        return spectra(self.thumb, self.crops)

    @cached_property
    def _middle(self) -> Array:
        return fit(self.rgb, MIDDLE)
