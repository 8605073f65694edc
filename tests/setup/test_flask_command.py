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
    for name in ("core", "web", "pyproject.toml"):
        (tmp_path / name).symlink_to(ROOT / name)
    done = subprocess.run(
        [packages.PYTHON, flask, "--version"],
        cwd="/", env=os.environ, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert done.stdout.splitlines()[0] == f"Filrouge {wanted}" == f"Filrouge {VERSION}"
    assert "Flask 3" in done.stdout


def test_a_database_without_tables_is_told_with_what_to_do(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/empty.db"
    done = subprocess.run(
        [packages.PYTHON, "-c", "from web.commands.program import main; main()", "audit", "verify"],
        cwd=ROOT, env={**os.environ, "DATABASE_URL": url},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("Error: no such table: audit_entries\n")
    assert f"The database is {url}. `flask db upgrade` makes its tables" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_pages_say_it_too(sqlite_database: str) -> None:
    page = create_app().test_client().get("/login").get_data(as_text=True)
    assert f"Filrouge {VERSION}" in page
