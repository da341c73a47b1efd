"""Azure and Google Cloud Storage, as emulators on this machine, give and get the tree of a disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ..running import assert_refused, run, tree
from .servers import free_port, objects, running

pytestmark = pytest.mark.environment(name="remote")

EXPAND = ("--copies", "2", "--rotation", "20", "--workers", "2")
LAYOUTS = {
    "files": ("--shard-count", "3"),
    "tars": ("--layout", "webdataset", "--shard-count", "3"),
}
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
# The key of every emulator of Azure.


class Cloud(NamedTuple):
    """A server: its scheme, the variables that lead to it, and a client of it."""

    scheme: str
    env: dict[str, str]
    system: Any


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    if not shutil.which("azurite-blob"):
        pytest.skip("needs an emulator of Azure on the path: npm install --global azurite")
    import adlfs

    port, folder = free_port(), tmp_path_factory.mktemp("azure")
    flags = ("--silent", "--skipApiVersionCheck", "--blobHost=127.0.0.1", f"--blobPort={port}")
    with running("azurite-blob", *flags, f"--location={folder}", port=port):
        login = (
            f"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={KEY};"
            f"BlobEndpoint=http://127.0.0.1:{port}/devstoreaccount1;"
        )
        system = adlfs.AzureBlobFileSystem(connection_string=login, use_listings_cache=False)
        system.mkdir("bucket")
        yield Cloud("az", {"AZURE_STORAGE_CONNECTION_STRING": login}, system)


@pytest.fixture(scope="module")
def google() -> Iterator[Cloud]:
    port = free_port()
    flags = ("--host=127.0.0.1", f"--port={port}", "--in-memory", "--default-bucket=bucket")
    with pytest.MonkeyPatch.context() as patch:
        # Otherwise it asks by gRPC for the kind of the bucket, which the emulator doesn't know.
        patch.setenv("GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false")
        import gcsfs

        with running("gcp-storage-emulator", "start", *flags, port=port):
            endpoint = f"http://127.0.0.1:{port}"
            system = gcsfs.GCSFileSystem(
                token="anon", endpoint_url=endpoint, use_listings_cache=False
            )
            yield Cloud("gs", {"STORAGE_EMULATOR_HOST": endpoint}, system)


@pytest.fixture(params=["azure", "google"])
def cloud(request: pytest.FixtureRequest, tmp_path: Path) -> Cloud:
    found: Cloud = request.getfixturevalue(request.param)
    return found._replace(env={**found.env, "XDG_CACHE_HOME": str(tmp_path / "cache")})


@pytest.mark.parametrize("layout", LAYOUTS)
def test_they_give_and_get_the_tree_of_the_disk(
    cloud: Cloud, data: Path, tmp_path: Path, layout: str
) -> None:
    request = (*EXPAND, *LAYOUTS[layout])
    assert run("expand", data, tmp_path / "here", *request).code == 0
    here = {name: data for name, data in tree(tmp_path / "here").items() if name[-1] != "/"}
    cloud.system.put(f"{data}/", "bucket/data/", recursive=True)
    there, out = f"{cloud.scheme}://bucket/data", f"{cloud.scheme}://bucket/{layout}"
    for _ in range(2):
        made = run("expand", there, out, *request, env=cloud.env)
        assert made.code == 0, made.stderr
    assert "nothing to write" in made.stdout
    assert objects(cloud.system, f"bucket/{layout}") == here
    assert run("verify", out, there, "--deep", env=cloud.env).code == 0
    cloud.system.rm(sorted(cloud.system.find(f"bucket/{layout}"))[-1])
    assert run("expand", there, out, *request, env=cloud.env).code == 0
    assert objects(cloud.system, f"bucket/{layout}") == here


def test_what_is_not_there_is_told_in_two_lines(cloud: Cloud, data: Path, tmp_path: Path) -> None:
    for place in ("missing/data", "bucket/missing"):
        url = f"{cloud.scheme}://{place}"
        refused = run("expand", url, tmp_path / "out", *EXPAND, env=cloud.env)
        assert_refused(refused, f"{url} does not exist")
    failed = run("expand", data, f"{cloud.scheme}://missing/out", *EXPAND, env=cloud.env)
    assert failed.code == 1
    said = f"{cloud.scheme}://missing is not there"
    assert said in failed.stderr.splitlines()[0], failed.stderr
    assert "make the bucket" in failed.stderr.splitlines()[1]


@pytest.mark.parametrize(
    "env",
    [
        {"AZURE_STORAGE_CONNECTION_STRING": None},
        {"AZURE_STORAGE_CONNECTION_STRING": "nonsense"},
        {"AZURE_STORAGE_CONNECTION_STRING": "wrong key"},
    ],
    ids=lambda env: str(*env.values()),
)
def test_a_login_that_is_none_is_told_in_two_lines(
    azure: Cloud, tmp_path: Path, env: dict[str, str | None]
) -> None:
    if "wrong key" in env.values():
        login = azure.env["AZURE_STORAGE_CONNECTION_STRING"].replace(
            KEY, KEY[::-1].strip("=") + "=="
        )
        env = {"AZURE_STORAGE_CONNECTION_STRING": login}
    failed = run("expand", "az://bucket/data", tmp_path / "out", *EXPAND, env=env)
    assert failed.code == 1
    first, second = failed.stderr.splitlines()
    assert "cannot read az://bucket/data" in first
    assert "log in as your other tools do" in second
