"""How a flow feeds: the size of batches, the order, the workers, the cache, and the arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, Self, get_args

from augcli.loaders.options import whole

OnError = Literal["skip", "raise"]
DataFormat = Literal["channels_last", "channels_first"]
DType = Literal["float32", "uint8"]

Normalize = tuple[tuple[float, ...], tuple[float, ...]] | None
"""The means and the standard deviations of the channels, of levels in 0..1."""

_IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
_WORDS = {
    "on_error": get_args(OnError),
    "data_format": get_args(DataFormat),
    "dtype": get_args(DType),
}
_LEAST = {"batch_size": 1, "workers": 0, "cache_limit": 1, "copies": 1, "epoch": 0}
_SWITCHES = ("shuffle", "balance", "augment", "drop_last")


@dataclass(frozen=True)
class FlowSettings:
    """How a flow feeds, as :func:`augcli.flow` describes it; ``cache`` is memory, or a folder."""

    batch_size: int = 32
    shuffle: bool = True
    balance: bool = False
    augment: bool = True
    copies: int = 1
    workers: int = 0
    cache: Literal["memory"] | Path | None = None
    cache_limit: int = 1_000_000_000
    on_error: OnError = "skip"
    dtype: DType = "float32"
    data_format: DataFormat = "channels_last"
    drop_last: bool = False
    epoch: int = 0
    normalize: Normalize = None

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Return the settings of some options; None leaves the default.

        Raises:
            TypeError: there is no such option.
            ValueError: a value can't be; the message names the option and the value.
        """
        known = [one.name for one in fields(cls)]
        for name in options:
            if name not in known:
                raise TypeError(
                    f"there is no argument {name!r}: the arguments are {', '.join(known)}"
                )
        given = {
            name: value for name, value in options.items() if value is not None or name == "cache"
        }
        return cls(**{name: _checked(name, value) for name, value in given.items()})

    def check_channels(self, channels: int) -> None:
        """Raise ValueError if ``normalize`` is not for pictures of so many channels."""
        if self.normalize is None:
            return
        if self.dtype != "float32":
            raise ValueError(f"normalize makes floats, and dtype is {self.dtype!r}")
        if (count := len(self.normalize[0])) not in (1, channels):
            raise ValueError(f"normalize is for {count} channels, and pictures have {channels}")


def _checked(name: str, value: Any) -> Any:
    if name in _LEAST:
        return whole(name, value, _LEAST[name])
    if name in _SWITCHES and value not in (True, False):
        raise ValueError(f"{name} must be True or False, not {value!r:.40}")
    if name in _WORDS and value not in _WORDS[name]:
        raise ValueError(f"{name} must be {' or '.join(_WORDS[name])}, not {value!r:.40}")
    if name == "normalize":
        return _normal(value)
    if name == "cache" and value not in (None, "memory"):
        return _folder(value)
    return value


def _folder(value: Any) -> Path:
    if value is True or not isinstance(value, str | Path):
        raise ValueError(f"cache must be 'memory', a folder or None, not {value!r:.40}")
    return Path(value)


def _normal(value: Any) -> Normalize:
    found = _IMAGENET if isinstance(value, str) and value == "imagenet" else value
    try:
        means, deviations = (tuple(map(float, some)) for some in found)
        fits = len(means) == len(deviations) and all(one > 0 for one in deviations)
    except (TypeError, ValueError):
        fits = False
    if not fits:
        raise ValueError(f"normalize must be 'imagenet' or (means, deviations), not {value!r:.60}")
    return means, deviations
