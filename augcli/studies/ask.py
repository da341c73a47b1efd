"""Ask the models of all arms, in worker processes."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing

from augcli.errors import Interrupted
from augcli.studies.answer import Answer
from augcli.studies.fit import Fitting
from augcli.studies.outside import OutsideFitting

_FIT_SECONDS = 24 * 3600.0
_START_SECONDS = 120.0


def ask(
    fitting: Fitting | OutsideFitting, arms: int, workers: int, on_answer: Callable[[int], None]
) -> tuple[dict[int, Answer], bool]:
    """Return the answers by arm, and whether they are all there: Ctrl-C leaves some out.

    ``on_answer`` is called with how many are there.

    Raises:
        Interrupted: it came before the answer of the baseline.
        UsageProblem: the model of the user fails.
        EnvironmentFailure: a worker can't be started, or dies.
    """
    known: dict[int, Answer] = {}
    try:
        with closing(_answers(fitting, arms, workers)) as answers:
            for answer in answers:
                known[answer.arm] = answer
                on_answer(len(known))
    except (KeyboardInterrupt, Interrupted):
        if 0 not in known:
            raise
        return known, False
    return known, True


def _answers(
    fitting: Fitting | OutsideFitting, arms: int, workers: int
) -> Generator[Answer, None, None]:
    from augcli.engines.local import LocalEngine  # not for --help

    workers = min(workers, arms)
    engine = LocalEngine(fitting, fitting.lost, workers, _FIT_SECONDS, loading=_START_SECONDS)
    yield from engine.run(range(arms))
