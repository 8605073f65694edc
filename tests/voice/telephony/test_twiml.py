"""TwiML as pure functions: hostile text stays text, every language speaks, strict grammar holds."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from core.tenants import Client
from voice import music, phrases
from voice.models import Call, Leg
from voice.simulator.network.twiml import parse
from voice.states import CallState
from voice.telephony import twiml

ID = "0" * 31 + "1"
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def a_call(**values: object) -> Call:
    fields = {
        "id": ID, "language": "fr", "recording_mode": "always", "recording_objected": False,
        "state": CallState.WAITING, "from_number": "+33639980001", "from_withheld": False,
    }  # fmt: skip
    return Call(**{**fields, **values})


def spoken_text(document: str) -> str:
    parse(document.encode(), "text/xml")
    return " ".join(e.text or "" for e in ElementTree.fromstring(document).iter("Say"))


@pytest.mark.parametrize("language", ["fr", "en", "ko"])
def test_every_document_speaks_every_language(language: str):
    call = a_call(language=language)
    code, voice = phrases.VOICES[language]
    for document in (
        twiml.voice(call, None), twiml.wait(call), twiml.dial_end(call, 0),
        twiml.dial_end(call, 1), twiml.dial_end(call, 9), twiml.agent_refused(language),
        twiml.sorry(language), twiml.objection(a_call(language=language, recording_objected=True)),
    ):  # fmt: skip
        assert spoken_text(document)
        spoken = ElementTree.fromstring(document).iter("Say")
        assert {(e.get("language"), e.get("voice")) for e in spoken} == {(code, voice)}


@pytest.mark.parametrize(
    ("fields", "first", "words"),
    [
        ({}, "Play", phrases.PLEASE_WAIT),
        ({"state": CallState.HELD, "connected_at": START}, "Play", phrases.ON_HOLD),
        ({"state": CallState.CONNECTED, "connected_at": START}, "Play", phrases.ON_HOLD),
        ({"connected_at": START}, "Say", phrases.AGENT_GONE),
    ],
)
def test_music_is_played_with_words_that_fit(fields: dict, first: str, words: dict):
    """In every language; where the music cannot be fetched, the words are left."""
    for language in ("fr", "en", "ko"):
        document = ElementTree.fromstring(twiml.wait(a_call(language=language, **fields)))
        assert [verb.tag for verb in document][2:] == ["Pause", "Redirect"]
        assert document[0].tag == first
        assert document.findtext("Play") == music.address(None)
        assert document.findtext("Say") == words[language]


def test_each_client_has_its_own_music():
    call = a_call(client=Client(hold_music="c" * 64))
    assert ElementTree.fromstring(twiml.wait(call)).findtext("Play").endswith(f"/{'c' * 64}.wav")


def test_nobody_is_delayed_by_more_than_their_line_needs():
    call = a_call()
    leg = Leg(id="0" * 31 + "2", call_id=call.id, user_id=ID, number=1)
    rooms = [
        next(ElementTree.fromstring(document).iter("Conference"))
        for document in (twiml.enter(call), twiml.agent(call, leg))
    ]
    assert [room.get("jitterBufferSize") for room in rooms] == ["small", "medium"]


def test_an_unknown_language_is_answered_in_french():
    assert 'language="fr-FR"' in twiml.wait(a_call(language="xx"))


def test_the_clients_own_words_come_first():
    client = Client(announcement={"fr": "Ascenseurs Belleroche, cet appel est enregistré."})
    assert spoken_text(twiml.voice(a_call(), client)).startswith("Ascenseurs Belleroche")
    spoken = twiml.voice(a_call(language="en"), client)
    assert spoken_text(spoken).startswith("Ascenseurs Belleroche")
    assert 'language="fr-FR"' in spoken  # no English voice reads French


@pytest.mark.parametrize("mode", ["off", "always"])
def test_a_caller_of_no_language_of_the_client_hears_the_clients_own(mode: str):
    words = {"fr": "Ascenseurs Belleroche.", "en": "Belleroche Lifts."}
    spoken = twiml.voice(
        a_call(language="ko", recording_mode=mode), Client(announcement=words, language="en")
    )
    assert (spoken_text(spoken), 'language="en-' in spoken) == (words["en"], True)


@pytest.mark.parametrize(
    "text",
    ["</Say><Dial>+33899000000</Dial><Say>", "a & b < c", "]]>", "\x00\x0b bell \x07", "é" * 9000],
)
def test_hostile_words_stay_words(text: str):
    document = twiml.voice(a_call(), Client(announcement={"fr": text}))
    parse(document.encode(), "text/xml")
    assert [e.tag for e in ElementTree.fromstring(document).iter("Dial")] == []


def test_addresses_are_of_the_configured_base_and_hold_no_number():
    document = twiml.enter(a_call())
    assert "http://127.0.0.1:5000/twilio/dial-end/" in document
    assert "3363998" not in document


def test_all_who_enter_name_the_same_callback():
    """The room listens to the first one who comes, whoever that is."""
    call = a_call()
    leg = Leg(id="0" * 31 + "2", call_id=call.id, user_id=ID, number=1)
    rooms = [
        next(ElementTree.fromstring(document).iter("Conference"))
        for document in (twiml.enter(call), twiml.agent(call, leg))
    ]
    for name in ("statusCallback", "statusCallbackEvent", "waitUrl"):
        assert rooms[0].get(name) == rooms[1].get(name)
    assert rooms[0].text == rooms[1].text == f"c-{ID}"
    labels = {room.get("participantLabel") for room in rooms}
    assert labels == {"caller", leg.label}
