"""Where recordings are kept: a folder and a bucket, by the same promises; and what a setting may say."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.speech.storing import BadStorage, NotStored, Storage, StorageAway, open_storage
from ivr.speech.storing.bucket import Bucket
from ivr.speech.storing.folder import STALE, Folder

boto3 = pytest.importorskip("boto3")
SOUND = bytes(range(256)) * 1000


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a server that speaks S3, over HTTP."""
    pytest.importorskip("moto")
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    client = boto3.client("s3", endpoint_url=s3)
    client.create_bucket(Bucket="voices")
    return f"s3://voices/city/311?endpoint={s3}"


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    setting = request.getfixturevalue("bucket") if request.param == "bucket" else str(tmp_path / "voices")
    return open_storage(setting, tmp_path)


def test_what_is_put_is_got(storage: Storage) -> None:
    assert storage.put("RE1.wav", [SOUND[:1000], SOUND[1000:]]) == len(SOUND)
    assert storage.get("RE1.wav") == SOUND
    assert storage.size("RE1.wav") == len(SOUND)
    assert storage.exists("RE1.wav")


def test_again_takes_the_place_of_what_was_there(storage: Storage) -> None:
    storage.put("RE1.wav", [SOUND])
    storage.put("RE1.wav", [b"short"])
    assert storage.get("RE1.wav") == b"short"


@pytest.mark.parametrize(("start", "end"), [(0, 10), (1000, 200_000), (255_990, None), (5, 5), (0, None)])
def test_a_part_is_got(storage: Storage, start: int, end: int | None) -> None:
    storage.put("RE2.wav", [SOUND])
    assert b"".join(storage.open("RE2.wav", start, end)) == SOUND[start:end]


def test_nothing_is_there(storage: Storage) -> None:
    assert not storage.exists("RE404.wav")
    for ask in (storage.get, storage.size, storage.open):
        with pytest.raises(NotStored):
            ask("RE404.wav")
    assert storage.delete("RE404.wav") is False


def test_what_is_deleted_is_gone(storage: Storage) -> None:
    storage.put("RE3.wav", [SOUND])
    assert storage.delete("RE3.wav") is True
    assert storage.delete("RE3.wav") is False
    assert not storage.exists("RE3.wav")


def test_a_source_that_breaks_leaves_nothing(storage: Storage, tmp_path: Path) -> None:
    def breaks() -> Iterator[bytes]:
        yield SOUND
        raise ConnectionError

    with pytest.raises(ConnectionError):
        storage.put("RE5.wav", breaks())
    assert not storage.exists("RE5.wav")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    "key", ["../RE1.wav", "a/b", "/etc/passwd", "", ".hidden", "RE1.wav\n", "RE\0", "a" * 99, "x.y.z"]
)
def test_a_key_that_leads_elsewhere_is_refused(storage: Storage, key: str) -> None:
    for ask in (storage.get, storage.delete, storage.exists):
        with pytest.raises(ValueError, match="key"):
            ask(key)


def test_a_folder_is_for_its_owners_eyes(tmp_path: Path) -> None:
    os.umask(0o022)
    Folder(tmp_path / "a" / "b").put("RE1.wav", [b"x"])
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_halves_that_a_killed_process_left_are_dropped_in_time(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.put("RE1.wav", [b"x"])
    shard = next(path for path in tmp_path.rglob("RE1.wav")).parent
    for name, age in ((".RE1.wav.1.old", STALE + 10), (".RE1.wav.1.new", 5.0)):
        (shard / name).write_bytes(b"half")
        os.utime(shard / name, (os.path.getmtime(shard) - age,) * 2)
    folder.put("RE1.wav", [b"x"])
    assert sorted(path.name for path in shard.iterdir()) == [".RE1.wav.1.new", "RE1.wav"]


def test_a_folder_that_cannot_be_written_says_so_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageAway, match="make it writable"):
        Folder(tmp_path / "file").put("RE1.wav", [b"x"])


def test_a_bucket_is_encrypted_at_rest_and_below_its_prefix(bucket: str, tmp_path: Path, s3: str) -> None:
    open_storage(bucket, tmp_path).put("RE1.wav", [b"x"])
    open_storage(f"{bucket}&encryption=aws:kms&kms_key=alias/311", tmp_path).put("RE2.wav", [b"x"])
    client = boto3.client("s3", endpoint_url=s3)
    told = client.head_object(Bucket="voices", Key="city/311/RE1.wav")
    assert (told["ServerSideEncryption"], told["ContentType"]) == ("AES256", "audio/wav")
    assert client.head_object(Bucket="voices", Key="city/311/RE2.wav")["ServerSideEncryption"] == "aws:kms"


def test_a_bucket_that_is_not_there(bucket: str, s3: str, tmp_path: Path) -> None:
    with pytest.raises(StorageAway, match="refuses us"):
        open_storage(f"s3://nobodys?endpoint={s3}", tmp_path).put("RE1.wav", [b"x"])


def test_a_server_that_is_away(bucket: str, tmp_path: Path) -> None:
    away = open_storage("s3://voices?endpoint=http://127.0.0.1:9", tmp_path)
    with pytest.raises(StorageAway, match="cannot be reached"):
        away.get("RE1.wav")


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("s3://", "must look like"),
        ("s3://UPPER/x", "must look like"),
        ("s3://voices/../x", "prefix"),
        ("s3://voices/x?encrypt=yes", "option 'encrypt'"),
        ("s3://voices/x?encryption=rot13", "encryption may be"),
        ("ftp://voices", "begins with ftp://"),
    ],
)
def test_a_setting_that_names_no_place(setting: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadStorage, match=says):
        open_storage(setting, tmp_path)


def test_the_settings(tmp_path: Path) -> None:
    assert repr(open_storage("", tmp_path)) == f"Folder({tmp_path}/recordings)"
    assert open_storage("s3://voices", tmp_path) == Bucket("voices")


def test_nobody_pays_for_boto3_who_has_a_folder() -> None:
    probe = "import sys; from ivr.speech.storing import open_storage; print('boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True).stdout.strip() == "False"
