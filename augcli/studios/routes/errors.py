"""Turn errors into answers: what is wrong, and the way out."""

from __future__ import annotations

import traceback
from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from augcli.errors import AugcliError
from augcli.studios.answers import problem
from augcli.studios.fields import BadRequest
from augcli.studios.routes.awaited import GONE
from augcli.studios.save import Changed
from augcli.studios.state import WrongState

Endpoint = Callable[[Request], Awaitable[Response]]

# Of HTTP: the state is wrong; the machine is not as it should be; we are.
_WRONG, _CONFLICT, _BUG = 422, 409, 500


def told(answer: Endpoint) -> Endpoint:
    """Return an endpoint that answers with an error what it raises."""

    async def safe(request: Request) -> Response:
        try:
            return await answer(request)
        except WrongState as wrong:
            errors = [one.as_json() for one in wrong.errors]
            return problem(_WRONG, wrong.problem, wrong.hint, errors)
        except AugcliError as error:
            return problem(_status(error), error.problem, error.hint)
        except ClientDisconnect:  # in the middle of what it sent
            return GONE
        except Exception:
            traceback.print_exc()  # in the terminal: it says more than any words of ours
            return problem(_BUG, "augcli has a bug", "please report what the terminal shows")

    return safe


def _status(error: AugcliError) -> int:
    if isinstance(error, BadRequest):
        return error.status
    is_usage = isinstance(error, ValueError) and not isinstance(error, Changed)
    return _WRONG if is_usage else _CONFLICT
