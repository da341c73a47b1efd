"""Name masks by a template, and find the mask of a source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from string import Formatter

from augcli.errors import BadValue, SourceProblem
from augcli.imaging.codec.formats import ALL_ENDINGS
from augcli.storage.names import canonical
from augcli.storage.spellings import locate

FIELDS = {
    "stem": "the name of the image without its ending",
    "name": "the name with its ending",
    "ending": "the ending alone",
    "folder": "the folder of the image, from the root of the dataset",
}
"""What a template may hold, and what each stands for."""

_NAMING = {"stem", "name"}


@dataclass(frozen=True)
class MaskNames:
    """How masks are named after their images.

    A ``template`` with a ``/`` is a path from the folder of masks; any other is a name in the
    folder that the image has. Without an ending it stands for every ending that augcli reads.
    """

    template: str = "{stem}"

    def path(self, image: str) -> PurePosixPath:
        """Return the path of the mask of an image; both are relative to their roots."""
        path = PurePosixPath(image)
        named = PurePosixPath(self._filled(self.template, path))
        return named if "/" in self.template else path.parent / named

    def beside(self, copy: str) -> str:
        """Return the path for the moved mask of a copy: a PNG in the folder of the copy.

        It has the last part of the template. If that part is the same for all images, it has the
        name of the copy.
        """
        path = PurePosixPath(copy)
        last = self.template.rpartition("/")[2]
        name = self._filled(last, path) if _NAMING.intersection(_fields(last)) else path.stem
        bare = name.removesuffix(PurePosixPath(last).suffix)
        return str(path.parent / f"{bare}.png")

    def find(self, masks: Path, source: str) -> Path:
        """Return the mask of a source: the file ``masks``, or the one of its name in that folder.

        Raises:
            SourceProblem: there is no such file, or several.
        """
        if not masks.is_dir():
            return masks
        wanted = Path(locate(masks, str(self.path(source))))
        if self._has_ending:
            found, shown = [wanted] if wanted.is_file() else [], str(wanted)
        else:
            found, shown = _of_any_ending(wanted), f"{wanted}.png"
        if len(found) == 1:
            return found[0]
        names = ", ".join(path.name for path in found) or "none"
        text = f"needs one mask {shown}, but there is {names}"
        raise SourceProblem("bad", "mask", text)

    @property
    def _has_ending(self) -> bool:
        return PurePosixPath(self.template).suffix != ""

    def _filled(self, template: str, path: PurePosixPath) -> str:
        ending = path.suffix.removeprefix(".")
        return template.format(
            stem=path.stem, name=path.name, ending=ending, folder=path.parent.as_posix()
        )


def parse_mask_names(text: str) -> MaskNames:
    """Read a template. Raises BadValue, whose message names the broken rule."""
    try:
        fields = _fields(text)
    except ValueError as error:
        raise BadValue("every { needs a } after it") from error
    for field in fields:
        if field not in FIELDS:
            raise BadValue(f"there is no {{{field}}}: there are {_listed(FIELDS)}")
    if not _NAMING.intersection(fields):
        raise BadValue(f"one of {_listed(sorted(_NAMING))} must tell the images apart")
    if text.startswith("/") or ".." in PurePosixPath(text).parts:
        raise BadValue("the path must be below the folder of masks")
    ending = PurePosixPath(text).suffix[1:]
    if ending and ending != "{ending}" and ending.lower() not in ALL_ENDINGS:
        raise BadValue(f"augcli reads no .{ending}: leave the ending out, or write .png")
    return MaskNames(text)


def _fields(template: str) -> list[str]:
    """Return the fields of a template as they are written. Raises ValueError."""
    return [
        field + (f"!{how}" if how else "") + (f":{spec}" if spec else "")
        for _, field, spec, how in Formatter().parse(template)
        if field is not None
    ]


def _listed(fields: Iterable[str]) -> str:
    return ", ".join(f"{{{field}}}" for field in fields)


def _of_any_ending(wanted: Path) -> list[Path]:
    beside = wanted.parent.iterdir() if wanted.parent.is_dir() else ()
    return sorted(
        path
        for path in beside
        if canonical(path.stem) == canonical(wanted.name) and path.suffix[1:].lower() in ALL_ENDINGS
    )
