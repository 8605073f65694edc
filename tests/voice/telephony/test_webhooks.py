"""The provider's requests: let in or refused, recorded once, answered in TwiML in any case."""

from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from twilio.request_validator import RequestValidator

from core import db
from core.audit import AuditEntry
from core.config import settings
from core.db import session
from core.outbox import Task
from core.screen import ScreenMessage
from core.tenants import Line
from tests.conftest import World, set_real_telephony
from tests.core.reading.test_phone_numbers import DRESSES
from tests.voice.calls.test_calls import leg_of, talking
from tests.voice.provider import Provider, new_sid, path_of
from tickets.models import Ticket
from voice import addresses, calls, recordings
from voice.calls import events
from voice.models import Call, CallEvent, Offer, Recording
from voice.simulator.network.twiml import WAITING_VERBS, parse
from voice.telephony import refusals, webhooks
from voice.ticketing import ticket_of_call


@pytest.fixture
def database(sqlite_database: str) -> str:
    """One database is enough here; tests of calls and events run on both."""
    return sqlite_database


def document(answer) -> ElementTree.Element:  # type: ignore[no-untyped-def]
    assert answer.content_type.startswith("text/xml")
    parse(answer.data, answer.content_type)  # strictly: what the provider only warns about fails
    return ElementTree.fromstring(answer.data)


def count(model: type) -> int:
    return int(session.scalar(select(func.count()).select_from(model)) or 0)


def always_recorded(world: World) -> None:
    world.acme.recording_policy = "always"
    session.merge(world.acme)
    db.commit()


# Let in


def test_a_call_opens_a_ticket_and_hears_the_notice(provider: Provider, world: World):
    always_recorded(world)
    root = document(provider.ring())
    assert root[0].tag == "Gather" and root[0].get("numDigits") == "1"
    assert "enregistré" in (root[0][0].text or "")
    assert root[0][0].get("voice") == "Polly.Lea-Neural"
    assert root[1].tag == "Redirect"
    call = provider.call
    assert (call.client_id, call.state) == (world.acme.id, "ringing")
    ticket = session.get_one(Ticket, call.ticket_id)
    assert (ticket.caller_number, ticket.state) == ("+33639980001", "ringing")


def test_without_recording_there_is_no_key_to_press(provider: Provider, world: World):
    world.acme.recording_policy = "off"
    session.merge(world.acme)
    db.commit()
    root = document(provider.ring())
    assert [verb.tag for verb in root] == ["Say", "Redirect"]


def test_the_same_ring_five_times_is_one_call_and_one_answer(provider: Provider):
    answers = {provider.ring().data for _ in range(5)}
    assert len(answers) == 1
    assert (count(Call), count(Ticket), count(CallEvent)) == (1, 1, 1)


@pytest.mark.parametrize("dress", DRESSES)
def test_the_line_is_found_by_its_number_in_every_dress(
    provider: Provider, world: World, dress: str
):
    provider.ring(To=dress)
    assert (provider.call.client_id, provider.call.to_number) == (world.acme.id, "+33199000900")


def test_the_callers_language_is_that_of_the_line(provider: Provider, world: World):
    session.merge(
        Line(client_id=world.acme.id, number="+33199000903", script_key="acme", language="ko")
    )
    db.commit()
    root = document(provider.ring(To="+33199000903"))
    assert root.find(".//Say").get("language") == "ko-KR"


def test_who_enters_waits_and_is_not_recorded(provider: Provider, world: World):
    always_recorded(world)
    provider.ring()
    dial = document(provider.ask("enter"))[0]
    assert dial.get("record") is None
    room = dial[0]
    assert room.text == provider.call.room and provider.sid not in room.text
    assert room.get("endConferenceOnExit") == "true"
    assert room.get("startConferenceOnEnter") == "false"
    assert provider.call.state == "waiting"
    provider.room_event("participant-join", "caller")
    assert recordings.of_call(provider.call.id) == []


def test_key_nine_objects(provider: Provider, world: World):
    always_recorded(world)
    provider.ring()
    first = provider.ask("objection", Digits="9")
    assert provider.ask("objection", Digits="9").data == first.data
    assert provider.call.recording_objected
    dial = document(provider.ask("enter"))[0]
    assert dial.get("record") is None
    assert count(Recording) == 0


def test_another_key_objects_to_nothing(provider: Provider, world: World):
    always_recorded(world)
    provider.ring()
    provider.ask("objection", Digits="5")
    assert not provider.call.recording_objected


def test_waiting_goes_on_for_ever(provider: Provider):
    provider.ring()
    answer = provider.ask("wait")
    verbs = parse(answer.data, answer.content_type, WAITING_VERBS)
    assert verbs[-1].name == "Redirect" and "/twilio/wait/" in verbs[-1].text


@pytest.mark.parametrize(
    "address",
    [
        addresses.address("voice"),
        addresses.address("enter", None),
        addresses.address("x", None, addresses.FOR_CALLBACKS),
    ],
)
def test_every_address_says_how_often_to_try(address: str):
    overrides = dict(pair.split("=") for pair in address.partition("#")[2].split("&"))
    tries = int(overrides["rc"]) + 1
    assert overrides["rp"] == "all"
    assert min(tries, 3) * int(overrides["rt"]) < 15_000


def test_an_unknown_number_is_answered_and_tells_a_supervisor(provider: Provider, on_duty: World):
    root = document(provider.ring(To="+33199000999"))
    assert "assistance" in (root.find(".//Say").text or "")
    call = provider.call
    assert (call.client_id, call.line_id, call.run_id) == (None, None, None)
    assert session.get_one(Ticket, call.ticket_id).client_id is None
    alerts = session.scalars(select(ScreenMessage).filter_by(event="alert")).all()
    assert [alert.user_id for alert in alerts] == [on_duty.sofia.id]
    assert session.scalars(select(AuditEntry).filter_by(action="unknown_number")).one()
    assert {o.user_id for o in session.scalars(select(Offer))} >= {
        on_duty.ana.id, on_duty.bruno.id,
    }  # fmt: skip


@pytest.mark.parametrize(
    "number",
    [
        "",
        "anonymous",
        "unknown",
        "+266696687",
        "+7378742833",
        "'; DROP TABLE calls",
        "+33\x00",
        "☎",
    ],
)
def test_a_withheld_caller_has_no_history(provider: Provider, client: FlaskClient, number: str):
    provider.ring(From=number)
    assert provider.call.from_withheld and provider.call.caller_key == ""
    second = Provider(client)
    second.ring(From=number)
    assert ticket_of_call.open_tickets(second.call) == []


def test_a_known_caller_finds_their_open_tickets(provider: Provider, client: FlaskClient):
    provider.ring()
    other = Provider(client)
    other.ring()
    assert [t.id for t in ticket_of_call.open_tickets(other.call)] == [provider.call.ticket_id]
    elsewhere = Provider(client, to="+33199000901")
    elsewhere.ring()
    assert ticket_of_call.open_tickets(elsewhere.call) == []  # another client's tickets stay theirs


def test_new_parameters_are_welcome(provider: Provider):
    assert provider.ring(SomethingNew="1", Zusätzlich="ja").status_code == 200


# Refused


def refused(answer, status: int) -> None:  # type: ignore[no-untyped-def]
    assert answer.status_code == status
    assert document(answer)[0].tag == "Say"
    session.rollback()
    assert count(Call) == 0


def test_without_or_with_a_wrong_signature(provider: Provider, client: FlaskClient):
    refused(client.post("/twilio/voice", data=provider.form), 403)
    forged = {"X-Twilio-Signature": "bm90IGdlbnVpbmU="}
    refused(client.post("/twilio/voice", data=provider.form, headers=forged), 403)
    refused(client.post("/twilio/voice", data=provider.form, headers={**forged, "Host": "x"}), 403)
    assert refusals.totals()["signature"] >= 3


def test_a_changed_field_breaks_the_signature(provider: Provider, client: FlaskClient):
    signature = {"X-Twilio-Signature": provider.sign("/twilio/voice", provider.form)}
    changed = {**provider.form, "To": "+33199000901"}
    refused(client.post("/twilio/voice", data=changed, headers=signature), 403)


def test_another_account(provider: Provider):
    refused(provider.ring(AccountSid=new_sid("AC")), 403)


def test_json_is_no_form_even_with_a_good_signature(provider: Provider, client: FlaskClient):
    signature = {"X-Twilio-Signature": provider.sign("/twilio/voice", {})}
    refused(client.post("/twilio/voice", json=provider.form, headers=signature), 415)


def test_get_is_refused(client: FlaskClient, world: World):
    refused(client.get("/twilio/voice"), 405)


def test_too_large(provider: Provider):
    refused(provider.ring(Padding="x" * 70_000), 413)


def test_no_such_address(provider: Provider):
    refused(provider.post("/twilio/nothing/here"), 404)


@pytest.mark.parametrize(
    "sid", ["", "CA1", "CA" + "g" * 32, "RE" + "0" * 32, "CA" + "0" * 32 + "\n"]
)
def test_a_call_id_that_is_none(provider: Provider, sid: str):
    refused(provider.ring(CallSid=sid), 400)


def test_the_second_token_is_good_during_a_rotation(
    provider: Provider, environment: pytest.MonkeyPatch
):
    account = new_sid("AC")
    tokens = {"TWILIO_AUTH_TOKEN": "first-token", "TWILIO_AUTH_TOKEN_SECONDARY": "second-token"}
    set_real_telephony(environment, TWILIO_ACCOUNT_SID=account, **tokens)
    form = {**provider.form, "AccountSid": account}
    url = settings().public_base_url + "/twilio/voice"

    def status(token: str) -> int:
        headers = {"X-Twilio-Signature": RequestValidator(token).compute_signature(url, form)}
        return provider.client.post("/twilio/voice", data=form, headers=headers).status_code

    assert [status(t) for t in ("first-token", "second-token", "third-token")] == [200, 200, 403]


def test_the_raw_path_is_what_is_signed(provider: Provider):
    """Flask decodes %27 and %40 in its own URL, and the signature would not match."""
    path = "/twilio/nothing%27s/a%40b?z=1&a=%2B"
    assert provider.post(path).status_code == 404  # let in, and nothing there


@pytest.mark.parametrize("token", ["", "x", "0" * 32 + "." + "0" * 24, "../../etc/passwd"])
def test_a_token_that_we_did_not_make(provider: Provider, token: str):
    provider.ring()
    assert provider.post(f"/twilio/enter/{token}").status_code in (403, 404)
    assert provider.call.state == "ringing"


def test_a_call_does_not_act_for_another(provider: Provider, client: FlaskClient):
    provider.ring()
    other = Provider(client)
    other.ring()
    path = path_of(addresses.address("dial-end", provider.call))
    assert other.post(path, DialCallStatus="answered").status_code == 403
    assert provider.call.state == "ringing"


def test_an_agents_phone_does_not_act_for_the_call_of_another(
    provider: Provider, client: FlaskClient, on_duty: World
):
    talking(provider, on_duty.ana)
    other = Provider(client)
    talking(other, on_duty.bruno)
    phone = str(leg_of(other, on_duty.bruno).provider_sid)
    answer = provider.ask("agent-end", CallSid=phone)
    assert (answer.status_code, document(answer)[0].tag) == (403, "Say")
    assert provider.call.state == "connected"


def test_tokens_of_another_key_are_worth_nothing(
    provider: Provider, environment: pytest.MonkeyPatch
):
    provider.ring()
    token = addresses.token_of(provider.call.id)
    environment.setenv("SECRET_KEY", "k" * 40)
    environment.setenv("AUDIT_KEY", "a" * 40)
    settings.cache_clear()
    assert addresses.call_of(token) is None


# Replayed, late, lost


def test_replay_of_a_whole_call_changes_nothing(provider: Provider, on_duty: World):
    provider.ring()
    provider.enter()
    provider.caller_leaves()
    assert provider.call.state == "abandoned"
    before = (count(Call), count(CallEvent), count(Ticket))
    provider.sequence = 0
    provider.ring()
    provider.enter()
    provider.caller_leaves()
    assert provider.call.state == "abandoned"
    assert (count(Call), count(CallEvent), count(Ticket)) == before


def test_unknown_events_of_the_provider_are_kept_and_ignored(provider: Provider):
    provider.ring()
    assert provider.room_event("participant-teleported", "caller").status_code == 200
    assert provider.room_event("participant-join", "caller", FriendlyName="c-x").status_code == 200
    stored = events.of(provider.call.id)
    assert [event.outcome for event in stored] == ["moved", "unknown", "unknown"]
    assert provider.call.state == "ringing"


def test_an_agents_phone_that_nobody_let_in_is_no_call(provider: Provider) -> None:
    """The number's own callback may tell of it too."""
    provider.post("/twilio/status", From=f"client:{new_sid('CA')}", CallStatus="completed")
    assert session.scalar(select(func.count()).select_from(Call)) == 0


def test_the_end_of_a_call_we_never_heard_of_leaves_a_ticket(provider: Provider):
    provider.post("/twilio/status", CallStatus="completed", CallDuration="12")
    assert provider.call.state == "abandoned"
    assert session.get_one(Ticket, provider.call.ticket_id).state == "abandoned"


def test_a_room_that_failed_is_tried_once_more(provider: Provider):
    provider.ring()
    provider.ask("enter")

    def failed(attempt: str) -> list[str]:
        token = {"I-Twilio-Idempotency-Token": attempt}
        form = {"DialCallStatus": "failed", "CallStatus": "in-progress"}
        return [verb.tag for verb in document(provider.ask("dial-end", token, **form))]

    assert failed("one") == ["Say", "Dial", "Redirect"]
    assert failed("one") == ["Say", "Dial", "Redirect"]
    assert failed("two") == ["Say", "Hangup"]


def test_a_room_that_was_not_dialled_is_tried_once_more(provider: Provider):
    """The provider goes on with the next verb then, and says nothing about the dialling."""
    provider.ring()
    after = document(provider.ask("enter"))[1]
    assert after.tag == "Redirect"
    token = {"I-Twilio-Idempotency-Token": "one"}
    asked = provider.post(path_of(after.text), token, CallStatus="in-progress")
    assert [verb.tag for verb in document(asked)] == ["Say", "Dial", "Redirect"]
    assert provider.call.state == "waiting"


UNKNOWN = "lines_crossed"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("status", {"CallStatus": UNKNOWN}),
        ("dial-end", {"DialCallStatus": UNKNOWN, "CallStatus": "in-progress"}),
        ("conference", {"StatusCallbackEvent": UNKNOWN}),
        ("conference", {"StatusCallbackEvent": UNKNOWN, "ParticipantLabel": "caller"}),
        ("recording", {"RecordingSid": "RE" + "1" * 32, "RecordingStatus": UNKNOWN}),
    ],
)
def test_a_word_that_nobody_knows_is_kept_and_moves_nothing(
    provider: Provider, name: str, form: dict[str, str]
):
    provider.ring()
    provider.enter()
    room = {"ConferenceSid": provider.room_sid, "FriendlyName": provider.call.room}
    more = {"SequenceNumber": "9"} | room if name == "conference" else {}
    assert provider.ask(name, **more, **form).status_code == 200
    assert provider.call.state == "waiting"
    kept = events.of(provider.call.id)[-1]
    assert UNKNOWN in kept.payload.values() and kept.outcome != "moved"
    assert recordings.of_call(provider.call.id) == []


def test_what_is_not_understood_is_looked_up(provider: Provider):
    provider.ring()
    provider.enter()
    looks = select(func.count()).select_from(Task).filter_by(name="voice.check_room")
    provider.ask("status", CallStatus="in-progress")
    assert session.scalar(looks) == 0
    provider.ask("status", CallStatus=UNKNOWN)
    assert session.scalar(looks) == 1


def test_after_a_word_that_nobody_knows_the_caller_hears_goodbye_or_is_let_in(provider: Provider):
    """Whoever has been in the room is out of it now."""
    provider.ring()
    provider.ask("enter")
    out = {"DialCallStatus": UNKNOWN, "CallStatus": "in-progress"}
    token = {"I-Twilio-Idempotency-Token": "one"}
    again = document(provider.ask("dial-end", token, **out))
    provider.room_event("participant-join", "caller")
    over = document(provider.ask("dial-end", {"I-Twilio-Idempotency-Token": "two"}, **out))
    assert [[verb.tag for verb in each] for each in (again, over)] == [
        ["Say", "Dial", "Redirect"],
        ["Say", "Hangup"],
    ]


def broken(*_: object) -> None:
    raise OperationalError("select", {}, Exception("gone"))


def test_a_failure_of_ours_is_asked_again_a_few_times_and_then_is_an_error(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
):
    """So that the caller does not wait for ever, but hears the number's fallback."""
    provider.ring()
    address = addresses.address("enter", provider.call)
    monkeypatch.setattr(calls, "enter_room", broken)
    for times in range(1, webhooks.MOST_AGAIN + 1):
        root = document(provider.post(path_of(address)))
        assert [verb.tag for verb in root] == ["Say", "Pause", "Redirect"]
        address = root[2].text or ""
        assert f"again={times}" in address
    last = provider.post(path_of(address))
    assert last.status_code == 503
    assert document(last)[0].tag == "Say"


@pytest.mark.parametrize("again", ["", "-1", "1e9", "x", "٣", "1000000000000"])
def test_a_count_that_is_none_begins_anew(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, again: str
):
    monkeypatch.setattr(calls, "receive", broken)
    root = document(provider.post(f"/twilio/voice?{urlencode({'again': again})}"))
    assert "again=1&" not in (root[2].text or "") and "again=1#" in (root[2].text or "")


def test_a_callback_that_fails_is_an_error_at_once(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
):
    """The provider repeats it then, as its address asks."""
    provider.ring()
    address = addresses.address("status", provider.call, addresses.FOR_CALLBACKS)
    monkeypatch.setattr(events, "record", broken)
    answer = provider.post(path_of(address), CallStatus="completed")
    assert answer.status_code == 503
    assert "rp=all" in address
    document(answer)


def test_an_objection_outlives_a_failure_of_ours(
    provider: Provider, world: World, monkeypatch: pytest.MonkeyPatch
):
    """The provider does not say the key again when it asks again."""
    always_recorded(world)
    provider.ring()
    with monkeypatch.context() as patch:
        patch.setattr(events, "record", broken)
        root = document(provider.ask("objection", Digits="9"))
    provider.post(path_of(root[2].text or ""))
    assert provider.call.recording_objected


# Recordings


def test_a_recording_is_reported_and_will_be_fetched(provider: Provider, world: World):
    always_recorded(world)
    provider.ring()
    provider.enter()
    sid = new_sid("RE")
    for status in ("completed", "in-progress", "completed"):
        provider.ask(
            "recording",
            RecordingSid=sid,
            RecordingStatus=status,
            RecordingChannels="2",
            RecordingDuration="31",
            RecordingUrl="http://169.254.169.254/latest/meta-data",
        )
    (row,) = recordings.of_call(provider.call.id)
    assert (row.state, row.provider_sid, row.duration) == ("available", sid, 31.0)
    assert row.caller_channel == 0


def test_a_recording_that_is_absent_says_why(provider: Provider, world: World):
    always_recorded(world)
    provider.ring()
    provider.enter()
    provider.ask(
        "recording", RecordingSid=new_sid("RE"), RecordingStatus="absent", ErrorCode="16102"
    )
    (row,) = recordings.of_call(provider.call.id)
    assert row.state == "absent" and "silent" in row.error


@pytest.mark.parametrize("sid", ["", "RE1", "../RE" + "0" * 32])
def test_a_recording_id_that_is_none(provider: Provider, sid: str):
    provider.ring()
    answer = provider.ask("recording", RecordingSid=sid, RecordingStatus="completed")
    assert answer.status_code == 400
    assert count(Recording) == 0
