"""Translates this machine's settings of pip for uv, which does not read them."""

import ast
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

# In pip's own order: later ones win.
SECTIONS = ("global.", "install.", ":env:.")
FLAGS = {"true", "yes", "on", "1"}


def clean_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment for pip and uv, without variables that point to another one."""
    misleading = {
        "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PYTHONHOME", "PYTHONPATH",
        "PIP_REQUIRE_HASHES", "PIP_DRY_RUN", "UV_PROJECT_ENVIRONMENT", "UV_PYTHON",
        "UV_SYSTEM_PYTHON", "VIRTUAL_ENV", "CONDA_PREFIX",
    }  # fmt: skip
    harmless = {name: value for name, value in environment.items() if name not in misleading}
    return harmless | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def pip_settings(python: Path) -> dict[str, str]:
    """The output of `pip config list` as {option: value}; empty where it fails."""
    result = subprocess.run(
        [python, "-m", "pip", "config", "list"],
        capture_output=True, text=True, env=clean_environment(),
    )  # fmt: skip
    return read_settings(result.stdout) if result.returncode == 0 else {}


def read_settings(listed: str) -> dict[str, str]:
    """Parse lines like `global.index-url='https://…'`."""
    by_section: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for line in listed.splitlines():
        name, equals, value = line.partition("=")
        section = next((one for one in SECTIONS if name.startswith(one)), None)
        if equals and section:
            by_section[section][name.removeprefix(section)] = _unquoted(value)
    merged: dict[str, str] = {}
    for section in SECTIONS:
        merged |= by_section[section]
    return merged


def _unquoted(value: str) -> str:
    try:
        return str(ast.literal_eval(value))
    except (ValueError, SyntaxError):
        return value


def uv_environment(pip: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """Variables that make uv behave as pip is configured; uv's own variables win."""
    variables = {
        "UV_DEFAULT_INDEX": pip.get("index-url", ""),
        "UV_INDEX": " ".join(pip.get("extra-index-url", "").split()),
        "UV_FIND_LINKS": ",".join(_places(pip.get("find-links", ""))),
        "UV_INSECURE_HOST": " ".join(pip.get("trusted-host", "").split()),
        "UV_NO_INDEX": "1" if pip.get("no-index", "").lower() in FLAGS else "",
        "UV_HTTP_TIMEOUT": pip.get("timeout", pip.get("default-timeout", "")).partition(".")[0],
        "SSL_CERT_FILE": pip.get("cert", ""),
        "SSL_CLIENT_CERT": pip.get("client-cert", ""),
        "ALL_PROXY": pip.get("proxy", ""),
        "UV_INDEX_STRATEGY": "unsafe-best-match",  # pip's: the best of all indexes
    }
    return {name: value for name, value in variables.items() if value and not environment.get(name)}


def _places(find_links: str) -> list[str]:
    """The places that exist: a missing folder is a warning for pip and an error for uv."""
    return [place for place in find_links.split() if "://" in place or Path(place).is_dir()]
