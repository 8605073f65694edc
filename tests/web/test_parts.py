"""The parts of the pages: one page with all of them, and one place for colours."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes
from jinja2.runtime import Macro

from core import config, db
from core.tenants import User
from tests.conftest import World
from tests.core.test_config import PRODUCTION
from tests.web.conftest import Person
from web import parts

SignedIn = Callable[[User], Person]
WEB = Path(parts.__file__).parent
MACROS = sorted((WEB / "templates" / "parts").glob("*.html"))
DRAWN = [
    path
    for path in sorted((WEB / "static" / "shared" / "parts").glob("*.js"))
    if "\nexport " in path.read_text()  # the others listen to keys on every page
]

DECLARATION = re.compile(r"[\w-]+\s*:\s*([^;{}]+)[;}]")
NAMED = (
    "aqua|beige|black|blue|brown|coral|crimson|cyan|fuchsia|gold|gr[ae]y|green|indigo|ivory|khaki|"
    "lime|magenta|maroon|navy|olive|orange|orchid|pink|plum|purple|red|salmon|silver|tan|teal|"
    "tomato|turquoise|violet|wheat|white|yellow"
)
OF_A_PART = re.compile(
    r"<dialog|<table|role=\"(?:tablist|menu)\"|createElement\(\"dialog"
    r"|class=\"(?:badge|crumbs|empty-state|filters|menu-box|notice|pages|skeleton|tab-links)[ \"]"
)
OWN = {
    "templates/parts.html": ['class="menu-box"', 'role="menu"'],  # a menu that stands open
    "comments/conflicts.js": ["<table"],  # two wordings to choose from, side by side
    "forms/severity.js": ["<table"],  # a matrix of fields
}
FUNCTION = r"\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\("
COLOUR = re.compile(rf"#[0-9a-f]{{3,8}}\b|{FUNCTION}|(?<![\w-])(?:{NAMED})(?![\w-])", re.IGNORECASE)
COLOUR_ELSEWHERE = re.compile(rf"[\"'`]#[0-9a-f]{{3,8}}[\"'`]|{FUNCTION}", re.IGNORECASE)


def sources(folder: str, kind: str) -> Iterator[Path]:
    return (path for path in (WEB / folder).rglob(kind) if "bundles" not in path.parts)


def test_only_the_named_values_are_colours():
    for style in sources("static", "*.css"):
        written = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", style.read_text(), flags=re.DOTALL)
        raw = [value for value in DECLARATION.findall(written) if COLOUR.search(value)]
        assert bool(raw) == (style.name == "tokens.css"), (style, raw)


def test_no_page_and_no_script_writes_a_colour():
    for path in (*sources("templates", "*.html"), *sources("static", "*.js")):
        assert COLOUR_ELSEWHERE.findall(path.read_text()) == [], path


def test_no_page_makes_its_own_parts():
    """Markup that a macro or a function of the parts writes stands nowhere else."""
    pages = (*sources("templates", "*.html"), *sources("static", "*.js"))
    made = {
        f"{path.parent.name}/{path.name}": OF_A_PART.findall(path.read_text())
        for path in pages
        if path.parent.name != "parts"
    }
    assert {name: found for name, found in made.items() if found} == OWN


def test_every_part_is_on_the_page_of_parts(
    app: Flask, signed_in: SignedIn, world: World, monkeypatch: pytest.MonkeyPatch
):
    called = set()
    invoke = Macro._invoke

    def noting(macro: Macro, *arguments: object) -> str:
        called.add(macro.name)
        return invoke(macro, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Macro, "_invoke", noting)
    assert signed_in(world.ana).get("/parts").status_code == 200
    made = (app.jinja_env.parse(path.read_text()).find_all(nodes.Macro) for path in MACROS)
    assert {macro.name for macros in made for macro in macros} - called == set()


def test_every_part_that_scripts_draw_is_on_the_page_of_parts():
    page = (WEB / "static" / "parts-page" / "main.js").read_text()
    missing = [path.name for path in DRAWN if f'"../shared/parts/{path.name}"' not in page]
    assert missing == []


@pytest.mark.parametrize(("language", "title"), [("fr", "Composants"), ("en", "Parts")])
def test_whoever_is_signed_in_sees_it_in_their_language(
    signed_in: SignedIn, world: World, language: str, title: str
):
    db.session.get_one(User, world.ana.id).language = language
    db.commit()
    page = signed_in(world.ana).get("/parts").get_data(as_text=True)
    assert f'<html lang="{language}"' in page and f'<h1 id="page-title">{title}</h1>' in page


def test_nobody_else_sees_it(nobody: Person):
    assert nobody.get("/parts").location == "/login?next=/parts"


def test_a_service_of_real_calls_has_no_such_page(
    signed_in: SignedIn, nobody: Person, world: World, environment: pytest.MonkeyPatch
):
    ana = signed_in(world.ana)
    assert ana.get("/parts").status_code == 200
    for name, value in PRODUCTION.items():
        environment.setenv(name, value)
    environment.delenv("TWILIO_API_BASE_URL")
    config.settings.cache_clear()
    assert not config.settings().simulated
    assert ana.get("/parts").status_code == nobody.get("/parts").status_code == 404
