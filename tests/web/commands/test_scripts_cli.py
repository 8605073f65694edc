from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from tests.conftest import World
from tests.workflows.conftest import LIFT
from web.commands.scripts_cli import scripts
from workflows.formats.yaml_io import load_script


@pytest.fixture(autouse=True)
def _in_the_application(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def run(*arguments: str) -> Result:
    return CliRunner().invoke(scripts, arguments)


def test_a_good_file_passes() -> None:
    result = run("check", str(LIFT))
    assert result.exit_code == 0
    assert "lift-breakdown: 13 steps" in result.output


def test_a_finding_has_its_line_and_decides_the_exit_code(tmp_path: Path) -> None:
    text = LIFT.read_text("utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(
        text.replace("when: trapped == true\n        to: people", "to: nowhere"), "utf-8"
    )
    result = run("check", str(wrong))
    line = wrong.read_text("utf-8").splitlines().index("      - to: nowhere") + 1
    assert result.exit_code == 1
    assert f"wrong.yaml:{line}: error: trapped: “nowhere” is no step" in result.output
    french = run("check", "--language", "fr", str(wrong))
    assert "« nowhere » n’est pas une étape" in french.output


def test_a_warning_alone_does_not_fail(tmp_path: Path) -> None:
    lines = LIFT.read_text("utf-8").splitlines(keepends=True)
    quiet = tmp_path / "quiet.yaml"
    quiet.write_text("".join(one for one in lines if "- {minutes: 480}" not in one), "utf-8")
    result = run("check", str(quiet))
    assert result.exit_code == 0
    assert "warning: deadline" in result.output


@pytest.mark.parametrize("content", [b"", b"a: &x 1", b"\xff", b"key: [", b"[]"])
def test_a_file_that_is_no_script_gives_one_clear_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(content)
    result = run("check", str(file))
    assert result.exit_code == 1
    assert "bad.yaml: " in result.output
    assert "Traceback" not in result.output


def test_import_and_export_give_the_same_script(world: World, tmp_path: Path) -> None:
    assert "version 1" in run("import", str(LIFT), "--client", "acme").output
    exported = run("export", "lift-breakdown", "--client", "acme")
    assert load_script(exported.output) == load_script(LIFT.read_bytes())
    assert run("export", "lift-breakdown", "--client", "globex").exit_code == 1
    assert run("import", str(LIFT), "--client", "nobody").exit_code == 1
