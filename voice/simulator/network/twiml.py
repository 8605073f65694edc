"""Reads TwiML: accepts only what we use, and ignores nothing silently.

The real provider only warns about some of what is refused here (docs/simulator.md); being
stricter shows a misspelt attribute at once.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element as XmlElement
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

Check = Callable[[str], bool]

NOT_XML = 12100
AGAINST_SCHEMA = 12200
WRONG_CONTENT_TYPE = 12300
INVALID_NUMBER = 13223
CONTENT_TYPES = frozenset({"text/xml", "application/xml"})
LONGEST_SAY = 4096


class TwimlError(Exception):
    """A document the provider would not execute; `code` is the provider's error code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Node:
    """One verb or noun."""

    name: str
    attributes: Mapping[str, str]
    text: str
    children: tuple["Node", ...]

    def get(self, attribute: str, default: str = "") -> str:
        return self.attributes.get(attribute, default)

    def flag(self, attribute: str, default: bool) -> bool:
        return self.get(attribute, str(default).lower()) == "true"

    def number(self, attribute: str, default: float) -> float:
        return float(self.get(attribute, str(default)))

    def words(self, attribute: str, default: str = "") -> frozenset[str]:
        return frozenset(self.get(attribute, default).split())


@dataclass(frozen=True)
class Grammar:
    """Attributes, children and text that one element may have."""

    attributes: Mapping[str, Check] = field(default_factory=dict)
    children: frozenset[str] = frozenset()
    text: bool = False
    text_required: bool = False


def _any(value: str) -> bool:
    return bool(value)


def _one_of(*allowed: str) -> Check:
    return lambda value: value in allowed


def _words_of(*allowed: str) -> Check:
    return lambda value: bool(value) and set(value.split()) <= set(allowed)


def _whole(least: int, most: int) -> Check:
    return lambda value: value.isascii() and value.isdigit() and least <= int(value) <= most


def _url(value: str) -> bool:
    return re.fullmatch(r"[!-~]{1,4000}", value) is not None


def _e164(value: str) -> bool:
    return re.fullmatch(r"\+[1-9][0-9]{5,14}", value) is not None


_BOOLEAN = _one_of("true", "false")
_METHOD = _one_of("GET", "POST")
_ACTION: dict[str, Check] = {"action": _url, "method": _METHOD}
_TRIM = _one_of("trim-silence", "do-not-trim")
_RECORDING_CALLBACK: dict[str, Check] = {
    "recordingStatusCallback": _url,
    "recordingStatusCallbackMethod": _METHOD,
    "recordingStatusCallbackEvent": _words_of("in-progress", "completed", "absent"),
}
_CONFERENCE_EVENTS = ("start", "end", "join", "leave", "mute", "hold", "modify")
_SPOKEN = frozenset({"Say", "Play", "Pause"})
_VERBS = _SPOKEN | {"Gather", "Dial", "Redirect", "Hangup", "Reject", "Record"}
WAITING_VERBS = _SPOKEN | {"Redirect"}

GRAMMAR: Mapping[str, Grammar] = {
    "Response": Grammar(children=_VERBS),
    "Say": Grammar(
        {"voice": _any, "language": _any, "loop": _whole(0, 1000)}, text=True, text_required=True
    ),
    "Play": Grammar({"loop": _whole(0, 1000)}, text=True, text_required=True),
    "Pause": Grammar({"length": _whole(0, 3600)}),
    "Gather": Grammar(
        {
            **_ACTION,
            "input": _one_of("dtmf"),
            "timeout": _whole(0, 3600),
            "numDigits": _whole(1, 64),
            "finishOnKey": lambda value: re.fullmatch(r"[0-9*#]?", value) is not None,
            "actionOnEmptyResult": _BOOLEAN,
        },
        children=_SPOKEN,
    ),
    "Dial": Grammar(
        {
            **_ACTION,
            **_RECORDING_CALLBACK,
            "timeout": _whole(1, 600),
            "timeLimit": _whole(1, 14400),
            "callerId": _e164,
            "trim": _TRIM,
            "record": _one_of(
                "do-not-record",
                "record-from-answer",
                "record-from-ringing",
                "record-from-answer-dual",
                "record-from-ringing-dual",
            ),
        },
        children=frozenset({"Conference", "Number"}),
    ),
    "Number": Grammar(text=True, text_required=True),
    "Conference": Grammar(
        {
            "participantLabel": lambda value: re.fullmatch(r"[\w.-]{1,128}", value) is not None,
            "muted": _BOOLEAN,
            "startConferenceOnEnter": _BOOLEAN,
            "endConferenceOnExit": _BOOLEAN,
            "beep": _one_of("true", "false", "onEnter", "onExit"),
            "jitterBufferSize": _one_of("off", "small", "medium", "large"),
            "waitUrl": lambda value: value == "" or _url(value),
            "waitMethod": _METHOD,
            "statusCallback": _url,
            "statusCallbackMethod": _METHOD,
            "statusCallbackEvent": _words_of(*_CONFERENCE_EVENTS),
        },
        text=True,
        text_required=True,
    ),
    "Redirect": Grammar({"method": _METHOD}, text=True),
    "Hangup": Grammar(),
    "Reject": Grammar({"reason": _one_of("rejected", "busy")}),
    "Record": Grammar(
        {
            **_ACTION,
            **_RECORDING_CALLBACK,
            "timeout": _whole(1, 3600),
            "finishOnKey": lambda value: re.fullmatch(r"[0-9*#]*", value) is not None,
            "maxLength": _whole(1, 14400),
            "playBeep": _BOOLEAN,
            "trim": _TRIM,
        }
    ),
}


def parse(body: bytes, content_type: str, verbs: frozenset[str] = _VERBS) -> tuple[Node, ...]:
    """The verbs of a document; `verbs` narrows what it may hold (waiting music, for one).

    Raises TwimlError with the provider's code.
    """
    if content_type.split(";")[0].strip().lower() not in CONTENT_TYPES:
        raise TwimlError(WRONG_CONTENT_TYPE, f"The answer is {content_type or 'untyped'}, not XML.")
    root = _node(_parse_xml(body))
    if root.name != "Response":
        raise TwimlError(NOT_XML, f"The document is a <{root.name}>, not a <Response>.")
    for verb in root.children:
        if verb.name not in verbs:
            raise TwimlError(AGAINST_SCHEMA, f"<{verb.name}> is not allowed here.")
    return root.children


def _parse_xml(body: bytes) -> XmlElement:
    try:
        root: XmlElement = defusedxml.ElementTree.fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise TwimlError(NOT_XML, f"The answer cannot be parsed as XML: {error}.") from error
    return root


def _node(element: XmlElement) -> Node:
    name = str(element.tag)
    grammar = GRAMMAR.get(name)
    if grammar is None:
        raise TwimlError(AGAINST_SCHEMA, f"There is no verb or noun <{name}> here.")
    _check_attributes(name, element.attrib, grammar)
    return Node(name, dict(element.attrib), _text(element, grammar), _children(element, grammar))


def _check_attributes(name: str, attributes: Mapping[str, str], grammar: Grammar) -> None:
    for attribute, value in attributes.items():
        check = grammar.attributes.get(attribute)
        if check is None:
            raise TwimlError(AGAINST_SCHEMA, f"<{name}> has no attribute {attribute}.")
        if not check(value):
            raise TwimlError(
                AGAINST_SCHEMA, f'<{name} {attribute}="{value}"> is not a legal value.'
            )


def _text(element: XmlElement, grammar: Grammar) -> str:
    text = (element.text or "").strip()
    stray = "".join(child.tail or "" for child in element).strip()
    if stray or (text and not grammar.text):
        raise TwimlError(AGAINST_SCHEMA, f"<{element.tag}> holds stray text.")
    if grammar.text_required and not text:
        raise TwimlError(AGAINST_SCHEMA, f"<{element.tag}> is empty.")
    if element.tag == "Say" and len(text) > LONGEST_SAY:
        raise TwimlError(AGAINST_SCHEMA, f"<Say> is longer than {LONGEST_SAY} characters.")
    return text


def _children(element: XmlElement, grammar: Grammar) -> tuple[Node, ...]:
    for child in element:
        if child.tag in GRAMMAR and child.tag not in grammar.children:
            raise TwimlError(AGAINST_SCHEMA, f"<{child.tag}> cannot stand in <{element.tag}>.")
    children = tuple(_node(child) for child in element)
    if element.tag == "Dial" and len(children) != 1:
        raise TwimlError(AGAINST_SCHEMA, "<Dial> needs exactly one noun.")
    if element.tag == "Dial" and children[0].name == "Number" and not _e164(children[0].text):
        raise TwimlError(INVALID_NUMBER, f"{children[0].text} is no number to dial.")
    return children
