"""One contract for a folder and for S3-compatible storage (moto's server)."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from core import storage
from core.config import ConfigurationError
from core.storage import Storage, StoredFileMissing, Traces
from voice.recordings import working

KEY = "recordings/0a1b/2c3d.wav"
CONTENT = bytes(range(256)) * 1024  # several chunks


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    server.stop()


@pytest.fixture
def bucket_url(s3_endpoint: str, environment: pytest.MonkeyPatch) -> str:
    for name in [name for name in os.environ if name.lower().endswith("_proxy")]:
        environment.delenv(name)
    environment.setenv("AWS_ACCESS_KEY_ID", "test")
    environment.setenv("AWS_SECRET_ACCESS_KEY", "test")
    environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
    boto3.client("s3", endpoint_url=s3_endpoint).create_bucket(Bucket="filrouge-test")
    return f"s3://filrouge-test?endpoint={s3_endpoint}"


@pytest.fixture(params=["folder", "bucket"])
def stored(
    request: pytest.FixtureRequest, environment: pytest.MonkeyPatch, tmp_path: Path
) -> Storage:
    if request.param == "bucket":
        environment.setenv("STORAGE_URL", request.getfixturevalue("bucket_url"))
    else:
        environment.setenv("STORAGE_URL", f"file:{tmp_path / 'kept'}")
    storage.settings.cache_clear()
    storage._storage.cache_clear()
    return storage.storage()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.wav"
    path.write_bytes(CONTENT)
    return path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def leave_unfinished(stored: Storage) -> None:
    """As a process that is killed while it stores a file."""
    if isinstance(stored, storage.FolderStorage):
        (stored.folder / KEY).with_name(".2c3d.wav.0123456789abcdef.part").write_bytes(b"half")
    else:
        begun = stored.s3.create_multipart_upload(Bucket=stored.bucket, Key=KEY)
        stored.s3.upload_part(
            Bucket=stored.bucket, Key=KEY, UploadId=begun["UploadId"], PartNumber=1, Body=b"half"
        )


def read(stored: Storage, *span: int | None) -> bytes:
    return b"".join(stored.read(KEY, *span))  # type: ignore[arg-type]


def test_a_stored_file_is_read_whole(stored: Storage, source: Path) -> None:
    stored.put(KEY, source)
    assert stored.size(KEY) == len(CONTENT)
    assert read(stored) == CONTENT


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 1), (1, 100), (70_000, 200_000), (len(CONTENT) - 1, None), (100, None), (0, len(CONTENT))],
)
def test_a_part_is_exactly_that_part(
    stored: Storage, source: Path, start: int, end: int | None
) -> None:
    stored.put(KEY, source)
    assert read(stored, start, end) == CONTENT[start:end]


def test_putting_again_replaces(stored: Storage, source: Path) -> None:
    stored.put(KEY, source)
    source.write_bytes(b"short")
    stored.put(KEY, source)
    assert (stored.size(KEY), read(stored)) == (5, b"short")


def test_a_working_copy_without_a_name_is_stored_whole(stored: Storage) -> None:
    with working.working_copy() as path:
        path.write_bytes(CONTENT)
        stored.put(KEY, path)
    assert read(stored) == CONTENT


def test_a_deleted_file_is_gone_and_may_be_deleted_again(stored: Storage, source: Path) -> None:
    stored.put(KEY, source)
    stored.delete(KEY)
    stored.delete(KEY)
    with pytest.raises(StoredFileMissing):
        stored.size(KEY)
    with pytest.raises(StoredFileMissing):
        read(stored)


def test_a_copy_for_a_tool_is_whole(stored: Storage, source: Path, tmp_path: Path) -> None:
    stored.put(KEY, source)
    storage.fetch(KEY, tmp_path / "copy.wav")
    assert (tmp_path / "copy.wav").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "key",
    ["", "one.wav", "/etc/passwd", "a/../../etc/passwd", "a/..", "a//b", "a/b/", "a/ b", "a/b\n"],
)
def test_a_key_that_reaches_elsewhere_is_refused(stored: Storage, source: Path, key: str) -> None:
    for use in (stored.size, stored.delete, stored.traces, lambda k: stored.put(k, source)):
        with pytest.raises(ValueError, match="not a storage key"):
            use(key)


def test_a_put_that_breaks_off_leaves_the_old_file(
    environment: pytest.MonkeyPatch, tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = storage.FolderStorage(tmp_path / "kept")
    folder.put(KEY, source)

    def disk_is_full(source: object, sink: object) -> None:
        sink.write(b"half")  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.shutil, "copyfileobj", disk_is_full)
    with pytest.raises(OSError, match="No space"):
        folder.put(KEY, source)
    assert b"".join(folder.read(KEY)) == CONTENT
    assert [path.name for path in files(tmp_path / "kept")] == ["2c3d.wav"]


def test_what_was_left_unfinished_is_found_and_deleted_with_the_file(
    stored: Storage, source: Path
) -> None:
    stored.put(KEY, source)
    leave_unfinished(stored)
    assert len(stored.traces(KEY).found) >= 2
    stored.delete(KEY)
    assert stored.traces(KEY).found == ()
    assert len(stored.traces(KEY).looked) >= 2


def test_only_what_nothing_writes_to_any_more_is_swept(
    stored: Storage, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(stored, storage.BucketStorage):  # moto says 2010 of every upload
        listed, begun = stored._uploads, datetime.now(UTC)
        dated = lambda prefix: [{**each, "Initiated": begun} for each in listed(prefix)]  # noqa: E731
        monkeypatch.setattr(stored, "_uploads", dated)
    stored.put(KEY, source)
    leave_unfinished(stored)
    assert stored.sweep(timedelta(hours=6)) == 0
    assert stored.sweep(timedelta(hours=-1)) == 1
    assert stored.sweep(timedelta(hours=-1)) == 0
    assert read(stored) == CONTENT


@pytest.fixture
def bucket(bucket_url: str, environment: pytest.MonkeyPatch) -> storage.BucketStorage:
    environment.setenv("STORAGE_URL", bucket_url)
    storage.settings.cache_clear()
    storage._storage.cache_clear()
    made = storage.storage()
    assert isinstance(made, storage.BucketStorage)
    return made


def test_a_deleted_file_has_no_earlier_version_either(
    bucket: storage.BucketStorage, source: Path
) -> None:
    bucket.s3.put_bucket_versioning(
        Bucket=bucket.bucket, VersioningConfiguration={"Status": "Enabled"}
    )
    bucket.put(KEY, source)
    bucket.put(KEY, source)
    bucket.s3.delete_object(Bucket=bucket.bucket, Key=KEY)  # as it was deleted before
    assert bucket.traces(KEY).found.count("earlier versions") >= 3  # one marks the deletion
    bucket.delete(KEY)
    assert bucket.traces(KEY).found == ()
    bucket.s3.put_bucket_versioning(
        Bucket=bucket.bucket, VersioningConfiguration={"Status": "Suspended"}
    )


@pytest.mark.parametrize(("code", "is_closed"), [("AccessDenied", True), ("SlowDown", False)])
def test_a_storage_that_shows_no_versions_is_said_not_to(
    bucket: storage.BucketStorage,
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: str,
    is_closed: bool,
) -> None:
    def refuse(_key: str) -> list[str]:
        raise bucket.error({"Error": {"Code": code}}, "ListObjectVersions")

    monkeypatch.setattr(bucket, "_versions", refuse)
    bucket.put(KEY, source)
    if is_closed:
        bucket.delete(KEY)
        traces = bucket.traces(KEY)
        assert traces == Traces(("object", "unfinished uploads"), (), ("earlier versions",))
    else:
        with pytest.raises(bucket.error):
            bucket.delete(KEY)


@pytest.mark.parametrize("url", ["", "var/storage", "http://kept.example", "s3://", "ftp://a/b"])
def test_a_storage_that_is_neither_is_one_sentence(
    environment: pytest.MonkeyPatch, url: str
) -> None:
    environment.setenv("STORAGE_URL", url)
    with pytest.raises(ConfigurationError, match=r"^STORAGE_URL: .* is neither .*BUCKET$"):
        storage.storage()


def test_a_reader_is_not_disturbed_by_a_new_file(tmp_path: Path, source: Path) -> None:
    folder = storage.FolderStorage(tmp_path / "kept")
    folder.put(KEY, source)
    reader = folder.read(KEY)
    begun = next(reader)
    source.write_bytes(b"short")
    folder.put(KEY, source)
    assert begun + b"".join(reader) == CONTENT
