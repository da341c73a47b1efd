"""Find the columns of a table by their names: image, label, split and group."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from augcli.dataset.tables import Table
from augcli.errors import UsageProblem
from augcli.imaging.codec.formats import INPUT_ENDINGS

# Without case, spaces, - and _. The first that is there is taken.
IMAGE = (
    *("image", "images", "filename", "file", "filepath", "imagepath", "imagename", "imagefile"),
    *("imagefilename", "path", "img", "imgpath", "imgname", "imageid", "name", "id"),
)
GROUP = (
    *("group", "groupid", "patient", "patientid", "subject", "subjectid", "person", "personid"),
    *("case", "caseid", "video", "videoid", "scene", "sceneid", "product", "productid", "series"),
)
_LABEL = (
    *("label", "labels", "class", "classes", "classname", "category", "categories", "target"),
    *("tag", "tags", "species", "breed", "diagnosis"),
)


class Columns(NamedTuple):
    """The places of the columns of a table.

    ``labels`` has one place, of a column with the names of labels; or several, of columns with 0 or
    1 for the label that each is named after.
    """

    image: int
    labels: tuple[int, ...]
    split: int | None = None
    group: int | None = None

    @property
    def places(self) -> list[int]:
        """The places of all these columns."""
        optional = [place for place in (self.split, self.group) if place is not None]
        return [self.image, *self.labels, *optional]

    @property
    def are_switches(self) -> bool:
        """True if each label has a column of its own."""
        return len(self.labels) > 1


def find_columns(table: Table, image: str | None, labels: Sequence[str]) -> Columns:
    """Return the columns of a table; ``image`` and ``labels`` are those that were named.

    Raises:
        UsageProblem: there is no such column, none is known by its name, or two have that name.
    """
    of_image = _named(table, "--image-column", image) if image else known_column(table, IMAGE)
    if of_image is None:
        raise unknown_column(table, "the images", "name it: --image-column NAME")
    split = known_column(table, ("split",))
    of_labels = tuple(_named(table, "--label-column", one) for one in labels)
    if not of_labels and (of_label := known_column(table, _LABEL)) is not None:
        of_labels = (of_label,)
    if of_labels:
        group = known_column(table, GROUP, taken=(of_image, *of_labels))
        return Columns(of_image, of_labels, split, group)
    group = known_column(table, GROUP[:1])  # as person and product are labels too
    others = tuple(
        _only(table, place, table.columns)
        for place, name in enumerate(table.columns)
        if place not in (of_image, split, group) and name
    )
    if not others:
        raise unknown_column(table, "the labels", "name it: --label-column NAME")
    return Columns(of_image, others, split, group)


def known_column(table: Table, names: Sequence[str], taken: Container[int] = ()) -> int | None:
    """Return the place of the first of some names that a column has; None if none has.

    ``taken`` are places of columns that are something else.

    Raises:
        UsageProblem: two columns have it.
    """
    bare = [
        "" if place in taken else re.sub(r"[\s_-]", "", name).casefold()
        for place, name in enumerate(table.columns)
    ]
    place = next((bare.index(name) for name in names if name in bare), None)
    return None if place is None else _only(table, place, bare)


def _named(table: Table, flag: str, name: str) -> int:
    if name in table.columns:
        return _only(table, table.index(name), table.columns)
    near = get_close_matches(name, table.columns, n=1)
    way_out = f"did you mean {flag} {near[0]}?" if near else _listed(table)
    raise UsageProblem(f"{flag} {name}: {table.path} has no such column", way_out)


def _only(table: Table, place: int, names: Sequence[str]) -> int:
    """Return a place. Raises UsageProblem if another column has the same of some names."""
    if names.count(names[place]) > 1:
        same = [table.columns[at] for at, name in enumerate(names) if name == names[place]]
        raise UsageProblem(
            f"{table.path} has {len(same)} columns for one thing: {', '.join(same)}",
            "leave one of them there, or give the others other names",
        )
    return place


def unknown_column(table: Table, what: str, way_out: str) -> UsageProblem:
    """Return the error that no column is known to have something."""
    first = table.columns[0]
    if first.rpartition(".")[2].lower() in INPUT_ENDINGS:
        hint = "begin it with a line that names its columns, such as image,label"
        return UsageProblem(f"the first line of {table.path} names an image, {first}", hint)
    problem = f"no column of {table.path} is known to have {what}"
    return UsageProblem(problem, f"{way_out}; {_listed(table)}")


def _listed(table: Table) -> str:
    return f"its columns are {', '.join(table.columns)}"
