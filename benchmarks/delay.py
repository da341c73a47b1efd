"""Pass bytes on to a server of this machine, with answers that take as long as over a network.

    python benchmarks/delay.py PORT SECONDS

Prints the port to ask, and runs until it is stopped.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from asyncio import StreamReader, StreamWriter


async def main(port: int, seconds: float) -> None:
    """Serve until this process is stopped."""

    async def handle(reader: StreamReader, writer: StreamWriter) -> None:
        answers, requests = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pass(reader, requests, 0), _pass(answers, writer, seconds))

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def _pass(reader: StreamReader, writer: StreamWriter, seconds: float) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(1 << 20):
            await asyncio.sleep(seconds)
            writer.write(data)
            await writer.drain()
    writer.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
