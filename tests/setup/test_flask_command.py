"""`flask` in our environment is ours: it knows the application, and says the version."""

import os
import subprocess
import tomllib
from pathlib import Path

import pytest

from tools import packages
from web.app import create_app
from web.version import VERSION

ROOT = Path(__file__).parents[2]


def test_the_set_up_puts_it_in_place_of_flasks_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flask = tmp_path / "flask"
    monkeypatch.setattr(packages, "FLASK", flask)
    assert not packages.has_flask_command()
    flask.write_text("Flask's own")
    assert not packages.has_flask_command()
    packages.write_flask_command()
    assert packages.has_flask_command()


def test_it_says_the_version_of_the_project(tmp_path: Path) -> None:
    """From any folder: it finds the project from where it lies itself."""
    flask = tmp_path / ".venv" / "bin" / "flask"
    flask.parent.mkdir(parents=True)
    flask.write_text(packages.PROGRAM)
    (tmp_path / "web").symlink_to(ROOT / "web")
    (tmp_path / "pyproject.toml").symlink_to(ROOT / "pyproject.toml")
    done = subprocess.run(
        [packages.PYTHON, flask, "--version"],
        cwd="/", env=os.environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert done.stdout.splitlines()[0] == f"Filrouge {wanted}" == f"Filrouge {VERSION}"
    assert "Flask 3" in done.stdout


def test_the_pages_say_it_too(sqlite_database: str) -> None:
    page = create_app().test_client().get("/login").get_data(as_text=True)
    assert f"Filrouge {VERSION}" in page
