"""The docs say why each dependency is there."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENT = re.compile(r"^([A-Za-z0-9_-]+)", re.MULTILINE)
ROW = re.compile(r"^\| `([a-z0-9@/-]+)` \| \S.{10,} \|$", re.MULTILINE)


@pytest.mark.parametrize("file", ["requirements.in", "requirements-dev.in"])
def test_every_dependency_is_explained(file: str) -> None:
    lines = (ROOT / file).read_text().splitlines()
    wanted = {REQUIREMENT.match(line).group(1) for line in lines if line[:1].isalnum()}  # type: ignore[union-attr]
    explained = set(ROW.findall((ROOT / "docs" / "dependencies.md").read_text()))
    assert wanted
    assert wanted - explained - types_only(wanted) == set()


def test_every_package_of_the_pages_is_explained() -> None:
    listed = json.loads((ROOT / "package.json").read_text())
    explained = set(ROW.findall((ROOT / "docs" / "dependencies.md").read_text()))
    assert (listed["dependencies"] | listed["devDependencies"]).keys() - explained == set()


def types_only(names: set[str]) -> set[str]:
    """Stubs explain themselves; those that have a row are welcome to it."""
    return {name for name in names if name.startswith("types-")}


def test_every_page_that_is_linked_is_there() -> None:
    missing = []
    for page in [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text()):
            if not (page.parent / target).exists():
                missing.append(f"{page.relative_to(ROOT)} → {target}")
    assert missing == []
