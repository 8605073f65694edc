"""What pages load of others' is copied from where the set-up put it, and nothing else is."""

import json
from pathlib import Path

import pytest

from web import assets

ROOT = assets.ROOT


def test_each_file_that_pages_load_is_copied_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(assets, "VENDOR", tmp_path / "vendor")
    assets.collect()
    assets.collect()  # a second time is the same
    assert {path.name for path in (tmp_path / "vendor").iterdir()} == set(assets.WANTED.values())
    for source, name in assets.WANTED.items():
        original = (ROOT / "node_modules" / source).read_bytes()
        assert original and (tmp_path / "vendor" / name).read_bytes() == original


def test_every_package_is_pinned_to_one_version():
    told = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = {**told.get("dependencies", {}), **told.get("devDependencies", {})}
    assert wanted
    for name, version in wanted.items():
        assert version[0].isdigit()
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all(package.get("integrity") for place, package in locked.items() if place)
