"""The strict reading of TwiML, and that its tables are the SDK's own words."""

import inspect
import re

import pytest
from twilio.twiml import lower_camel, voice_response

from voice.simulator.network.twiml import GRAMMAR, WAITING_VERBS, TwimlError, parse

# Where the SDK names what a verb may carry: (owner of the method, method).
SDK_METHODS = {
    "Say": (voice_response.VoiceResponse, "say"),
    "Play": (voice_response.VoiceResponse, "play"),
    "Pause": (voice_response.VoiceResponse, "pause"),
    "Gather": (voice_response.VoiceResponse, "gather"),
    "Dial": (voice_response.VoiceResponse, "dial"),
    "Redirect": (voice_response.VoiceResponse, "redirect"),
    "Reject": (voice_response.VoiceResponse, "reject"),
    "Record": (voice_response.VoiceResponse, "record"),
    "Hangup": (voice_response.VoiceResponse, "hangup"),
    "Conference": (voice_response.Dial, "conference"),
    "Number": (voice_response.Dial, "number"),
}


def document(inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'.encode()


def test_every_element_of_the_table_is_held_to_the_sdk() -> None:
    assert set(SDK_METHODS) | {"Response"} == set(GRAMMAR)


@pytest.mark.parametrize("name", sorted(SDK_METHODS))
def test_attributes_are_spelt_as_the_sdk_spells_them(name: str) -> None:
    owner, method = SDK_METHODS[name]
    attributes = {lower_camel(p) for p in inspect.signature(getattr(owner, method)).parameters}
    assert set(GRAMMAR[name].attributes) <= attributes


def test_twiml_of_the_sdk_is_accepted() -> None:
    response = voice_response.VoiceResponse()
    gather = voice_response.Gather(input="dtmf", num_digits=1, timeout=1, action="/a#rc=2&rp=all")
    gather.say("Bonjour & bienvenue", language="fr-FR")
    response.append(gather)
    response.redirect("/enter/x")
    verbs = parse(str(response).encode(), "text/xml; charset=utf-8")
    assert [verb.name for verb in verbs] == ["Gather", "Redirect"]
    assert verbs[0].get("action") == "/a#rc=2&rp=all"
    assert verbs[0].children[0].text == "Bonjour & bienvenue"


@pytest.mark.parametrize(
    "inside",
    [
        "<say>hello</say>",
        "<Shout>hello</Shout>",
        '<Say tone="loud">hello</Say>',
        "<Say></Say>",
        f"<Say>{'a' * 4097}</Say>",
        '<Pause length="soon"/>',
        "<Pause>text</Pause>",
        "<Redirect>/x</Redirect>stray",
        '<Dial record="yes"><Conference>r</Conference></Dial>',
        "<Dial>+33199000101</Dial>",
        "<Dial/>",
        "<Dial><Conference>a</Conference><Conference>b</Conference></Dial>",
        "<Dial><Say>a</Say></Dial>",
        "<Conference>r</Conference>",
        '<Dial><Conference beep="maybe">r</Conference></Dial>',
        '<Dial><Conference statusCallbackEvent="start speaker">r</Conference></Dial>',
        '<Gather input="speech"/>',
        "<Gather><Dial><Conference>r</Conference></Dial></Gather>",
        '<Start><Stream url="wss://example.com/ms"/></Start>',
    ],
)
def test_elements_outside_the_table_are_refused(inside: str) -> None:
    with pytest.raises(TwimlError) as refused:
        parse(document(inside), "text/xml")
    assert refused.value.code == 12200


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (document(""), "application/json", 12300),
        (b"<html>", "text/html", 12300),
        (document(""), "", 12300),
        (b"<Response>", "text/xml", 12100),
        (b"", "text/xml", 12100),
        (b"<Answer/>", "text/xml", 12200),
        (b"<Say>hello</Say>", "text/xml", 12100),
        (document("<Dial><Number>0199000101</Number></Dial>"), "text/xml", 13223),
        (
            b'<!DOCTYPE r [<!ENTITY a "aaaa">]><Response><Say>&a;</Say></Response>',
            "text/xml",
            12100,
        ),
    ],
)
def test_an_answer_that_is_no_document_has_its_own_code(
    body: bytes, content_type: str, code: int
) -> None:
    with pytest.raises(TwimlError) as refused:
        parse(body, content_type)
    assert refused.value.code == code


def test_a_waiting_document_may_not_dial() -> None:
    dial = document("<Dial><Conference>r</Conference></Dial>")
    assert parse(dial, "text/xml")
    with pytest.raises(TwimlError):
        parse(dial, "text/xml", WAITING_VERBS)


def test_the_error_names_the_fault() -> None:
    with pytest.raises(TwimlError, match=re.escape("<Say> has no attribute tone.")):
        parse(document('<Say tone="loud">hello</Say>'), "text/xml")
