"""Installing a model over a bad line, from a real server on loopback."""

import errno
import hashlib
import io
import multiprocessing
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.transcription.sources import FILES, Shelf, archive, serving
from transcription.catalogue import ModelEntry
from transcription.install import InstallError, install, installed, missing_files, verify


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with serving(Shelf(archive())) as served:
        yield served


@pytest.fixture
def models_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def test_lands_complete_and_leaves_nothing_beside_it(models_dir: Path, shelf: Shelf) -> None:
    model = install(shelf.entry(hashlib.sha256(shelf.body).hexdigest()), models_dir)
    assert (model.path, model.label) == (models_dir / "test", "vosk-model-test-1")
    assert missing_files(model.path) == verify(model.entry, models_dir) == ()
    assert leftovers(models_dir) == ["test"]


def test_a_second_install_fetches_nothing(models_dir: Path, shelf: Shelf) -> None:
    first = install(shelf.entry(), models_dir)
    shelf.ranges.clear()
    assert install(shelf.entry(), models_dir) == first
    assert shelf.ranges == []


def test_goes_on_where_the_line_was_cut(models_dir: Path, shelf: Shelf) -> None:
    shelf.cut_after = [100_000, 50_000]
    assert install(shelf.entry(hashlib.sha256(shelf.body).hexdigest()), models_dir)
    assert shelf.ranges == [None, "bytes=100000-", "bytes=150000-"]


def test_goes_on_in_the_next_run(models_dir: Path, shelf: Shelf) -> None:
    shelf.cut_after = [100_000, 0, 0, 0]
    with pytest.raises(InstallError):
        install(shelf.entry(), models_dir)
    assert installed(shelf.entry(), models_dir) is None
    shelf.ranges.clear()
    assert install(shelf.entry(), models_dir)
    assert shelf.ranges == ["bytes=100000-"]


def test_a_server_without_ranges_starts_over(models_dir: Path, shelf: Shelf) -> None:
    shelf.honours_range, shelf.cut_after = False, [100_000]
    install(shelf.entry(hashlib.sha256(shelf.body).hexdigest()), models_dir)
    assert missing_files(models_dir / "test") == ()


def test_a_part_that_is_already_complete_is_used(models_dir: Path, shelf: Shelf) -> None:
    (models_dir / ".test-vosk-model-test-1.zip.part").write_bytes(shelf.body)
    install(shelf.entry(), models_dir)
    assert shelf.ranges == [f"bytes={len(shelf.body)}-"]


def test_a_part_of_another_file_is_thrown_away(models_dir: Path, shelf: Shelf) -> None:
    (models_dir / ".test-vosk-model-test-1.zip.part").write_bytes(b"x" * 70_000)
    install(shelf.entry(hashlib.sha256(shelf.body).hexdigest()), models_dir)
    assert shelf.ranges == ["bytes=70000-", None]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>sign in to the network</html>", "not a complete zip file"),
        (archive()[:-500], "not a complete zip file"),
        (archive().replace(b"\x00" * 1000, b"\x07" * 1000, 1), "not a complete zip file"),
        (archive(FILES[:3]), "holds no complete speech model"),
    ],
)
def test_a_damaged_download_is_not_installed(
    models_dir: Path, shelf: Shelf, body: bytes, reason: str
) -> None:
    shelf.body = body
    with pytest.raises(InstallError, match=reason):
        install(shelf.entry(), models_dir)
    assert leftovers(models_dir) == []


def test_a_full_disk_is_said_and_keeps_what_came(
    models_dir: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disk_is_full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(zipfile.ZipFile, "extract", disk_is_full)
        with pytest.raises(InstallError, match="the disk is full"):
            install(shelf.entry(), models_dir)
    assert leftovers(models_dir) == [".test-vosk-model-test-1.zip.part"]
    shelf.ranges.clear()
    install(shelf.entry(), models_dir)
    assert shelf.ranges == [f"bytes={len(shelf.body)}-"]


def test_a_wrong_hash_never_lands(models_dir: Path, shelf: Shelf) -> None:
    with pytest.raises(InstallError, match="SHA-256"):
        install(shelf.entry("0" * 64), models_dir)
    assert leftovers(models_dir) == []


@pytest.mark.parametrize("name", ["../outside", "/tmp/filrouge-outside", "a/../../outside"])
def test_an_archive_cannot_write_outside(models_dir: Path, shelf: Shelf, name: str) -> None:
    out = io.BytesIO(shelf.body)
    with zipfile.ZipFile(out, "a") as content:
        content.writestr(name, b"x")
    shelf.body = out.getvalue()
    with pytest.raises(InstallError, match="outside of the folder"):
        install(shelf.entry(), models_dir)
    assert leftovers(models_dir) == []


def test_says_what_was_tried_and_what_to_do(models_dir: Path, shelf: Shelf) -> None:
    shelf.status = 404
    with pytest.raises(InstallError) as failed:
        install(shelf.entry(), models_dir)
    text = str(failed.value)
    assert "vosk-model-test-1.zip: it answered 404" in text
    assert "flask models install xx" in text


def test_the_second_source_helps_where_the_first_fails(models_dir: Path, shelf: Shelf) -> None:
    with serving(Shelf(b"")) as broken:
        broken.status = 500
        sources = broken.entry().sources + shelf.entry().sources
        assert install(replace(shelf.entry(), sources=sources), models_dir)


def test_an_incomplete_folder_is_replaced(models_dir: Path, shelf: Shelf) -> None:
    (models_dir / "test" / "am").mkdir(parents=True)
    (models_dir / "test" / "am" / "final.mdl").write_bytes(b"half")
    assert installed(shelf.entry(), models_dir) is None
    install(shelf.entry(), models_dir)
    assert verify(shelf.entry(), models_dir) == ()


def test_verify_notices_a_changed_file(models_dir: Path, shelf: Shelf) -> None:
    path = install(shelf.entry(), models_dir).path
    (path / "conf" / "model.conf").write_bytes(b"changed")
    (problem,) = verify(shelf.entry(), models_dir)
    assert problem.startswith("conf/model.conf")


def _install(entry: ModelEntry, folder: Path) -> None:
    install(entry, folder)


def test_two_processes_fetch_it_once(models_dir: Path, shelf: Shelf) -> None:
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=_install, args=(shelf.entry(), models_dir)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    assert shelf.ranges == [None]
