"""Runs every measurement, or the named ones.

    python -m bench [NAME …] [options of the one that is named]

Each runs in a process of its own, so that memory and caches of one do not help the next.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("[!_]*.py"))


def main() -> int:
    available = names()
    chosen = [word for word in sys.argv[1:] if word in available]
    options = [word for word in sys.argv[1:] if word not in available]
    if options and len(chosen) != 1:
        print(
            f"Options ({' '.join(options)}) are for one measurement: name it, out of "
            f"{', '.join(available)}.",
            file=sys.stderr,
        )
        return 2
    failed = [name for name in chosen or available if not measure(name, options)]
    if failed:
        print(f"Did not end well: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def measure(name: str, options: list[str]) -> bool:
    print(f"\n== {name}", flush=True)
    command = [sys.executable, "-m", f"bench.{name}", *options]
    return subprocess.run(command, cwd=FOLDER.parent).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
