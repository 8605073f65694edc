"""The text for another host: TwiML that the provider takes, in the client's languages."""

from xml.etree import ElementTree

import pytest

from core import db
from tests.conftest import World
from tests.voice.provisioning.world import ACME, ON_CALL, SecondHost
from voice import phrases
from voice.provisioning import fallback
from voice.simulator.network.twiml import parse


@pytest.fixture
def database(sqlite_database: str) -> str:
    return sqlite_database


def verbs(text: str) -> list[tuple[str, str]]:
    parse(text.encode(), "text/xml")  # strictly
    return [(each.tag, each.get("language", "")) for each in ElementTree.fromstring(text.encode())]


def test_it_apologises_in_the_languages_of_the_client_its_own_first(world: World) -> None:
    world.acme_line.language = "en"
    db.session.merge(world.acme_line)
    db.commit()
    assert verbs(fallback.text(ACME)) == [("Say", "en-GB"), ("Say", "fr-FR"), ("Hangup", "")]


def test_it_calls_the_person_on_call_and_apologises_where_nobody_answers(world: World) -> None:
    text = fallback.text(ACME, ON_CALL)
    assert [name for name, _ in verbs(text)] == ["Say", "Say", "Dial", "Say", "Say", "Hangup"]
    root = ElementTree.fromstring(text.encode())
    assert root[0].text == phrases.CALLING_ON_CALL["fr"]
    assert root[2].get("callerId") == ACME
    assert root[2][0].text == ON_CALL


def test_a_line_of_nobody_speaks_french_and_english(world: World) -> None:
    assert verbs(fallback.text("+33199000777")) == [
        ("Say", "fr-FR"), ("Say", "en-GB"), ("Hangup", ""),
    ]  # fmt: skip


def test_it_can_be_pasted_and_read(world: World) -> None:
    lines = fallback.text(ACME, ON_CALL).splitlines()
    assert lines[0].startswith("<?xml") and lines[1] == "<Response>"
    assert "{{" not in "".join(lines)  # which a TwiML Bin would fill in
    assert max(map(len, lines)) < 260


def test_what_the_text_says_is_what_is_found_at_its_host(second_host: SecondHost) -> None:
    second_host.text = fallback.text(ACME, ON_CALL)
    assert fallback.ask(second_host.url).numbers == (ON_CALL,)


@pytest.mark.parametrize("text", ["<Response><Say>a</Say>", '<!DOCTYPE a [<!ENTITY b "c">]><a/>'])
def test_hostile_answers_are_refused(second_host: SecondHost, text: str) -> None:
    second_host.text = text
    with pytest.raises(fallback.BadFallback, match="no XML"):
        fallback.ask(second_host.url)
