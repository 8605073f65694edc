"""What the processes of `flask serve` write: a file for each, kept short, and shown on demand."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

LARGEST = 5_000_000  # bytes; as much again is kept of what was before
LAST_WORDS = 800  # characters


def file_of(folder: Path, name: str) -> Path:
    return folder / f"{name}.log"


def last_words(folder: Path, name: str) -> str:
    """The end of what a process wrote."""
    return file_of(folder, name).read_text(errors="replace").strip()[-LAST_WORDS:]


class Logs:
    """The files of these processes, read from where each ends now."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self._width = max(map(len, names), default=0)
        self._read = {name: _size(file_of(folder, name)) for name in names}
        self._folder = folder

    def news(self) -> Iterator[str]:
        """The whole lines that were written since the last look, each with its process's name."""
        for name, read in self._read.items():
            with file_of(self._folder, name).open("rb") as file:
                file.seek(read)
                written, end, _begun = file.read().rpartition(b"\n")
            self._read[name] = read + len(written) + len(end)
            for line in written.decode(errors="replace").splitlines():
                yield f"{name:{self._width}} | {line}"

    def shorten(self) -> None:
        """Set what is too long aside, in place of what was set aside before.

        The processes go on writing: they append, so that what they write next is at the beginning.
        """
        for name in self._read:
            file = file_of(self._folder, name)
            if _size(file) > LARGEST:
                shutil.copyfile(file, file.with_suffix(".log.1"))
                with file.open("r+b") as opened:
                    opened.truncate()
                self._read[name] = 0


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
