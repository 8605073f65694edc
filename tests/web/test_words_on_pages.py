"""Every page in both languages: no key of the program or of an author, no word of the other
language where a translation exists."""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from core import db
from core.tenants import User
from tests.conftest import World
from tests.voice.provider import Provider
from tests.web.conftest import Person
from tests.web.portal.test_joined import over
from tickets.states import State
from voice import calls
from voice.states import CallState, RecordingState
from voice.ticketing import joining

SignIn = Callable[[User], Person]
# What stands there is a name that people of the trade type, or is no text for people.
CODE = {"code", "script", "style", "template", "kbd"}
VOID = {"meta", "link", "input", "br", "img", "hr", "source", "wbr"}
NAMING = ("title", "aria-label", "placeholder", "alt")
SNAKE = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")
OF_AUTHORS = {"on_call", "workshop"}  # teams in Acme's script
STATES: tuple[type[StrEnum], ...] = (State, CallState, RecordingState)
ENGLISH_STATES = {str(value) for states in STATES for value in states}
CATALOG = Path(__file__).parents[2] / "web/translations/fr/LC_MESSAGES/messages.po"


class Shown(HTMLParser):
    """The texts of a page by the language in which they stand, names of its controls among them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.texts: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or self.open[-1][1]
        if tag in CODE or self.open[-1][1] == "code":
            language = "code"
        self.texts.setdefault(language, []).extend(
            given[name] or "" for name in NAMING if name in given
        )
        if tag not in VOID:
            self.open.append((tag, language))

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.open[-1][1], []).append(data)

    def text(self, language: str) -> str:
        return " ".join(" ".join(self.texts.get(language, [])).split())


@pytest.fixture
def two_calls(provider: Provider, on_duty: World, script: None) -> str:
    """A ticket with the calls of a breakdown, the second more urgent and not fully answered."""
    first = over(provider, on_duty, "Rappeler", machine="Presse 4", stopped="no")
    calls.close(first.id, on_duty.ana.id)
    db.commit()
    second = over(Provider(provider.client), on_duty, "", stopped="yes")
    joining.join_ticket(second.id, str(first.ticket_id), on_duty.ana.id)
    calls.close(second.id, on_duty.ana.id, "L’appelant a dû partir")
    db.commit()
    return str(first.ticket_id)


@pytest.fixture(scope="module")
def other_words() -> dict[str, list[str]]:
    """By language of a page, the sentences of the other language that it never has."""
    with CATALOG.open("rb") as file:
        messages = [(str(one.id), str(one.string)) for one in read_po(file) if one.id]
    told = [(en, fr) for en, fr in messages if en != fr and "%" not in en and en.count(" ") > 1]
    return {"fr": [en for en, _ in told], "en": [fr for _, fr in told]}


def pages(app: Flask, person: Person, names: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Path and content of each page that this person may read."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]
    for rule in rules:
        if rule.endpoint == "static" or not rule.arguments <= set(names):
            continue
        path = str(rule.build(names, append_unknown=False)[1])  # type: ignore[index]
        reply = person.get(path, headers={"Accept": "text/html"})
        if reply.mimetype == "text/html" and reply.status_code == 200:
            yield path, reply.get_data(as_text=True)


def stands_in(sentence: str, text: str) -> bool:
    """Whether the text has it, and not just as the beginning of a longer word."""
    return sentence in text and bool(re.search(rf"{re.escape(sentence)}(?!\w)", text))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_page_shows_a_key_or_words_of_the_other_language(
    app: Flask,
    signed_in: SignIn,
    world: World,
    two_calls: str,
    written: dict[str, Any],
    other_words: dict[str, list[str]],
    language: str,
) -> None:
    world.sofia.language = language
    db.session.merge(world.sofia)
    db.commit()
    names = {**written, "ticket_id": two_calls}
    found: dict[str, list[str]] = {}
    seen = 0
    for path, page in pages(app, signed_in(world.sofia), names):
        text = Shown(page).text(language)
        wrong = [
            *SNAKE.findall(text),
            *(one for one in other_words[language] if stands_in(one, text)),
        ]
        words = set(re.findall(r"[\w-]+", text))
        wrong += words & (OF_AUTHORS | (ENGLISH_STATES if language == "fr" else set()))
        if wrong:
            found[path] = wrong
        seen += 1
    assert (found, seen > 8) == ({}, True)
