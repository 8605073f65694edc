"""Every command that README and docs print works: it is run here, in the order of the pages.

One that no test can run says so itself, in brackets or in its comment: "no test runs it: …".
"""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from core import db
from web.app import create_app

ROOT = Path(__file__).parents[2]
START = ("README.md", "CONTRIBUTING.md", "SECURITY.md")
PAGES = [*(ROOT / name for name in START), *sorted((ROOT / "docs").rglob("*.md"))]
PROGRAM = re.compile(r"(?:\S*/)?(flask|make|python3?|npm) (?=\S)")
FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`]+)`(\s+\(no test runs it: [^)]+\))?")
UNTESTED = "no test runs it: "
PASSWORD = "a lift between two floors"

# What else runs a command whose work is long, or goes out into the world.
RUN_BY = {
    "make lint": ".ci/run",
    "make test": ".ci/run",
    "flask demo": "tests/setup/test_whole_service.py",
    "flask serve": "tests/setup/test_whole_service.py",
    "flask simulator run": "tests/setup/test_whole_service.py",
    "flask worker": "tests/setup/test_whole_service.py",
    "flask simulate call": "tests/voice/simulator/test_cli.py",
    "flask twilio setup": "tests/web/commands/test_twilio_cli.py",
    "flask models install": "tests/transcription/test_install.py",
    "flask --version": "tests/setup/test_flask_command.py",
}
# What stands for what a person puts there themselves.
EXAMPLES = [
    (r"flask --app web\.app COMMAND", "flask --app web.app audit verify"),
    (r"--app web\.app ", ""),
    (r"administrator …", "administrator --email zoe@filrouge.example --name Zoé"),
    (r"--email …", "--email max@filrouge.example"),
    (r"--name …", "--name Max"),
    (r"--kind …|--kind \S+\|\S+", "--kind site"),
    (r'"…"', '"Acme, bonjour"'),
    (r"(directory .*)FILE", rf"\1{ROOT}/demo/directory/comptaflor_site.csv"),
    (r"(scripts .*)FILE", rf"\1{ROOT}/demo/scripts/comptaflor.yaml"),
    (r"(on-call .*)FILE\.csv", rf"\1{ROOT}/demo/on_call/belleroche.csv"),
    (r"FILE\.wav", f"{ROOT}/voice/simulator/speech/ko/caller.wav"),
    (r"\+33…", "+33199000900"),
    (r"answers\.yaml", f"{ROOT}/demo/clients.yaml"),
    (r"\bEMAIL\b", "max@filrouge.example"),
    (r"\bNAME\b", '"Boulangerie Aubépine"'),
    (r"\bKEY\b", "software_support"),
    (r"\bNUMBER:HASH\b", "0:"),
    (r"\bNUMBER\b", "1"),
    (r"\bSLUG\b", "acme"),
    (r"\bEMAIL\b", "zoe@filrouge.example"),
    (r"\bLANG\b", "fr"),
]
LEFT = re.compile(r"…|\||\[|\b[A-Z]{4,}\b(?!=)")


def printed(page: Path) -> Iterator[tuple[str, str]]:
    """Each piece of code of a page that may be a command, and what is said beside it."""
    text = page.read_text()
    blocks = [block.group().replace("\\\n", " ") for block in FENCE.finditer(text)]
    prose = FENCE.sub("", text)
    indented = [line for line in prose.splitlines() if line.startswith("    ")]
    for line in [*"\n".join(blocks).splitlines(), *indented]:
        code, _, comment = line.strip().removeprefix("ExecStart=").partition(" #")
        yield code, comment
    yield from CODE.findall(prose)


def variants(command: str) -> Iterator[str]:
    """`a b | c` is two commands; `a [b]` can be had with and without; `> FILE` is the shell's."""
    first, *others = command.split(" | ")
    group = first.rpartition(" ")[0]
    for one in [first, *(f"{group} {other}" for other in others)]:
        typed_command = re.sub(r" > \S+$", "", one)
        yield filled(re.sub(r" \[[^]]*\]", "", typed_command))
        if "[" in typed_command:
            yield filled(re.sub(r"[][]", "", typed_command))


def filled(command: str) -> str:
    for pattern, stands_for in EXAMPLES:
        command = re.sub(pattern, stands_for, command)
    return command


def what_make_runs(target: str) -> str:
    """The last command of the target's recipe, after the set-up that comes before each."""
    result = subprocess.run(
        ["make", "--no-print-directory", "-n", *target.split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()[-1].removeprefix(".venv/bin/python -m ")


def documented() -> dict[str, str]:
    """The commands in the order of the pages, each once, and the page where it stands first."""
    commands: dict[str, str] = {}
    for page in PAGES:
        for code, beside in printed(page):
            command = " ".join(code.split())
            if PROGRAM.match(command) and UNTESTED not in beside:
                for one in variants(PROGRAM.sub(r"\1 ", command, count=1)):
                    commands.setdefault(one, str(page.relative_to(ROOT)))
    return commands


def steps() -> Iterator[tuple[str, str, str]]:
    """(program, command, page); what `make` runs in its place."""
    for command, page in documented().items():
        program, _, rest = command.partition(" ")
        assert not LEFT.search(command), f"GIVEN lacks what stands in {page} for: {command}"
        if program == "make" and command not in RUN_BY:
            command = what_make_runs(rest)
            program = command.partition(" ")[0]
        if program.startswith("python"):
            assert rest.startswith("-m "), f"{page}: {command}"
            command = rest.removeprefix("-m ")
        yield program, command, page


def elsewhere(command: str) -> str:
    """The file that runs it, or nothing."""
    return next((file for name, file in RUN_BY.items() if f"{command} ".startswith(f"{name} ")), "")


def parse(group: click.Group, words: list[str]) -> None:
    """Raises UsageError where there is no such command, option or value."""
    name, *rest = words
    command = group.get_command(click.Context(group), name)
    if command is None:
        raise click.UsageError(f"there is no command {name}")
    if isinstance(command, click.Group) and rest:
        parse(command, rest)
    else:
        command.make_context(name, rest)


def test_every_command_of_the_pages_works(environment: pytest.MonkeyPatch) -> None:
    """From an empty database, as one who follows the pages one after the other."""
    app = create_app()
    runner = app.test_cli_runner()
    for program, command, page in steps():
        words = shlex.split(command)
        if file := elsewhere(command):
            assert words[-1] in (ROOT / file).read_text() or program == "flask"
            if program == "flask" and words[1] != "--version":
                parse(app.cli, words[1:])
        elif program == "flask":
            db.dispose()  # as one process after the other
            done = runner.invoke(args=words[1:], input=f"{PASSWORD}\n{PASSWORD}\n")
            assert done.exit_code == 0, f"{page}: {command}\n{done.output}"
        else:
            subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=True, timeout=120)
