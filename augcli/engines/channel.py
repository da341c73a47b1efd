"""Send pickled objects over a socket, without waiting for a process that has stopped."""

from __future__ import annotations

import pickle
import selectors
import socket
import struct
from collections import deque
from collections.abc import Iterable
from contextlib import suppress

_LENGTH = struct.Struct("!Q")  # of the pickle that follows: of all messages that are sent at once
_AT_ONCE = 1 << 18  # bytes
# Not epoll: it would take a descriptor of its own. Windows has no poll.
_Selector = getattr(selectors, "PollSelector", selectors.SelectSelector)


class Channel:
    """One end of a socket between two processes.

    The parent's end doesn't block: what the worker doesn't take yet is kept and sent later, and a
    message that has arrived in part is not waited for. ``multiprocessing.Pipe`` would wait for ever
    if the worker stops (SIGSTOP, a hung disk) while a message is under way. A worker's end blocks.
    """

    def __init__(self, end: socket.socket, *, blocking: bool) -> None:
        end.setblocking(blocking)
        self._end = end
        self._unsent = bytearray()
        self._received = bytearray()
        self._messages: deque[object] = deque()

    def fileno(self) -> int:
        """Return the descriptor of the socket."""
        return self._end.fileno()

    def send(self, *messages: object) -> None:
        """Send messages, or keep for :meth:`send_rest` what can't be sent without waiting.

        Raises:
            OSError: the other process has ended.
        """
        # Many in one pickle take a third of the time, as they have much in common.
        if messages:
            data = pickle.dumps(messages)
            self._unsent += _LENGTH.pack(len(data)) + data
        self.send_rest()

    def send_rest(self) -> None:
        """Send more of what is left. Raises OSError if the other process has ended."""
        with suppress(BlockingIOError):
            while self._unsent:
                del self._unsent[: self._end.send(self._unsent)]

    @property
    def events(self) -> int:
        """What to wait for: a message, and room for what is left to send."""
        return selectors.EVENT_READ | (selectors.EVENT_WRITE if self._unsent else 0)

    def receive(self) -> object:
        """Return the next message, or None if it has not arrived as a whole.

        More may have been received with it: ask until there is none before you :func:`wait`.

        Raises:
            EOFError, OSError: the other process has ended.
        """
        if not self._messages:
            while (end := self._end_of_pickle()) > len(self._received):
                try:
                    part = self._end.recv(_AT_ONCE)
                except BlockingIOError:
                    return None
                if not part:
                    raise EOFError
                self._received += part
            self._messages.extend(pickle.loads(self._received[_LENGTH.size : end]))
            del self._received[:end]
        return self._messages.popleft()

    @property
    def has_message(self) -> bool:
        """Whether a whole message was received together with one before."""
        return bool(self._messages) or self._end_of_pickle() <= len(self._received)

    def _end_of_pickle(self) -> int:
        if len(self._received) < _LENGTH.size:
            return _LENGTH.size
        length: int = _LENGTH.unpack_from(self._received)[0]
        return _LENGTH.size + length

    def close(self) -> None:
        """Close this end."""
        self._end.close()


def wait(channels: Iterable[Channel], seconds: float) -> list[Channel]:
    """Return the channels that have something to receive, or room for what is left to send.

    Wait for the first one for at most ``seconds``.
    """
    with _Selector() as selector:
        for channel in channels:
            selector.register(channel, channel.events, channel)
        return [key.data for key, _ in selector.select(max(0.0, seconds))]
