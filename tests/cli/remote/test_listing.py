"""Long folders are listed page by page, and many folders at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from augcli.dataset.scan import Dataset
from augcli.storage.remote.backends import file_system
from augcli.storage.remote.url import as_path

from .servers import KEY, Fault, answer, proxy

pytestmark = pytest.mark.environment(name="remote")

LONG = 1_002  # S3 gives 1,000 at a time


class Bucket:
    """A bucket with a class of more than one page, and with 20 classes of one image."""

    fault: Fault = staticmethod(lambda *_: None)

    def ask(self, number: int, path: str) -> tuple[int, bytes] | None:
        """Return what the fault of the test that runs makes of a request."""
        return self.fault(number, path)


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    import boto3
    from moto.server import ThreadedMotoServer

    found = Bucket()
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in KEY.items():
            patch.setenv(name, value)
        port = server.get_host_and_port()[1]
        client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}")
        client.create_bucket(Bucket="bucket")
        names = [f"long/hat/{number:05}.jpg" for number in range(LONG)]
        names += [f"deep/{number}/in/a.jpg" for number in range(3)]
        for name in (*names, *(f"wide/{number:02}/a.jpg" for number in range(20))):
            client.put_object(Bucket="bucket", Key=name, Body=b"x")
        with proxy(port, found.ask) as through:
            patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{through}")
            yield found
    server.stop()


def _names(url: str) -> list[str]:
    return [one.name for folder in Dataset(as_path(url)).folders() for one in folder.sources]


def test_a_page_that_fails_is_asked_for_again(bucket: Bucket) -> None:
    asked: list[str] = []

    def fault(_: int, path: str) -> tuple[int, bytes] | None:
        if "prefix=long%2Fhat%2F" not in path:
            return None
        asked.append(path)
        return answer(503, "SlowDown") if len(asked) % 3 == 1 else None

    bucket.fault = fault
    assert _names("s3://bucket/long") == [f"hat/{number:05}.jpg" for number in range(LONG)]


def test_folders_are_listed_many_at_once(bucket: Bucket) -> None:
    lock, met = threading.Lock(), threading.Event()
    waiting = 0

    def fault(_: int, path: str) -> None:
        nonlocal waiting
        if "prefix=wide%2F" not in path or "prefix=wide%2F&" in path:
            return
        with lock:
            waiting += 1
            if waiting > 2:  # the first two are asked for one after the other
                met.set()
        if waiting > 1:
            assert met.wait(30)

    bucket.fault = fault
    assert _names("s3://bucket/wide") == [f"{number:02}/a.jpg" for number in range(20)]
    assert met.is_set()


def test_a_folder_is_listed_once_however_often_the_dataset_is_gone_through(bucket: Bucket) -> None:
    asked: list[str] = []
    file_system("s3://bucket")  # it is asked something small when it is connected to
    bucket.fault = lambda _, path: asked.append(path)
    dataset = Dataset(as_path("s3://bucket/deep"))
    dataset.check()
    for _ in range(2):
        assert len(list(dataset.folders())) == 3
    prefixes = [parse_qs(urlsplit(path).query)["prefix"][0] for path in asked]
    below = [f"deep/{number}/" for number in range(3)]
    assert sorted(prefixes) == sorted(["deep/", *below, *(f"{one}in/" for one in below)])
