"""Copy the few third-party files that pages load from node_modules to web/static/vendor."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "web" / "static" / "vendor"
WANTED = {
    "@dagrejs/dagre/dist/dagre.esm.js": "dagre.js",
    "@twilio/voice-sdk/dist/twilio.min.js": "twilio.min.js",
    "sortablejs/modular/sortable.esm.js": "sortable.js",
}


def collect() -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in WANTED.items():
        shutil.copyfile(ROOT / "node_modules" / source, VENDOR / name)


if __name__ == "__main__":
    collect()
