"""Bundles the scripts and styles of the pages: each file in web/static/pages becomes one bundle.

    python3 -m tools.bundles    make anew what is stale, and print the sizes

The name of a bundle holds a hash of its content, so a browser may keep it for good. Everything here
is in the standard library, and esbuild is a program of its own: no Node.js is needed.
"""

import fcntl
import hashlib
import json
import shutil
import sys
from pathlib import Path

from tools.steps import ROOT, SetupError, call, say

STATIC = ROOT / "web" / "static"
ESBUILD = "node_modules/@esbuild/*/bin/esbuild"
OPTIONS = [
    "--bundle", "--minify", "--sourcemap", "--format=esm", "--charset=utf8",
    "--target=chrome123,firefox125,safari17.5", "--legal-comments=linked", "--log-level=warning",
    "--entry-names=[name]-[hash]", "--asset-names=[name]-[hash]",
    "--loader:.woff2=file", "--loader:.svg=text",
]  # fmt: skip


def build(static: Path = STATIC) -> None:
    """Make the bundles if they are stale; a second process waits for the first."""
    lock = ROOT / "var" / "bundles.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not are_fresh(static):
            _make(static)


def are_fresh(static: Path = STATIC) -> bool:
    bundles = static / "bundles"
    try:
        manifest = json.loads((bundles / "manifest.json").read_text())
    except (OSError, ValueError):
        return False
    there = all((bundles / file).exists() for file in manifest["files"].values())
    return there and manifest["sources"] == _fingerprint(static)


def _fingerprint(static: Path) -> str:
    """A hash of the sources, and of the files that decide how they are bundled."""
    digest = hashlib.sha256()
    for path in (Path(__file__), ROOT / "package-lock.json"):
        digest.update(path.read_bytes())
    for path in sorted(static.rglob("*")):
        if path.suffix in (".js", ".css") and static / "bundles" not in path.parents:
            digest.update(f"{path.relative_to(static)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _make(static: Path) -> None:
    program = next(ROOT.glob(ESBUILD), None)
    if program is None:
        raise SetupError("esbuild is not there: make setup puts it in node_modules.")
    made_of = _fingerprint(static)
    fresh, bundles = static / "bundles.new", static / "bundles"
    shutil.rmtree(fresh, ignore_errors=True)
    graph = fresh / "graph.json"
    entries = sorted((static / "pages").iterdir())
    call([program, *entries, *OPTIONS, f"--outdir={fresh}", f"--metafile={graph}"])
    files = {
        Path(output["entryPoint"]).name: Path(path).name
        for path, output in json.loads(graph.read_text())["outputs"].items()
        if "entryPoint" in output
    }
    graph.unlink()
    manifest = json.dumps({"sources": made_of, "files": files}, indent=1)
    (fresh / "manifest.json").write_text(manifest)
    shutil.rmtree(bundles, ignore_errors=True)
    fresh.rename(bundles)
    for name, file in sorted(files.items()):
        say(f"  {name}: {(bundles / file).stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    try:
        build()
    except SetupError as problem:
        sys.exit(str(problem))
