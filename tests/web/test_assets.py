"""Pages load bundles made of the newest sources, under names that a browser may keep."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person, files_of
from tools import bundles
from tools.steps import SetupError
from web import assets
from web.desk import browser_phone

SignIn = Callable[[User], Person]


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """Two sources that are one bundle; nothing is bundled yet."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "one.js").write_text('import { word } from "../word.js";\nalert(word);\n')
    (tmp_path / "word.js").write_text('export const word = "first";\n')
    return tmp_path


def bundle(static: Path, name: str) -> Path:
    manifest = json.loads((static / "bundles" / "manifest.json").read_text())
    return static / "bundles" / manifest["files"][name]


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return assets.asset(name)


def test_a_changed_source_makes_its_bundle_stale_and_gives_it_a_new_name(static: Path):
    assert not bundles.are_fresh(static)
    bundles.build(static)
    first = bundle(static, "one.js")
    assert bundles.are_fresh(static) and "first" in first.read_text()
    assert first.with_name(f"{first.name}.map").exists()
    (static / "word.js").write_text('export const word = "second";\n')
    assert not bundles.are_fresh(static)
    bundles.build(static)
    assert "second" in bundle(static, "one.js").read_text()
    assert bundle(static, "one.js") != first and not first.exists()


def test_a_bundle_that_is_gone_is_made_anew(static: Path):
    bundles.build(static)
    bundle(static, "one.js").unlink()
    bundles.build(static)
    assert bundle(static, "one.js").exists()


def test_a_source_with_a_fault_stops_with_its_line_and_the_old_bundles_stay(static: Path):
    bundles.build(static)
    (static / "word.js").write_text("export const word = ;\n")
    with pytest.raises(SetupError, match=r"word\.js:1:20"):
        bundles.build(static)
    assert bundle(static, "one.js").exists()


def test_a_browser_keeps_a_bundle_for_good_and_asks_again_for_anything_else(
    app: Flask, nobody: Person
):
    bundled = address(app, "base.js")
    assert nobody.get(bundled).headers["Cache-Control"] == assets.FOR_GOOD
    assert nobody.get(f"{bundled}x").headers.get("Cache-Control") != assets.FOR_GOOD
    assert nobody.get("/static/icon.svg").headers["Cache-Control"] != assets.FOR_GOOD


@pytest.mark.parametrize("simulated", [True, False])
def test_real_calls_alone_need_the_providers_phone(
    app: Flask, signed_in: SignIn, world: World, simulated: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(browser_phone, "is_sdk", lambda: not simulated)
    loaded = files_of(signed_in(world.ana).get("/desk"))
    assert (address(app, "voice-sdk.js") in loaded) != simulated


def test_every_bundle_is_one_file(app: Flask):
    """A page that loads two bundles asks for two files: no bundle loads another one."""
    made = {path.name for path in assets.MANIFEST.parent.glob("*-*.*s")}
    entries = [path.name for path in (bundles.STATIC / "pages").iterdir()]
    assert made == {Path(address(app, name)).name for name in entries}


def test_every_package_is_pinned_to_one_version():
    wanted = json.loads((bundles.ROOT / "package.json").read_text(encoding="utf-8"))
    lock = (bundles.ROOT / "package-lock.json").read_text(encoding="utf-8")
    locked = json.loads(lock)["packages"]
    for name, version in (wanted["dependencies"] | wanted["devDependencies"]).items():
        assert version[0].isdigit()
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all(package.get("integrity") for place, package in locked.items() if place)
    assert '"resolved"' not in lock, "each machine asks the registry it is set to"
