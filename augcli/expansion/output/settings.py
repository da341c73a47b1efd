"""The settings of a run: everything that decides the bytes of its outputs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Literal, Self, get_args

from augcli import __version__
from augcli.dataset.arrangement import LabelMode
from augcli.dataset.choice import Choice
from augcli.dataset.splits import SplitMode, is_carried
from augcli.dataset.splitting.shares import Shares
from augcli.expansion.output.amount import Amount
from augcli.expansion.output.field_check import check_fields
from augcli.expansion.output.libraries import versions_for
from augcli.expansion.output.record import Record
from augcli.expansion.output.sharding import Sharding
from augcli.imaging.depth_range import DepthRange
from augcli.imaging.image import Frame
from augcli.imaging.resampling import Resampling
from augcli.pipeline.copy_maker import CopyMaker, Output
from augcli.pipeline.groups import stage_of_settings
from augcli.pipeline.partners import PartnerPool
from augcli.pipeline.pipeline import Pipeline
from augcli.pipeline.policies import name_of
from augcli.pipeline.recipe_check import check_steps
from augcli.storage.limits import Limits

Originals = Literal["none", "copy", "link"]
ORIGINALS: tuple[Originals, ...] = get_args(Originals)
_OF_VERSION = ("version", "libraries")
_PARTS = ("amount", "resampling", "output", "choice", "sharding")
_NESTED = ("pipeline", "class_pipelines", "shares", *_PARTS)
FREE = frozenset(one.name for part in (Amount, Choice) for one in fields(part))
"""The settings in which two runs in one folder may differ."""


@dataclass(frozen=True)
class Settings:
    """The settings of a run. Workers, paths and dates are not among them: they change no byte.

    ``shares`` says how much of each class each split holds out; ``groups`` says in words what stays
    on one side. ``labels`` says where labels come from. ``class_pipelines`` has the pipelines of
    classes that have one of their own. ``sharding`` is None if there is one manifest.
    """

    pipeline: Pipeline
    amount: Amount = Amount()  # noqa: RUF009, it is frozen, so one for all is safe
    seed: int = 0
    resampling: Resampling = Resampling()  # noqa: RUF009, it is frozen, so one for all is safe
    output: Output = Output()  # noqa: RUF009, it is frozen, so one for all is safe
    originals: Originals = "none"
    flat: bool = False
    mix_across: bool = False
    reject: bool = False
    depth_range: DepthRange = "full"
    swap_labels: tuple[tuple[str, str], ...] = ()
    splits: SplitMode = "carry"
    choice: Choice = Choice()  # noqa: RUF009, it is frozen, so one for all is safe
    shares: Shares = ()
    groups: str = ""
    labels: LabelMode = "folders"
    class_pipelines: Mapping[str, Pipeline] = field(default_factory=dict)
    sharding: Sharding | None = None

    @property
    def packs(self) -> bool:
        """True if the outputs are in shards that are one file each."""
        return bool(self.sharding and self.sharding.packs)

    @property
    def is_arranged(self) -> bool:
        """True if the sources are not simply those of DATA, in its folders."""
        return bool(self.shares) or self.choice != Choice() or self.labels != "folders"

    def copy_maker(self, pool: PartnerPool | None, max_pixels: int = Limits.pixels) -> CopyMaker:
        """Return the maker of these copies; ``pool`` has the partners of a pipeline that mixes."""
        return CopyMaker(
            self.pipeline,
            self.seed,
            self.resampling,
            self.output,
            pool,
            max_pixels=max_pixels,
            depth_range=self.depth_range,
            class_pipelines=self.class_pipelines,
        )

    @property
    def pipelines(self) -> Sequence[Pipeline]:
        """All pipelines: that of most classes, and those of single ones."""
        return [self.pipeline, *self.class_pipelines.values()]

    def links_original(self, record: Record) -> bool:
        """Return True if a record is of an original that is a link to its source."""
        is_original = record["copy"] == 0 and not is_carried(record.get("split", ""))
        return self.originals == "link" and is_original

    def as_json(self) -> dict[str, Any]:
        """Return the settings as the run file keeps them: plain JSON, one level deep."""
        size = self.output.size
        kept = {one.name: getattr(self, one.name) for one in fields(self)}
        flat = {
            "version": __version__,
            **{name: value for name, value in kept.items() if name not in _NESTED},
            **self.amount.as_json(),
            **asdict(self.choice),
            "split": dict(self.shares),
            "pipeline": self.pipeline.settings(),
            "class_pipelines": {
                label: one.settings() for label, one in sorted(self.class_pipelines.items())
            },
            **asdict(self.resampling),
            **asdict(self.output),
            "size": f"{size.width}x{size.height}" if size else None,
            **(self.sharding.as_json() if self.sharding else {}),
            "libraries": versions_for(self.sharding),
        }
        return dict(json.loads(json.dumps(flat)))  # tuples become lists

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Self:
        """Make the settings that a run file keeps.

        Raises:
            ValueError: no run could have written them, or only one of another version.
        """
        try:
            settings = cls._of_json(kept)
        except (AttributeError, KeyError, OverflowError, RecursionError, TypeError) as error:
            raise ValueError("there are no such settings") from error
        parts = (getattr(settings, name) for name in _PARTS)
        for part in (settings, *filter(None, parts)):  # there may be no sharding
            check_fields(part)
        for pipeline in settings.pipelines:
            check_steps(pipeline)
        same = {key: value for key, value in settings.as_json().items() if key not in _OF_VERSION}
        if same != {key: value for key, value in kept.items() if key not in _OF_VERSION}:
            raise ValueError("there are no such settings")  # such as one of the future
        return settings

    @classmethod
    def _of_json(cls, kept: dict[str, Any]) -> Self:
        width, _, height = (kept["size"] or "").partition("x")
        nested: dict[str, Any] = {
            "pipeline": Pipeline.of_settings(kept["pipeline"]),
            "class_pipelines": {
                label: Pipeline.of_settings(one) for label, one in kept["class_pipelines"].items()
            },
            "amount": Amount.of_json(kept),
            "choice": Choice.of_json(kept),
            "shares": tuple(kept["split"].items()),
            "sharding": Sharding.of_json(kept),
            "resampling": Resampling(
                kept["interpolation"],
                kept["fill_mode"],
                fill_value=tuple(float(level) for level in kept["fill_value"]),
            ),
            "output": Output(
                kept["format"],
                kept["quality"],
                size=Frame(int(width), int(height)) if kept["size"] else None,
                fit=kept["fit"],
                subsampling=kept["subsampling"],
            ),
            "swap_labels": tuple((one, other) for one, other in kept["swap_labels"]),
        }
        plain = {one.name: kept[one.name] for one in fields(cls) if one.name not in nested}
        return cls(**plain, **nested)


def fingerprint(settings: dict[str, Any]) -> str:
    """Return the hash of the settings that two runs in one folder must share."""
    kept = {key: value for key, value in settings.items() if key not in FREE}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    """Yield the differences between two settings, one line each, apart from those in FREE."""
    for key, was, now in unequal(old, new):
        if key not in FREE:
            yield f"{key} was {was}, now {now}"


def unequal(one: dict[str, Any], other: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each setting that is not the same, and both values in brief."""
    one, other = _flat(one), _flat(other)
    for key in sorted(one.keys() | other.keys()):
        if one.get(key) != other.get(key):
            yield key, _brief(one.get(key)), _brief(other.get(key))


def _flat(settings: dict[str, Any]) -> dict[str, Any]:
    """Put each library and class on the top level, so that only those that differ are named."""
    libraries, classes = settings.get("libraries"), settings.get("class_pipelines")
    of_classes = classes if isinstance(classes, dict) else {}
    return (
        settings
        | (libraries if isinstance(libraries, dict) else {})
        | {f"pipeline of {label}": one for label, one in of_classes.items()}
        | {"libraries": None, "class_pipelines": None}
    )


def _brief(value: object) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return " + ".join(map(_brief_step, value))
    return json.dumps(value)


def _brief_step(step: Any) -> str:
    if not isinstance(step, dict) or not step:
        return json.dumps(step)
    (kind, what), *others = step.items()
    if isinstance(what, list) and (name := _policy(step)):
        return f"the policy {name}"
    if isinstance(what, list):
        return f"{kind} ({', '.join(map(_brief_step, what))})"
    values = (
        f"{key} {json.dumps(value)}" for key, value in others if (key, value) != ("chance", 1.0)
    )
    return " ".join([str(what), *values])


def _policy(kept: dict[str, Any]) -> str:
    try:
        return name_of(stage_of_settings(kept))
    except (AttributeError, KeyError, TypeError, ValueError):  # of another version, or damaged
        return ""
