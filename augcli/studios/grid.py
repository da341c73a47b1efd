"""Share out the cells of a grid over the workers, and put them together again."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from augcli.studios.look import Look, Row, Seen
from augcli.studios.pool import Pool


async def see(look: Look, pool: Pool[Look, Seen], parts: int) -> Seen:
    """Return all cells of a grid, made as so many jobs; who stops waiting ends what is left.

    Raises:
        EnvironmentFailure: no worker can be started.
    """
    jobs = [pool.do(replace(look, first=part, step=parts)) for part in range(parts)]
    return _together(await asyncio.gather(*jobs), look.original)


def _together(found: Sequence[Seen], original: bool) -> Seen:
    """Return the cells in their order, in the rows that each part names where it can be read."""
    cells = sorted((cell for one in found for cell in one.cells), key=lambda cell: cell.number)
    known = next((one for one in found if one.frame), found[0])
    rows = list(known.rows)
    if rows and original:  # it is in front of the first row
        rows[0] = rows[0]._replace(cells=rows[0].cells + 1)
    if sum(row.cells for row in rows) != len(cells):
        rows = [Row("", len(cells))]
    return Seen(tuple(cells), tuple(rows), known.frame)
