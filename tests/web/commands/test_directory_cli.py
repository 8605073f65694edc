from pathlib import Path

from click.testing import CliRunner
from flask import Flask

from tests.conftest import World
from web.commands.directory_cli import directory as command


def test_the_commands(app: Flask, world: World, tmp_path: Path) -> None:
    file, runner = tmp_path / "sites.csv", CliRunner()
    file.write_text("name;reference\nTour Rivage;S-1\nRivage Nord;S-2\n")
    options = [str(file), "--client", "acme", "--kind", "site"]
    assert "2 added" in runner.invoke(command, ["import", *options]).output
    assert "2 as they were" in runner.invoke(command, ["import", *options]).output
    listed = runner.invoke(command, ["list", "--client", "acme", "--search", "tour"])
    assert listed.output == "site\tTour Rivage\tS-1\n"
    out = ["deactivate", "Tour Rivage", "--client", "acme", "--kind", "site"]
    assert runner.invoke(command, out).exit_code == 0
    listed = runner.invoke(command, ["list", "--client", "acme"])
    assert listed.output == "site\tRivage Nord\tS-2\n"
    file.write_text("name\nA\nA\n")
    with app.app_context():
        refused = runner.invoke(command, ["import", *options, "--language", "fr"])
    assert refused.exit_code == 1
    assert f"{file}:3: « A » est déjà à la ligne 2" in refused.output
    assert "Nothing was changed." in refused.output
    assert runner.invoke(command, ["list", "--client", "nobody"]).exit_code == 1


def test_entries_are_taken_out_only_when_somebody_says_so(world: World, tmp_path: Path) -> None:
    file, runner = tmp_path / "sites.csv", CliRunner()
    words = ["import", str(file), "--client", "acme", "--kind", "site", "--whole"]
    listing = ["list", "--client", "acme", "--kind", "site"]
    file.write_text("name\nTour Rivage\nRivage Nord\n")
    assert runner.invoke(command, words).exit_code == 0
    file.write_text("name\nRivage Nord\n")
    asked = runner.invoke(command, words, input="n\n")
    assert asked.exit_code == 1 and "- Tour Rivage\nTake these entries out?" in asked.output
    assert "Tour Rivage" in runner.invoke(command, listing).output
    assert "1 taken out" in runner.invoke(command, words, input="y\n").output
    assert runner.invoke(command, listing).output == "site\tRivage Nord\n"
