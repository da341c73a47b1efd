"""What a worker elsewhere must have in common with this process to make equal files."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from augcli import __version__
from augcli.errors import EnvironmentFailure
from augcli.expansion.run import Run
from augcli.imaging.processor import processor_kind
from augcli.storage.files import CAN_FLUSH, flush, remove, write_whole
from augcli.storage.temp_names import TEMP_PREFIX


@dataclass(frozen=True)
class Site:
    """The version, the kind of processor and the folders of a run.

    ``sample`` is a source and its size in bytes; ``sign`` is a file in OUT that nobody else has.
    """

    data: Path
    sample: tuple[Path, int]
    out: Path
    sign: Path
    version: str
    processor: str

    @classmethod
    def of(cls, run: Run) -> Site:
        """Return that of a run in this process, with absolute paths."""
        # Not resolved: a mount may be behind different links on different machines.
        data, out = run.dataset.root.absolute(), run.out.absolute()
        sources = (one for folder in run.dataset.folders() for one in folder.sources)
        sample = next((data / one.name for one in sources if one.is_readable), data)
        sign = out / f"{TEMP_PREFIX}{os.urandom(8).hex()}"
        return cls(data, (sample, _size(sample)), out, sign, __version__, processor_kind())

    def put_sign(self) -> None:
        """Write the sign. Raises EnvironmentFailure if OUT can't be written."""
        write_whole(self.sign, b"")

    def remove_sign(self) -> None:
        """Remove the sign."""
        remove(self.sign, self.out)

    def check(self) -> None:
        """Compare this process with the one that started the run.

        Raises:
            EnvironmentFailure: it has another augcli, or another kind of processor, or it doesn't
                see DATA or OUT.
        """
        if __version__ != self.version:
            raise EnvironmentFailure(
                f"augcli is {self.version} here and {__version__} there",
                f"install the same everywhere: pip install 'augcli[dask]=={self.version}'",
            )
        if (kind := processor_kind()) != self.processor:
            raise EnvironmentFailure(
                f"the processor there ({kind}) makes other bytes than the one here "
                f"({self.processor})",
                "use workers of one kind, and start the run on that kind too",
            )
        sample, size = self.sample
        for folder, seen in ((self.data, _size(sample) == size), (self.out, self.sign.is_file())):
            if not seen:
                raise EnvironmentFailure(
                    f"{folder} there is not the folder of that name here",
                    "put DATA and OUT on a file system that all workers have under the same path",
                )
        if not os.access(self.out, os.W_OK):
            raise EnvironmentFailure(
                f"{self.out} cannot be written there", "give the user of the workers the permission"
            )

    def flush(self) -> None:
        """Wait until the disk has what this machine wrote to OUT. Raises EnvironmentFailure."""
        if CAN_FLUSH:  # otherwise each file is flushed by itself
            flush(self.out)


def _size(path: Path) -> int:
    """Return the size of a file, -1 if there is none."""
    return path.stat().st_size if path.is_file() else -1
