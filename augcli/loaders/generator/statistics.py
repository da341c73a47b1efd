"""Normalize images by their own statistics, or by those of a dataset."""

from __future__ import annotations

import warnings
from typing import Any, Protocol

from augcli.imaging.lazy import Array, np

_LEAST = 1e-6  # what is added to a standard deviation, so that a flat image can be divided


class Normalized(Protocol):
    """The arguments of ImageDataGenerator that are about normalization, and what fit found."""

    featurewise_center: bool
    samplewise_center: bool
    featurewise_std_normalization: bool
    samplewise_std_normalization: bool
    zca_whitening: bool
    zca_epsilon: float
    rescale: float | None
    preprocessing_function: Any
    mean: Any
    std: Any
    principal_components: Any


def normalized(x: Any, how: Normalized) -> Any:
    """Return an image or a batch normalized, in place where it is an array of floats."""
    if how.preprocessing_function:
        x = how.preprocessing_function(x)
    if x.dtype.kind != "f":
        x = x.astype(np.float32)
    if how.rescale:
        x *= how.rescale
    if how.samplewise_center:
        x -= np.mean(x, keepdims=True)
    if how.samplewise_std_normalization:
        x /= np.std(x, keepdims=True) + _LEAST
    if how.featurewise_center and _is_fit(how.mean, "featurewise_center"):
        x -= how.mean
    if how.featurewise_std_normalization and _is_fit(how.std, "featurewise_std_normalization"):
        x /= how.std + _LEAST
    if how.zca_whitening and _is_fit(how.principal_components, "zca_whitening"):
        flat = x.reshape(-1, int(np.prod(x.shape[-3:])))
        x = (flat @ how.principal_components).reshape(x.shape)
    return x


def measure(x: Array, channel_axis: int, into: Normalized) -> None:
    """Measure what a generator asks for on a batch of rank 4, whose values change.

    ZCA whitening is that of Krizhevsky, *Learning Multiple Layers of Features from Tiny Images*
    (2009), appendix A.
    """
    others = tuple(axis for axis in (0, 1, 2, 3) if axis != channel_axis)
    if into.featurewise_center:
        into.mean = x.mean(axis=others, keepdims=True)[0]
        x -= into.mean
    if into.featurewise_std_normalization:
        into.std = x.std(axis=others, keepdims=True)[0]
        x /= into.std + _LEAST
    if into.zca_whitening:
        flat = x.reshape(len(x), -1)
        u, s, _ = np.linalg.svd(flat.T @ flat / len(flat))
        into.principal_components = (u / np.sqrt(s + into.zca_epsilon)) @ u.T


def _is_fit(found: Any, argument: str) -> bool:
    if found is None:
        warnings.warn(
            f"{argument} has no statistics yet: call fit with sample images first", stacklevel=4
        )
    return found is not None


def implied(given: dict[str, bool]) -> dict[str, bool]:
    """Return the switches of normalization with those that others imply, and warn of each."""
    found = dict(given)

    def set_to(name: str, *, value: bool, because: str) -> None:
        if found[name] != value:
            found[name] = value
            warnings.warn(f"{because} sets {name} to {value}", stacklevel=4)

    if found["zca_whitening"]:
        set_to("featurewise_center", value=True, because="zca_whitening")
        set_to("featurewise_std_normalization", value=False, because="zca_whitening")
    if found["featurewise_std_normalization"]:
        set_to("featurewise_center", value=True, because="featurewise_std_normalization")
    if found["samplewise_std_normalization"]:
        set_to("samplewise_center", value=True, because="samplewise_std_normalization")
    return found
