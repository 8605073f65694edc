"""Steps of the set-up: each says what it does and how long it took, and is done once."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
SIGN_OF_LIFE = 10.0  # seconds


class SetupError(Exception):
    """The set-up cannot go on; the text says what a person has to do."""


@dataclass(frozen=True)
class Step:
    name: str
    inputs: tuple[str, ...]  # files whose content decides whether the step is still good
    outputs: tuple[str, ...]  # paths that must be there
    run: Callable[[], object]
    is_there: Callable[[], bool] = lambda: True  # a check beyond paths

    @property
    def stamp(self) -> Path:
        return STAMPS / self.name.replace(" ", "-")

    def fingerprint(self) -> str:
        digest = hashlib.sha256(sys.version.encode())
        for name in self.inputs:
            digest.update(name.encode())
            path = ROOT / name
            files = sorted(path.rglob("*")) if path.is_dir() else [path]
            for file in files:
                if file.is_file():
                    digest.update(file.read_bytes())
        return digest.hexdigest()

    def is_done(self) -> bool:
        if not all((ROOT / output).exists() for output in self.outputs):
            return False
        if not self.is_there():
            return False
        return self.stamp.exists() and self.stamp.read_text() == self.fingerprint()

    def carry_out(self) -> None:
        if self.is_done():
            return
        say(f"set-up: {self.name} …")
        began = time.monotonic()
        self.run()
        STAMPS.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self.fingerprint())
        say(f"set-up: {self.name}, {time.monotonic() - began:.1f} s")


def say(line: str) -> None:
    """Print a line on standard error, since a program may read standard output."""
    print(line, file=sys.stderr, flush=True)


def call(
    command: Sequence[object], *, env: Mapping[str, str] | None = None, folder: Path = ROOT
) -> None:
    """Run a command in a folder; its output goes to var/log/setup.log and is shown when it fails.

    A long command shows from time to time how long it has taken, and its last line.
    """
    log = ROOT / "var" / "log" / "setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    words = [str(word) for word in command]
    with log.open("ab") as file:
        file.write(f"\n$ {' '.join(words)}\n".encode())
        file.flush()
        begin = file.tell()
        try:
            process = subprocess.Popen(words, cwd=folder, stdout=file, stderr=file, env=env)
        except OSError as error:
            raise SetupError(f"{words[0]} cannot be run: {error.strerror}.") from None
        code = _await(process, log)
    if code:
        output = log.read_bytes()[begin:].decode(errors="replace").strip()
        raise SetupError(f"{words[0]} failed:\n{output[-2000:]}")


def call_apt(*commands: Sequence[object], folder: Path = ROOT) -> str:
    """Run commands after `apt-get update`, where the system allows it; says why not, else ""."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "it needs this system's apt-get and administrator"
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        for command in (["apt-get", "update", "-qq"], *commands):
            call(command, env=quiet, folder=folder)
    except SetupError as failure:
        return str(failure).splitlines()[-1]
    return ""


def was_tried_today(step: str) -> bool:
    """Whether the step was carried out in the last day, with or without success."""
    stamp = STAMPS / step
    return stamp.exists() and time.time() - stamp.stat().st_mtime < 86400


def _await(process: "subprocess.Popen[bytes]", log: Path) -> int:
    began = time.monotonic()
    try:
        while True:
            try:
                return process.wait(timeout=SIGN_OF_LIFE)
            except subprocess.TimeoutExpired:
                last = log.read_text(errors="replace").rstrip().rpartition("\n")[2]
                say(f"  … {time.monotonic() - began:.0f} s: {last[-90:]}")
    finally:
        if process.poll() is None:  # interrupted
            process.terminate()
            process.wait()
