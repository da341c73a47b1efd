"""The options of a run that change no byte of its outputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from augcli.storage.limits import Limits

EngineName = Literal["local", "dask"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)
NewEngine = Callable[..., Any]
"""Makes an engine of its own for some work: see :class:`augcli.engines.engine.Engine`."""


@dataclass(frozen=True)
class RunOptions:
    """How a run goes about its work.

    ``strict`` stops at the first source without outputs; ``overwrite`` removes an earlier run
    first; ``verify`` compares the content of what is in place; ``prune`` removes outputs whose
    source is gone, and copies above the number asked for; ``durable`` flushes each file to the disk
    before it gets its name; ``profile`` measures where the time goes; ``again`` takes outputs of
    augcli for a dataset; ``engine`` says where the work is done, ``scheduler`` is the address of
    its cluster, empty for one on this machine.
    """

    workers: int = 1
    limits: Limits = Limits()  # noqa: RUF009, it is frozen, so one for all is safe
    strict: bool = False
    overwrite: bool = False
    verify: bool = False
    prune: bool = False
    durable: bool = False
    profile: bool = False
    again: bool = False
    engine: EngineName | NewEngine = "local"
    scheduler: str = ""
