"""Where recordings are kept: a local folder, or S3-compatible storage, by STORAGE_URL."""

import glob
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from core.config import ConfigurationError, settings
from core.outbox import Failure

KEY = re.compile(r"[a-z0-9_-]+(/[A-Za-z0-9_.-]+)+")
CHUNK = 64 * 1024
_making = Lock()  # the SDK makes clients in one thread at a time


class StoredFileMissing(Exception):
    """The file is not there: erased, or never stored."""

    failure = Failure.RECORDING_GONE


class StorageDown(Exception):
    """The storage cannot be reached, or fails: what is in it cannot be had right now."""

    failure = Failure.STORAGE


class StorageSilent(StorageDown, TimeoutError):
    """The storage let the time go by."""


@dataclass(frozen=True)
class Patience:
    """How long a storage may keep somebody waiting, in seconds, and how often it is asked.

    The SDK's own are 60 and 5.
    """

    connect: float
    read: float  # from one piece of an answer to the next
    tries: int


# A thread that waits for a page answers nobody else, and whoever listens can try again.
ON_A_PAGE = Patience(connect=2, read=4, tries=1)
# A storage may think long about a large file that is complete; nobody waits for a worker, whose
# task comes again by itself and whose lease is longer.
AT_WORK = Patience(connect=5, read=30, tries=3)


@dataclass(frozen=True)
class Traces:
    """What is there of a key: where it was looked for, what was found, where it could not look."""

    looked: tuple[str, ...]
    found: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()


class Storage(Protocol):
    """Each may raise StorageDown, or StorageSilent, where the storage is not this machine's."""

    def put(self, key: str, path: Path) -> None:
        """Store the whole file under `key`, or nothing of it."""

    def size(self, key: str) -> int:
        """Bytes. Raises StoredFileMissing."""

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Bytes `start` to `end` (exclusive), in chunks. Raises StoredFileMissing."""

    def delete(self, key: str) -> None:
        """Delete the file, its earlier versions, and what attempts to store it have left.

        Right also where all is gone already.
        """

    def traces(self, key: str) -> Traces:
        """Look for all that `delete` deletes."""

    def sweep(self, age: timedelta) -> int:
        """Delete what attempts to store files have left and nothing has written to for `age`.

        Returns how many were left.
        """

    @property
    def disk(self) -> Path | None:
        """The folder whose disk takes the files; None where that is no disk of ours."""


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
        part = target.with_name(f".{target.name}.{secrets.token_hex(8)}.part")
        try:
            with path.open("rb") as source, part.open("xb") as sink:
                shutil.copyfileobj(source, sink)
                sink.flush()
                os.fsync(sink.fileno())
            part.replace(target)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

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
        target = self.folder / checked(key)
        for path in (target, *_parts(target)):
            path.unlink(missing_ok=True)

    def traces(self, key: str) -> Traces:
        target = self.folder / checked(key)
        found = [path.name for path in (target, *_parts(target)) if path.exists()]
        return Traces(("file", "unfinished copies"), tuple(found))

    def sweep(self, age: timedelta) -> int:
        limit, swept = time.time() - age.total_seconds(), 0
        for part in self.folder.rglob(".*.part"):
            with suppress(FileNotFoundError):  # just finished, or erased
                if part.stat().st_mtime < limit:
                    part.unlink()
                    swept += 1
        return swept

    @property
    def disk(self) -> Path | None:
        return self.folder


def _parts(target: Path) -> list[Path]:
    return list(target.parent.glob(f".{glob.escape(target.name)}.*.part"))


# The answers of storages that keep no versions, or whose key may not see them.
CLOSED = frozenset({"AccessDenied", "MethodNotAllowed", "NotImplemented", "403", "501"})


@contextmanager
def _our_errors(key: str = "") -> Iterator[None]:
    """Turn the SDK's errors into ours; others pass."""
    from botocore import exceptions

    try:
        yield
    except (exceptions.ConnectTimeoutError, exceptions.ReadTimeoutError) as error:
        raise StorageSilent(str(error)) from error
    except (exceptions.ConnectionError, exceptions.HTTPClientError) as error:
        raise StorageDown(str(error)) from error
    except exceptions.ClientError as error:
        if key and error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}:
            raise StoredFileMissing(key) from None
        if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
            raise StorageDown(str(error)) from error
        raise


class BucketStorage:
    """S3-compatible; credentials by the SDK's own environment variables."""

    def __init__(self, bucket: str, endpoint: str | None, patience: Patience) -> None:
        import boto3  # slow to import, and only this backend needs it
        from botocore.config import Config
        from botocore.exceptions import ClientError

        self.bucket = bucket
        chosen = Config(
            connect_timeout=patience.connect,
            read_timeout=patience.read,
            retries={"mode": "standard", "total_max_attempts": patience.tries},
        )
        self.s3: Any = boto3.client("s3", endpoint_url=endpoint, config=chosen)
        self.error = ClientError

    @_our_errors()
    def put(self, key: str, path: Path) -> None:
        self.s3.upload_file(str(path), self.bucket, checked(key))

    def size(self, key: str) -> int:
        with _our_errors(key):
            head = self.s3.head_object(Bucket=self.bucket, Key=checked(key))
            return int(head["ContentLength"])

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """As in the protocol; what can be said at once is raised here, not with the first bytes."""
        span = f"bytes={start}-" if end is None else f"bytes={start}-{end - 1}"
        with _our_errors(key):
            response = self.s3.get_object(Bucket=self.bucket, Key=checked(key), Range=span)
            return self._chunks(response["Body"])

    def _chunks(self, body: Any) -> Iterator[bytes]:
        with _our_errors(), closing(body):
            yield from body.iter_chunks(CHUNK)

    @_our_errors()
    def delete(self, key: str) -> None:
        self.s3.delete_object(Bucket=self.bucket, Key=checked(key))
        with self._where_open():
            for version in self._versions(key):
                self.s3.delete_object(Bucket=self.bucket, Key=key, VersionId=version)
        with self._where_open():
            for upload in self._uploads(key):
                self._abort(upload)

    @_our_errors()
    def traces(self, key: str) -> Traces:
        looked, found, closed = ["object"], [], []
        with suppress(StoredFileMissing):
            self.size(key)
            found.append("object")
        for kind, listed in (
            ("earlier versions", self._versions),
            ("unfinished uploads", self._uploads),
        ):
            try:
                found += [kind for _ in listed(key)]
                looked.append(kind)
            except self.error as error:
                if not _is_closed(error):
                    raise
                closed.append(kind)
        return Traces(tuple(looked), tuple(found), tuple(closed))

    @_our_errors()
    def sweep(self, age: timedelta) -> int:
        limit, swept = datetime.now(UTC) - age, 0
        with self._where_open():
            for upload in self._uploads("recordings/"):
                if upload["Initiated"] < limit:
                    self._abort(upload)
                    swept += 1
        return swept

    @property
    def disk(self) -> Path | None:
        return None

    def _versions(self, key: str) -> list[str]:
        """Every version of the object, those that mark a deletion as well."""
        pages = self.s3.get_paginator("list_object_versions")
        return [
            version["VersionId"]
            for page in pages.paginate(Bucket=self.bucket, Prefix=checked(key))
            for version in page.get("Versions", []) + page.get("DeleteMarkers", [])
            if version["Key"] == key
        ]

    def _uploads(self, prefix: str) -> list[dict[str, Any]]:
        """Uploads in parts that were begun and neither completed nor aborted."""
        pages = self.s3.get_paginator("list_multipart_uploads")
        return [
            upload
            for page in pages.paginate(Bucket=self.bucket, Prefix=prefix)
            for upload in page.get("Uploads", [])
        ]

    def _abort(self, upload: dict[str, Any]) -> None:
        try:
            self.s3.abort_multipart_upload(
                Bucket=self.bucket, Key=upload["Key"], UploadId=upload["UploadId"]
            )
        except self.error as error:
            if error.response["Error"]["Code"] != "NoSuchUpload":  # just completed or aborted
                raise

    @contextmanager
    def _where_open(self) -> Iterator[None]:
        """Leave out what this storage does not have, or this key may not do."""
        try:
            yield
        except self.error as error:
            if not _is_closed(error):
                raise


def _is_closed(error: Any) -> bool:
    return error.response["Error"]["Code"] in CLOSED


def storage(patience: Patience = AT_WORK) -> Storage:
    """The storage of the settings; `patience` with one that is somewhere else."""
    with _making:
        return _storage(patience)


@cache
def _storage(patience: Patience) -> Storage:
    url = settings().storage_url
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FolderStorage(Path(parts.path))
    if parts.scheme == "s3" and parts.netloc:
        endpoint = parse_qs(parts.query).get("endpoint", [None])[0]
        return BucketStorage(parts.netloc, endpoint, patience)
    raise ConfigurationError(f"STORAGE_URL: {url!r} is neither file:FOLDER nor s3://BUCKET")


def fetch(key: str, path: Path) -> None:
    """Copy a stored file to a local path, for tools that want a file."""
    with path.open("wb") as file:
        for chunk in storage().read(key):
            file.write(chunk)
