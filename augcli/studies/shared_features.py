"""Share features with the workers that fit models: in files, which they map."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from augcli.errors import EnvironmentFailure
from augcli.imaging.lazy import np
from augcli.studies.visitor import Seen


@contextmanager
def shared(training: Seen, held: Seen | None) -> Iterator[tuple[Path, Path | None]]:
    """Yield the file of all that is known of the training photos, and that of the held-out ones.

    Raises:
        EnvironmentFailure: the files can't be written, as for a full disk.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix="augcli-")
    except OSError as error:
        raise _cannot_write(training, error) from error
    with folder as name:
        files = Path(name, "training.npy"), Path(name, "held.npy")
        try:
            np.save(files[0], training.features)
            if held is not None:
                np.save(files[1], held.features[:, 0])
        except OSError as error:
            raise _cannot_write(training, error) from error
        yield files[0], None if held is None else files[1]


def _cannot_write(training: Seen, error: OSError) -> EnvironmentFailure:
    # NumPy gives no reason but the numbers of bytes that were and were not written.
    why = error.strerror or "the disk is full"
    where = tempfile.tempdir or "a folder for temporary files"
    size = training.features.nbytes / 1e6
    return EnvironmentFailure(
        f"cannot write the features of the photos ({size:,.0f} MB) into {where}: {why}",
        "make room there, or name another folder for temporary files in TMPDIR",
    )
