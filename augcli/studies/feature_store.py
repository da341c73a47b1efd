"""Keep features between studies, in the folder of ``-o``: another step or more repeats go on."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from augcli import __version__
from augcli.dataset.source import Source
from augcli.errors import AugcliError, SourceProblem
from augcli.imaging.lazy import Array, np
from augcli.storage.files import make_folders, write_whole
from augcli.storage.read import read_file
from augcli.storage.sealed import sealed, unsealed
from augcli.studies.visit import Visiting

FOLDER = "features"


def key_of(visiting: Visiting, number: int) -> str:
    """Return what the features of an arm depend on, beside the photo, as a short text."""
    arm, maker, copies = visiting.arms[number], visiting.maker, visiting.copies
    settings = {
        "pixels": visiting.as_pixels,
        "version": __version__,
        "stages": [stage.settings() for stage in arm.stages],
        "seed": maker.seed if arm.stages else 0,
        "copies": copies if arm.stages else 0,
        "resampling": asdict(maker.resampling),
        "depth_range": maker.depth_range,
    }
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:24]


class FeatureStore:
    """The features of photos by the key of an arm; without a folder it keeps nothing.

    Nothing depends on it: what is lost, damaged or of another version of a file is made again. The
    files are sealed by a checksum, so that their arrays need no check.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = None if folder is None else folder / FOLDER
        if self._folder:
            make_folders(self._folder)

    def get(self, source: Source, keys: Iterable[str]) -> dict[str, Array]:
        """Return the features that are known of a photo, by key."""
        if self._folder is None:
            return {}
        try:
            data = unsealed(read_file(self._file(source), sys.maxsize))
        except (AugcliError, SourceProblem):
            return {}
        if data is None:
            return {}
        with np.load(io.BytesIO(data), allow_pickle=False) as kept:
            if str(kept["version"]) != source.version:
                return {}
            return {key: kept[key] for key in keys if key in kept}

    def put(self, source: Source, found: Mapping[str, Array]) -> None:
        """Keep all features that are known of a photo, if that can be done."""
        version = source.version
        if self._folder is None or not version:
            return
        stream = io.BytesIO()
        np.savez(stream, **{"version": np.array(version), **found})  # type: ignore[arg-type]  # no key is allow_pickle
        with suppress(AugcliError):
            write_whole(self._file(source), sealed(stream.getvalue()))

    def _file(self, source: Source) -> Path:
        assert self._folder is not None
        name = hashlib.sha256(source.name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return self._folder / f"{name}.npz"
