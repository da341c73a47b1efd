"""Servers of this machine that datasets are read from, and a proxy that lets requests fail."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

KEY = {
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "us-east-1",
}
Fault = Callable[[int, str], tuple[int, bytes] | None]
"""Gets the number of a counted request, 0 for others, and its path; returns another answer."""


IMAGES = r"(GET|HEAD) .*\.jpg$"

_PROGRAMS = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
_TOLD = ("Content-Type", "Content-Length", "Content-Range", "ETag", "Last-Modified")
# What an answer tells of an object: Content-Length also of one that is not sent itself.


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def running(*command: str, port: int) -> Iterator[None]:
    """Run a server until the end of the block; it is ready once its port answers."""
    program = shutil.which(command[0], path=_PROGRAMS)
    assert program, f"{command[0]} is not in the environment of this test"
    server = subprocess.Popen(
        [program, *command[1:]],
        env={**os.environ, **KEY},  # of which SeaweedFS makes the only login that it takes
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 60
        while not answers(port):
            assert server.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        yield
    finally:
        server.kill()  # SeaweedFS takes half a minute to end by itself
        server.wait()


def answers(port: int) -> bool:
    """Return True if something listens on a port."""
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def rclone(kind: str, folder: Path, *flags: str, port: int = 0) -> Iterator[int]:
    """Serve a folder by rclone; yield the port. As S3 its folders are the buckets."""
    port = port or free_port()
    with running(
        "rclone", "serve", kind, str(folder), f"--addr=127.0.0.1:{port}", *flags, port=port
    ):
        yield port


@contextlib.contextmanager
def s3(folder: Path, port: int = 0, remember: str = "50ms") -> Iterator[int]:
    """Serve the folders in a folder as the buckets of an S3 server; yield the port.

    It looks for other folders after the time to ``remember`` those of before: at once is slow.
    """
    key = f"{KEY['AWS_ACCESS_KEY_ID']},{KEY['AWS_SECRET_ACCESS_KEY']}"
    flags = ("--auth-key", key, f"--dir-cache-time={remember}", "--vfs-cache-mode=off")
    with rclone("s3", folder, *flags, port=port) as found:
        yield found


def answer(status: int, code: str) -> tuple[int, bytes]:
    """Return the answer of an S3 server that tells an error."""
    error = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>"
    return status, f"<?xml version='1.0'?>{error}".encode()


@contextlib.contextmanager
def seaweedfs(folder: Path, port: int = 0) -> Iterator[str]:
    """Run SeaweedFS in a folder, with one bucket, ``bucket``; yield the URL of its S3 server."""
    folder.mkdir(exist_ok=True)
    port, (master, volume, filer) = port or free_port(), (free_port() for _ in range(3))
    grpc = [f"-{name}.port.grpc={free_port()}" for name in ("s3", "master", "volume", "filer")]
    flags = [f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-filer", "-s3"]
    flags += [f"-s3.port={port}", f"-master.port={master}", f"-volume.port={volume}"]
    flags += [f"-filer.port={filer}", "-s3.port.iceberg=0", "-s3.port.lance=0"]
    flags += ["-master.volumeSizeLimitMB=64"]
    with running("weed", "server", *flags, *grpc, port=port):
        endpoint = f"http://127.0.0.1:{port}"
        system, until = s3_system(endpoint), time.monotonic() + 60
        while not system.exists("bucket"):  # it takes some seconds to be ready
            with contextlib.suppress(OSError):
                system.mkdir("bucket")
            assert time.monotonic() < until
            time.sleep(0.2)
        yield endpoint


def s3_system(endpoint: str) -> Any:
    """Return a client of an S3 server of this machine that keeps no listings."""
    import s3fs

    key, secret = KEY["AWS_ACCESS_KEY_ID"], KEY["AWS_SECRET_ACCESS_KEY"]
    return s3fs.S3FileSystem(
        key=key,
        secret=secret,
        endpoint_url=endpoint,
        use_listings_cache=False,
    )


def objects(system: Any, root: str) -> dict[str, bytes]:
    """Return the bytes of all objects below a root, by their paths below it."""
    found = [one for one in system.find(root) if one != root]  # itself if it is only being made
    return {one.removeprefix(f"{root}/"): system.cat_file(one) for one in found}


@contextlib.contextmanager
def proxy(
    port: int, fault: Fault, counted: str = IMAGES, requests: list[str] | None = None
) -> Iterator[int]:
    """Hand requests on to a port, but for those that get a fault; yield the port to ask.

    Requests are ``counted`` whose method and path match a pattern. All are added to ``requests``.
    """
    lock, count = threading.Lock(), [0]

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            number = 0
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            request = f"{self.command} {self.path.partition('?')[0]}"
            if requests is not None:
                requests.append(request)
            if re.match(counted, request):
                with lock:
                    count[0] += 1
                    number = count[0]
            status, data, told = self._answer(number, body)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(data))} | told).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                with contextlib.suppress(OSError):
                    self.wfile.write(data)

        def _answer(self, number: int, body: bytes) -> tuple[int, bytes, dict[str, str]]:
            if found := fault(number, self.path):
                return *found, {"Content-Type": "application/xml"}
            ask = http.client.HTTPConnection("127.0.0.1", port)
            try:
                ask.request(self.command, self.path, body, dict(self.headers))
                answer = ask.getresponse()
                told = {name: value for name in _TOLD if (value := answer.getheader(name))}
                return answer.status, answer.read(), told
            except OSError:
                return 502, b"", {}
            finally:
                ask.close()

        do_HEAD = do_PUT = do_POST = do_DELETE = do_GET  # noqa: N815, the server looks for these

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
