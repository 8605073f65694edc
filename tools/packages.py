"""The virtual environment and the Python packages in it."""

import re
import shutil
import subprocess
import sys
from ctypes.util import find_library

from tools.pip_settings import clean_environment, pip_settings, uv_environment
from tools.steps import PYTHON, ROOT, VENV, SetupError, call, say

LOCK = ROOT / "requirements-dev.txt"  # holds the pinned, hashed uv


def make_venv() -> None:
    """Make the virtual environment; one that is incomplete or has lost its Python is made anew."""
    if VENV.exists() and not venv_works():
        shutil.rmtree(VENV)
    if not VENV.exists():
        try:
            call([sys.executable, "-m", "venv", VENV], env=clean_environment())
        except SetupError as failure:
            shutil.rmtree(VENV, ignore_errors=True)
            raise SetupError(
                f"{failure}\nOn Debian and Ubuntu: apt-get install python3-venv, then start again."
            ) from None


def venv_works() -> bool:
    """Whether its Python runs and has pip, which fails after an interrupted set-up or a move."""
    try:
        look = [PYTHON, "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
        return subprocess.run(look, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install(requirements: str) -> None:
    """Install with uv, which is faster, and pip's own settings; with pip where uv fails."""
    wanted = ["--require-hashes", "-r", requirements]
    clean = clean_environment()
    try:
        _install_uv()
        environment = clean | uv_environment(pip_settings(PYTHON), clean)
        call([VENV / "bin" / "uv", "pip", "install", "--python", PYTHON, *wanted], env=environment)
    except SetupError as failure:
        say(f"  uv could not ({str(failure).splitlines()[-1][-150:]}); pip does it, more slowly")
        call([PYTHON, "-m", "pip", "install", "--quiet", *wanted], env=clean)


def _install_uv() -> None:
    if (VENV / "bin" / "uv").exists():
        return
    wanted = VENV / "uv.txt"
    wanted.write_text(pinned("uv", LOCK.read_text()))
    options = ["--quiet", "--no-deps", "--only-binary", ":all:", "--require-hashes"]
    call([PYTHON, "-m", "pip", "install", *options, "-r", wanted], env=clean_environment())


def pinned(project: str, lock: str) -> str:
    """The lines of one project in a compiled file of requirements, hashes and all."""
    match = re.search(rf"^{re.escape(project)}==.*(?:\n    --hash=.*)+", lock, re.MULTILINE)
    if match is None:
        raise SetupError(f"{project} is not pinned in {LOCK.name}.")
    return match.group().rstrip("\\ ") + "\n"


FLASK = VENV / "bin" / "flask"
PROGRAM = f"""#!{PYTHON}
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from web.commands.program import main

sys.exit(main())
"""


def write_flask_command() -> None:
    """Replace Flask's own command by ours, which knows our application and our version."""
    FLASK.write_text(PROGRAM)
    FLASK.chmod(0o755)


def has_flask_command() -> bool:
    """Whether `flask` is ours; an update of Flask brings back its own."""
    return FLASK.exists() and FLASK.read_text() == PROGRAM


def mend_sound() -> None:
    """Fetch the pinned soundfile anew: an index that is not up to date may offer only the wheel for
    all systems, which has no library in it."""
    wanted = VENV / "soundfile.txt"
    wanted.write_text(pinned("soundfile", LOCK.read_text()))
    options = ["--quiet", "--no-deps", "--no-cache-dir", "--force-reinstall", "--require-hashes"]
    call([PYTHON, "-m", "pip", "install", *options, "-r", wanted], env=clean_environment())
    if not has_sound():
        raise SetupError(
            "The sound library libsndfile is missing, and its package brought none for this system."
            "\nOn Debian and Ubuntu: apt-get install libsndfile1, then start again."
        )


def has_sound() -> bool:
    """Whether soundfile finds its library: one of its own, or the system's."""
    own = any(VENV.glob("lib/python3*/site-packages/_soundfile_data/libsndfile*"))
    return own or find_library("sndfile") is not None
