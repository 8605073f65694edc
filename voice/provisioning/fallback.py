"""The host that answers in our place: the text to give it, and what it says when it is asked."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from core.config import settings
from core.tenants import dialed
from voice import phrases
from voice.gateway import account
from voice.telephony import twiml

SPEAKS = {"Say", "Play", "Dial", "Redirect"}
METHOD = "GET"  # a file at a second host answers nothing else
E164 = re.compile(r"\+[1-9][0-9]{6,14}")


class BadFallback(Exception):
    """The address cannot stand in for us; the message says why."""


@dataclass(frozen=True)
class Fallback:
    """What another host says: the numbers that it dials, in its order."""

    numbers: tuple[str, ...]


def text(number: str, on_call: str = "") -> str:
    """The document for a number's TwiML Bin, in the languages of its client, easy to read."""
    document = twiml.fallback(_languages(number), on_call, number if on_call else "")
    root = ElementTree.fromstring(document)  # noqa: S314 - we have just written it
    ElementTree.indent(root)
    declaration = '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{declaration}\n{ElementTree.tostring(root, encoding='unicode')}"


def _languages(number: str) -> list[str]:
    """That of the line, then the client's others; those in which we have words."""
    found = dialed(number)
    if found is None:
        return ["fr", "en"]
    line, client = found
    spoken = dict.fromkeys([line.language, client.language, *client.languages])
    return [language for language in spoken if language in phrases.VOICES] or ["fr", "en"]


def check_address(address: str) -> None:
    """Raises BadFallback for one that cannot answer when we do not."""
    parts = urlsplit(address)
    secure = parts.scheme == "https" or settings().simulated
    if not secure or not parts.hostname:
        raise BadFallback(f"{address} is no https:// address")
    if parts.netloc == urlsplit(settings().public_base_url).netloc:
        raise BadFallback(f"{address} is this service itself: it is down when we are")


def ask(address: str, method: str = METHOD) -> Fallback:
    """Ask it as the provider does. Raises BadFallback, or GatewayError where nobody answers.

    A TwiML Bin answers requests that are signed for its account:
    https://www.twilio.com/docs/serverless/twiml-bins
    """
    form = {"AccountSid": settings().credentials.account_sid}
    answer = account.ask_as_provider(method, address, form)
    if answer.status != 200:
        raise BadFallback(f"{address} answers {answer.status}")
    try:
        root = defusedxml.ElementTree.fromstring(answer.body, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise BadFallback(f"{address} answers what is no XML: {error}") from None
    if root.tag != "Response" or not any(verb.tag in SPEAKS for verb in root):
        raise BadFallback(f"{address} answers no TwiML that speaks or dials")
    return Fallback(tuple(_dialed(root)))


def _dialed(root: ElementTree.Element) -> list[str]:
    """Raises BadFallback for a number that the provider does not dial."""
    numbers = []
    for dial in root.iter("Dial"):
        texts = [dial.text or "", *(each.text or "" for each in dial.iter("Number"))]
        numbers += [each.strip() for each in texts if each.strip()]
    for number in numbers:
        if not E164.fullmatch(number):
            raise BadFallback(f"it dials {number}, which is not written as +33199000900")
    return numbers
