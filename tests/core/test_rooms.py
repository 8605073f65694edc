"""Each room says what it is for and names its door; the import contracts hold the same doors."""

import ast
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("core", "tickets", "transcription", "voice", "web", "workflows")
ROOMS = sorted(
    str(file.parent.relative_to(ROOT))
    for package in PACKAGES
    for file in (ROOT / package).rglob("__init__.py")
)
MOST_MODULES = 17


def purpose(room: str) -> str:
    return ast.get_docstring(ast.parse((ROOT / room / "__init__.py").read_text())) or ""


def doors() -> list[tuple[str, list[str]]]:
    """Each room that has a contract, with the modules that it lets others import."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return [
        (
            contract["allowed_importers"][0],
            [line.rpartition(".")[2] for line in contract.get("ignore_imports", [])],
        )
        for contract in contracts
        if contract["type"] == "protected"
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_it_is_for(room: str) -> None:
    first = purpose(room).splitlines()[0]
    assert first.endswith(".")
    if "/" in room:
        assert "Door: " in purpose(room)


@pytest.mark.parametrize(("room", "modules"), doors())
def test_a_door_is_the_one_that_the_contract_holds(room: str, modules: list[str]) -> None:
    assert [name for name in modules if f"`{name}`" not in purpose(room.replace(".", "/"))] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_small_enough_to_be_known(room: str) -> None:
    assert len(list((ROOT / room).glob("[!_]*.py"))) <= MOST_MODULES
