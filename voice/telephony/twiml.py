"""TwiML: what the provider shall do, as pure functions of what is stored about a call.

So a repeated request gets the same answer. Verbs: https://www.twilio.com/docs/voice/twiml
A live stream would be <Start><Stream> directly before <Dial> in `enter`.
"""

from collections.abc import Sequence

from core.db import Texts
from core.languages import HOME, choose, say
from core.tenants import Client
from voice import music, phrases
from voice.addresses import FOR_CALLBACKS, address
from voice.gateway import Dial, Gather, VoiceResponse
from voice.models import Call, Leg
from voice.states import CallState

ROOM_EVENTS = "start end join leave mute hold modify"
LONGEST_SAY = 3000
RING_SECONDS = 30  # of the person on call, when this service is down
AFTER_WORDS = 2  # seconds, before the music begins again
# How long the provider holds a party's voice to even it out; if nothing is said, 300 to 1,000 ms.
# Telephones send evenly, so 150 to 200 ms will do; browsers on Wi-Fi do not: 200 to 360 ms.
FROM_TELEPHONES, FROM_BROWSERS = "small", "medium"
ENTRIES = 2  # times a caller is brought into the room when that failed
NOTHING = str(VoiceResponse())  # the answer to a callback


def voice(call: Call, client: Client | None) -> str:
    """Greeting and notice; key 9 meanwhile objects to recording."""
    response = VoiceResponse()
    announcement = _announcement(call, client)
    own = client.language if client else HOME
    if call.recording_mode == "off":
        _speak(response, announcement, call.language, own)
    else:
        gather = Gather(
            input="dtmf",
            num_digits=1,
            timeout=1,
            action=address("objection", call),
            method="POST",
        )
        _speak(gather, announcement, call.language, own)
        response.append(gather)
    response.redirect(address("enter", call), method="POST")
    return str(response)


def _announcement(call: Call, client: Client | None) -> Texts:
    if client and say(client.announcement, call.language):
        return client.announcement
    if call.recording_mode == "off":
        return phrases.WELCOME
    return {
        language: f"{welcome} {phrases.NOTICE[language]}"
        for language, welcome in phrases.WELCOME.items()
    }


def objection(call: Call) -> str:
    """After a key during the notice."""
    response = VoiceResponse()
    if call.recording_objected:
        _speak(response, phrases.NOT_RECORDED, call.language)
    response.redirect(address("enter", call), method="POST")
    return str(response)


def enter(call: Call) -> str:
    """Bring the caller into the room, where they are recorded only once they talk."""
    response = VoiceResponse()
    _let_in(response, call, address("wait", call))
    return str(response)


def _let_in(response: VoiceResponse, call: Call, wait_url: str | None) -> None:
    """The caller goes into the room; without `wait_url` they hear music of the provider there."""
    dial = Dial(action=address("dial-end", call), method="POST")
    _room(dial, call, "caller", FROM_TELEPHONES, wait_url, start=False, end=True)
    response.append(dial)
    # Reached only where no room is dialled: https://www.twilio.com/docs/api/errors/16025
    response.redirect(address("dial-end", call), method="POST")


def _room(
    dial: Dial,
    call: Call,
    label: str,
    jitter: str,
    wait_url: str | None,
    *,
    start: bool,
    end: bool,
) -> None:
    """The callback is the same for all legs: the provider uses only that of the first leg.

    `jitter` is the delay that evens out this party's voice before the others hear it.
    """
    dial.conference(
        call.room,
        participant_label=label,
        start_conference_on_enter=start,
        end_conference_on_exit=end,
        beep="false",
        jitter_buffer_size=jitter,
        wait_url=wait_url,
        wait_method="POST" if wait_url else None,
        status_callback=address("conference", call, FOR_CALLBACKS),
        status_callback_method="POST",
        status_callback_event=ROOM_EVENTS,
    )


def wait(call: Call) -> str:
    """What a caller hears while waiting or on hold; it redirects to itself to go on.

    Whoever enters comes from the announcement, and whoever is put on hold has just been told so:
    music comes first, and the words when it ends, or at once where it cannot be fetched. Whose
    agent is gone is told that first.
    """
    response = VoiceResponse()
    if call.connected_at is not None and call.state == CallState.WAITING:
        _speak(response, phrases.AGENT_GONE, call.language)
        response.play(music.address(call.client))
    else:
        response.play(music.address(call.client))
        words = phrases.PLEASE_WAIT if call.connected_at is None else phrases.ON_HOLD
        _speak(response, words, call.language)
    response.pause(length=AFTER_WORDS)
    response.redirect(address("wait", call), method="POST")
    return str(response)


def agent(call: Call, leg: Leg) -> str:
    """Bring the agent into the room. It stays open without them, so a reload loses no caller."""
    response = VoiceResponse()
    if call.state == CallState.CLAIMED and call.waiting_at is None:
        return _agent_early(call)
    dial = Dial(action=address("agent-end", call), method="POST")
    wait_url = address("wait", call)
    _room(dial, call, leg.label, FROM_BROWSERS, wait_url, start=True, end=False)
    response.append(dial)
    return str(response)


def _agent_early(call: Call) -> str:
    """The caller still hears the announcement: wait a second, and ask again."""
    response = VoiceResponse()
    response.pause(length=1)
    response.redirect(address("agent"), method="POST")
    return str(response)


def agent_refused(language: str) -> str:
    response = VoiceResponse()
    _speak(response, phrases.CALL_NOT_YOURS, language)
    response.hangup()
    return str(response)


def dial_end(call: Call, failures: int) -> str:
    """After the room: say goodbye; where it could not be entered, try again, then apologise.

    What fails may be our waiting music, so the second time the provider's own is heard.
    """
    response = VoiceResponse()
    if failures == 0:
        _speak(response, phrases.GOODBYE, call.language)
        response.hangup()
    elif failures < ENTRIES:
        _speak(response, phrases.ONE_MOMENT, call.language)
        _let_in(response, call, None)
    else:
        return sorry(call.language)
    return str(response)


def again(url: str, language: str = HOME, pause: int = 3) -> str:
    """We have no answer yet: the caller waits a moment, then the provider asks once more."""
    response = VoiceResponse()
    _speak(response, phrases.ONE_MOMENT, language)
    response.pause(length=pause)
    response.redirect(url, method="POST")
    return str(response)


def sorry(language: str = HOME) -> str:
    response = VoiceResponse()
    _speak(response, phrases.SORRY, language)
    response.hangup()
    return str(response)


def fallback(languages: Sequence[str], number: str = "", caller_id: str = "") -> str:
    """What another host says in our place, in each of these languages; `number` (E.164) is called.

    The person there sees `caller_id`, a number of ours: networks let any other through or not.
    """
    response = VoiceResponse()
    if number:
        for language in languages:
            _speak(response, phrases.CALLING_ON_CALL, language)
        dial = Dial(timeout=RING_SECONDS, **({"caller_id": caller_id} if caller_id else {}))
        dial.number(number)
        response.append(dial)
    for language in languages:
        _speak(response, phrases.SORRY, language)
    response.hangup()
    return str(response)


def hang_up() -> str:
    response = VoiceResponse()
    response.hangup()
    return str(response)


def _speak(verb: VoiceResponse | Gather, texts: Texts, requested: str, own: str = HOME) -> None:
    """Speak a text in a voice of the text's language, which may differ from the caller's."""
    language = choose([one for one, text in texts.items() if text.strip()], requested, own)
    code, voice_name = phrases.VOICES[choose(phrases.VOICES, language, HOME)]
    verb.say(_clean(say(texts, language)), language=code, voice=voice_name)


def _clean(text: str) -> str:
    """Without characters that XML cannot carry, and short enough for one <Say>."""
    clean = text if text.isprintable() else "".join(filter(_may_be_said, text))
    return clean[:LONGEST_SAY]


def _may_be_said(character: str) -> bool:
    return character.isprintable() or character in "\n\t"
