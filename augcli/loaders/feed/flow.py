"""An endless supply of batches: one pass over it is an epoch, with another draw in each."""

from __future__ import annotations

import math
import warnings
import weakref
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import cached_property
from typing import Any

from augcli.imaging.lazy import Array, np
from augcli.loaders.feed.batches import Batch, BatchJob, BatchMaker
from augcli.loaders.feed.blocks import make_in_memory, make_on_disk
from augcli.loaders.feed.cache import Place
from augcli.loaders.feed.fed import Fed
from augcli.loaders.feed.order import Order, next_of_each
from augcli.loaders.feed.pool import Pool
from augcli.loaders.feed.problems import skipped, unreadable
from augcli.loaders.feed.results import converted
from augcli.loaders.feed.settings import FlowSettings
from augcli.loaders.feed.state import State, fingerprint
from augcli.loaders.options import whole
from augcli.pipeline.copy_maker import CopyMaker


class Flow:
    """Batches of augmented pictures. Iterating over it once is one epoch.

    ``filenames`` are the keys of the pictures, ``classes`` the names of the classes,
    ``class_indices`` their numbers, ``labels`` the class of each picture, and ``skipped`` says for
    each picture that can't be read why. Use it in ``with``, or call :meth:`close`, to end its
    workers at once; otherwise they end with it.
    """

    def __init__(self, fed: Fed, maker: CopyMaker, settings: FlowSettings) -> None:
        settings.check_channels(fed.shape[2])
        self.filenames = list(fed.pictures.keys)
        self.classes = list(fed.classes)
        self.class_indices = {name: number for number, name in enumerate(fed.classes)}
        self.labels = list(fed.labels)
        self.skipped: dict[str, str] = {}
        self.batch_size = settings.batch_size
        self._fed, self._maker, self._settings = fed, maker, settings
        self._order = Order(self.filenames, self.labels, settings.shuffle, settings.balance)
        self._places: dict[int, Place] = {}
        self._epoch, self._done = settings.epoch, 0
        self._resumes = self._under_way = False
        self._pass: Generator[Any] | None = None
        self._resources = ExitStack()
        self._resources.callback(fed.give_up)
        self._finalizer = weakref.finalize(self, self._resources.close)

    def __len__(self) -> int:
        """Return the number of batches in an epoch."""
        size = self.batch_size
        return (
            len(self._order) // size if self._settings.drop_last else -(-len(self._order) // size)
        )

    @property
    def epoch(self) -> int:
        """The number of the epoch that is under way, or comes next, from 0. It can be set."""
        return self._epoch

    @epoch.setter
    def epoch(self, number: int) -> None:
        self._stop()
        self._epoch, self._done, self._resumes = whole("epoch", number, 0), 0, False

    def __iter__(self) -> Iterator[Any]:
        """Return an iterator over the next epoch, or over what is left of a restored one."""
        if not self._finalizer.alive:
            raise ValueError("the flow is closed: make another one")
        self._stop()
        self._pass = self._batches()
        return self._pass

    def __getitem__(self, number: int) -> Any:
        """Return a batch of the current epoch, made in this thread; threads may share the flow."""
        if not -len(self) <= number < len(self):
            raise IndexError(f"batch {number} is none of {len(self)}")
        (job,) = self._jobs(self._epoch, number % len(self), number % len(self) + 1)
        batch = np.empty((len(job.turns), *self._work.shape), self._fed.dtype)
        return self._result(batch, self._fill(batch, job))

    def state_dict(self) -> dict[str, Any]:
        """Return where the flow is, in plain values: after which batch of which epoch.

        Example:
            >>> flow = augcli.flow(np.zeros((100, 28, 28), np.uint8), batch_size=40)
            >>> batches = iter(flow)
            >>> images = next(batches)
            >>> state = flow.state_dict()
            >>> state["epoch"], state["batch"]
            (0, 1)
        """
        over = self._done == len(self)
        epoch, batch = (self._epoch + 1, 0) if over else (self._epoch, self._done)
        return State(epoch, batch, self._fingerprint)._asdict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on where another flow of the same arguments was, with its next batch.

        Example:
            >>> flow = augcli.flow(np.zeros((100, 28, 28), np.uint8), batch_size=40)
            >>> batches = iter(flow)
            >>> images = next(batches)
            >>> again = augcli.flow(np.zeros((100, 28, 28), np.uint8), batch_size=40)
            >>> again.load_state_dict(flow.state_dict())
            >>> len(list(again))
            2

        Raises:
            ValueError: the state is of other pictures, or of another size of batches, or none.
        """
        found = State.of(state, self._fingerprint, len(self))
        self._stop()
        self._epoch, self._done, self._resumes = found.epoch, found.batch, True

    def close(self) -> None:
        """End the workers, and remove the cache. The flow can't be used any more.

        Example:
            >>> with augcli.flow(np.zeros((100, 28, 28), np.uint8), workers=1) as flow:
            ...     batches = len(list(flow))
            >>> batches
            4
        """
        self._stop()
        self._finalizer()

    def __enter__(self) -> Flow:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _batches(self) -> Generator[Any]:
        if not self._resumes:
            self._done = 0
        self._under_way, self._resumes = True, False
        pool, slots = self._pool
        with closing(pool.run(self._jobs(self._epoch, self._done, len(self)))) as done:
            for job, made in done:
                result = self._result(slots[job.slot][: len(job.turns)], made)
                self._done += 1
                yield result
        self._end_epoch()

    def _stop(self) -> None:
        """End the pass that is under way, as if its epoch were over."""
        if self._pass is not None:
            self._pass.close()
            self._pass = None
        if self._under_way:
            self._end_epoch()

    def _end_epoch(self) -> None:
        self._epoch, self._done, self._under_way = self._epoch + 1, 0, False

    def _jobs(self, epoch: int, first: int, end: int) -> Iterator[BatchJob]:
        size = self.batch_size
        turns = self._order.turns(self._maker.seed, epoch)
        for number in range(first, end):
            some = turns[number * size : (number + 1) * size]
            places = [self._places.get(turn.row) for turn in some]
            yield BatchJob(number % Pool.slots(self._workers), epoch, some, places)

    def _result(self, batch: Array, made: Batch) -> Any:
        """Return a batch as the consumer gets it, which shares no memory with the slot."""
        self._places.update(made.kept)
        self._tell(made)
        x = converted(batch, self._settings)
        if self._fed.is_input:
            return x, x
        if self._fed.targets is None:
            return x
        return x, self._fed.targets[np.array(made.rows)]

    def _tell(self, made: Batch) -> None:
        """Tell of pictures that can't be read, each once. Raises UsageProblem if so asked."""
        for row, text in made.problems:
            name = self.filenames[row]
            if self._settings.on_error == "raise":
                raise unreadable(name, text)
            if name not in self.skipped:
                self.skipped[name] = text
                warnings.warn(skipped(name, text), stacklevel=2)

    @cached_property
    def _work(self) -> BatchMaker:
        return BatchMaker(
            self._fed.pictures,
            self._maker,
            (self._settings.copies, *self._fed.shape),
            self._fed.dtype,
            self.batch_size,
            stands_in=next_of_each(self.labels),
            augment=self._settings.augment,
        )

    @cached_property
    def _fill(self) -> Callable[[Array, BatchJob], Batch]:
        return self._work.filler()

    @cached_property
    def _pool(self) -> tuple[Pool, list[Array]]:
        """The workers, and the batches that they fill."""
        settings = self._settings
        one = self.batch_size * settings.copies * math.prod(self._fed.shape)
        size = one * np.dtype(self._fed.dtype).itemsize
        slots, remove = make_in_memory(size * Pool.slots(self._workers))
        self._resources.callback(remove)
        cache = None
        if settings.cache is not None:
            limit, where = settings.cache_limit, settings.cache
            cache, remove = (
                make_in_memory(limit) if where == "memory" else make_on_disk(limit, where)
            )
            self._resources.callback(remove)
        work = replace(self._work, slots=slots, cache=cache)
        pool = Pool(work, self._workers)
        self._resources.callback(pool.close)
        return pool, work.batches()

    @property
    def _workers(self) -> int:
        return min(self._settings.workers, len(self))

    @cached_property
    def _fingerprint(self) -> str:
        return fingerprint(self._order, self._maker.seed, self._settings)
