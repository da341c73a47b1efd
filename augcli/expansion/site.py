"""What a worker elsewhere must have in common with this process to make equal files."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from augcli import __version__
from augcli.errors import EnvironmentFailure
from augcli.expansion.output.libraries import version_of, versions_for
from augcli.expansion.run import Run
from augcli.imaging.processor import processor_kind
from augcli.storage.files import CAN_FLUSH, flush, remove, write_whole
from augcli.storage.remote.listing import list_anew
from augcli.storage.remote.scheme import is_url
from augcli.storage.remote.writing import remove_object
from augcli.storage.temp_names import TEMP_PREFIX


@dataclass(frozen=True)
class Site:
    """The version, the libraries, the kind of processor and the folders of a run.

    ``sample`` is a source and its size in bytes; ``sign`` is a file in OUT that nobody else has;
    ``libraries`` are those that decide bytes, with their versions.
    """

    data: Path
    sample: tuple[Path, int]
    out: Path
    sign: Path
    version: str
    libraries: tuple[tuple[str, str], ...]
    processor: str

    @classmethod
    def of(cls, run: Run) -> Site:
        """Return that of a run in this process, with absolute paths."""
        # Not resolved: a mount may be behind different links on different machines.
        data, out = run.dataset.root.absolute(), run.out.absolute()
        sources = (one for folder in run.dataset.folders() for one in folder.sources)
        sample = next((data / one.name for one in sources if one.is_readable), data)
        sign = out / f"{TEMP_PREFIX}{os.urandom(8).hex()}"
        libraries = tuple(versions_for(run.settings.sharding).items())
        there = (sample, _size(sample))
        return cls(data, there, out, sign, __version__, libraries, processor_kind())

    def put_sign(self) -> None:
        """Write the sign. Raises EnvironmentFailure if OUT can't be written."""
        write_whole(self.sign, b"")

    def remove_sign(self) -> None:
        """Remove the sign. Raises EnvironmentFailure."""
        remove(self.sign, self.out)

    def drop_sign(self) -> None:
        """Remove the sign if that can be done at once: the next run removes what stays."""
        with suppress(EnvironmentFailure):
            if is_url(self.sign):
                remove_object(str(self.sign), seconds=0)
            else:
                remove(self.sign, self.out)

    def check(self) -> None:
        """Compare this process with the one that started the run.

        Raises:
            EnvironmentFailure: it has another augcli, other libraries or another kind of processor,
                or it doesn't see DATA or OUT.
        """
        if __version__ != self.version:
            raise EnvironmentFailure(
                f"augcli is {self.version} here and {__version__} there",
                f"install the same everywhere: pip install 'augcli[dask]=={self.version}'",
            )
        self._check_libraries()
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
                    "put DATA and OUT on a file system that all workers have under the same path, "
                    "or on a server",
                )
        if is_url(self.out):
            self.put_sign()  # a server tells only so
        elif not os.access(self.out, os.W_OK):
            raise EnvironmentFailure(
                f"{self.out} cannot be written there", "give the user of the workers the permission"
            )

    def _check_libraries(self) -> None:
        for name, here in self.libraries:
            if (there := version_of(name)) != here:
                raise EnvironmentFailure(
                    f"{name} is {here} here and {there} there, which may make other bytes",
                    "install the same on all machines: pip freeze lists what is here",
                )

    def flush(self) -> None:
        """Wait until the disk has what this machine wrote to OUT. Raises EnvironmentFailure."""
        if CAN_FLUSH:  # otherwise each file is flushed by itself
            flush(self.out)


def remove_signs(out: Path) -> None:
    """Remove the signs that runs which were killed, or lost the server, have left in a bucket.

    Raises:
        EnvironmentFailure: the server can't be reached.
    """
    for entry in list_anew(str(out)):
        if entry.name.startswith(TEMP_PREFIX):
            remove_object(entry.path)


def _size(path: Path) -> int:
    """Return the size of a file, -1 if there is none."""
    return path.stat().st_size if path.is_file() else -1
