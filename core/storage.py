"""Where recordings are kept: a local folder, or S3-compatible storage, by STORAGE_URL."""

import os
import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from core.config import ConfigurationError, settings

KEY = re.compile(r"^[a-z0-9_-]+(/[A-Za-z0-9_.-]+)+$")
CHUNK = 64 * 1024


class StoredFileMissing(Exception):
    """The file is not there: erased, or never stored."""


class Storage(Protocol):
    def put(self, key: str, path: Path) -> None:
        """Store the whole file under `key`, or nothing of it."""

    def size(self, key: str) -> int:
        """Bytes. Raises StoredFileMissing."""

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Bytes `start` to `end` (exclusive), in chunks. Raises StoredFileMissing."""

    def delete(self, key: str) -> None:
        """Delete the file; right also where it is gone already."""


def checked(key: str) -> str:
    if not KEY.fullmatch(key) or ".." in key:
        raise ValueError(f"not a storage key: {key!r}")
    return key


class FolderStorage:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, key: str, path: Path) -> None:
        target = self.folder / checked(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        with path.open("rb") as source, part.open("wb") as sink:
            shutil.copyfileobj(source, sink)
            sink.flush()
            os.fsync(sink.fileno())
        part.replace(target)

    def size(self, key: str) -> int:
        try:
            return (self.folder / checked(key)).stat().st_size
        except FileNotFoundError:
            raise StoredFileMissing(key) from None

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        left = (self.size(key) if end is None else end) - start
        with (self.folder / checked(key)).open("rb") as file:
            file.seek(start)
            while left > 0 and (chunk := file.read(min(CHUNK, left))):
                left -= len(chunk)
                yield chunk

    def delete(self, key: str) -> None:
        (self.folder / checked(key)).unlink(missing_ok=True)


class BucketStorage:
    """S3-compatible; credentials by the SDK's own environment variables."""

    def __init__(self, bucket: str, endpoint: str | None) -> None:
        import boto3  # slow to import, and only this backend needs it
        from botocore.exceptions import ClientError

        self.bucket = bucket
        self.s3: Any = boto3.client("s3", endpoint_url=endpoint)
        self.error = ClientError

    def put(self, key: str, path: Path) -> None:
        self.s3.upload_file(str(path), self.bucket, checked(key))

    def size(self, key: str) -> int:
        try:
            head = self.s3.head_object(Bucket=self.bucket, Key=checked(key))
        except self.error as error:
            raise self._as_missing(error, key) from None
        return int(head["ContentLength"])

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        span = f"bytes={start}-" if end is None else f"bytes={start}-{end - 1}"
        try:
            response = self.s3.get_object(Bucket=self.bucket, Key=checked(key), Range=span)
        except self.error as error:
            raise self._as_missing(error, key) from None
        yield from response["Body"].iter_chunks(CHUNK)

    def delete(self, key: str) -> None:
        self.s3.delete_object(Bucket=self.bucket, Key=checked(key))

    def _as_missing(self, error: Any, key: str) -> Exception:
        missing = error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}
        return StoredFileMissing(key) if missing else error


@cache
def storage() -> Storage:
    url = settings().storage_url
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderStorage(Path(parts.path))
    if parts.scheme == "s3" and parts.netloc:
        endpoint = parse_qs(parts.query).get("endpoint", [None])[0]
        return BucketStorage(parts.netloc, endpoint)
    raise ConfigurationError(f"STORAGE_URL: {url!r} is neither file:FOLDER nor s3://BUCKET")


def fetch(key: str, path: Path) -> None:
    """Copy a stored file to a local path, for tools that want a file."""
    with path.open("wb") as file:
        for chunk in storage().read(key):
            file.write(chunk)
