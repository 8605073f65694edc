"""Sets up a machine with git and Python 3.11; uses the standard library only.

    python3 -m tools.bootstrap run    what the service needs
    python3 -m tools.bootstrap demo   also a speech model for the demo
    python3 -m tools.bootstrap dev    also what the tests need

Each step has a stamp made of the content of its inputs, so a second run does nothing, and a run
after an interrupted one goes on where that stopped.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (this file is what an older one meets first)
    sys.exit("Filrouge needs Python 3.11 or newer: make PYTHON=python3.11 …")

import fcntl
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools import browser, bundles, javascript, nginx, packages
from tools.steps import PYTHON, ROOT, VENV, SetupError, Step, call, say

TRANSLATIONS = ROOT / "web" / "translations"
DEMO_LANGUAGES = "fr,en,ko"  # the demo takes the first whose model can be fetched
TESTED_LANGUAGE = "ko"


def compile_translations() -> None:
    if any(TRANSLATIONS.rglob("*.po")):
        call([VENV / "bin" / "pybabel", "compile", "-d", TRANSLATIONS, "--statistics"])


def translations_compiled() -> bool:
    return all(po.with_suffix(".mo").exists() for po in TRANSLATIONS.rglob("*.po"))


def install_first_model(languages: str) -> None:
    """Install the first model that can be fetched, which may take minutes; shows its progress."""
    words = ["--app", "web.app", "models", "install", "--first-of", languages]
    command = [PYTHON, "-m", "flask", *words]
    if subprocess.run(command, cwd=ROOT, stdout=sys.stderr, check=False).returncode:
        raise SetupError("No speech model could be installed; the lines above say what was tried.")


def models_dir() -> Path:
    return ROOT / os.environ.get("MODELS_DIR", "var/models")


def has_model(languages: str) -> bool:
    return any((models_dir() / one / "am/final.mdl").exists() for one in languages.split(","))


def steps(what: str) -> list[Step]:
    """Steps for "run", "demo" or "dev"."""
    requirements = "requirements-dev.txt" if what == "dev" else "requirements.txt"
    locked = ("package.json", "package-lock.json")
    translations = ("web/translations",)
    listed = [
        Step("virtual environment", (), (".venv",), packages.make_venv, packages.venv_works),
        Step(
            f"packages of {requirements}",
            (requirements,),
            (),
            lambda: packages.install(requirements),
        ),
        Step("flask command", (), (), packages.write_flask_command, packages.has_flask_command),
        Step("sound library", (), (), packages.mend_sound, packages.has_sound),
        Step("JavaScript", locked, ("node_modules",), javascript.install_javascript),
        Step("bundles of the pages", (), (), bundles.build, bundles.are_fresh),
        Step("translations", translations, (), compile_translations, translations_compiled),
    ]
    if what == "demo":
        listed.append(_model_step("speech model", DEMO_LANGUAGES))
    if what == "dev":
        listed.append(_model_step("Korean speech model", TESTED_LANGUAGE))
        listed.append(
            Step("browser", (), (), browser.install_browser, browser.is_there_or_was_tried)
        )
        listed.append(Step("nginx", (), (), nginx.fetch_nginx, nginx.is_there_or_was_tried))
    return listed


def _model_step(name: str, languages: str) -> Step:
    return Step(name, (), (), lambda: install_first_model(languages), lambda: has_model(languages))


@contextmanager
def alone() -> Iterator[None]:
    """Hold the set-up's lock: a second set-up of the same clone waits."""
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("set-up: another one is at work here, waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> int:
    what = sys.argv[1] if len(sys.argv) > 1 else "run"
    try:
        with alone():
            for step in steps(what):
                step.carry_out()
    except SetupError as problem:
        say(f"set-up stopped. {problem}")
        return 1
    except KeyboardInterrupt:
        say("set-up was interrupted; the next start goes on from there.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
