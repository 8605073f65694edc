"""A ticket's page and document: what is told, to whom, and what is not there any more."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core import audit, db
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from tests.web.portal.finished_calls import (
    FinishedCall,
    answer_all,
    answered_call,
    record,
    transcribe,
    whole_case,
)
from tickets import cases
from tickets.models import Ticket
from voice.states import RecordingState

SignIn = Callable[[User], Person]
ROOT = Path(__file__).parents[3]


@pytest.fixture
def done(world: World) -> FinishedCall:
    return whole_case(world.acme.id, world.ana)


@pytest.fixture
def rita(signed_in: SignIn, world: World, app: object) -> Person:
    """Acme's reader, in English."""
    world.rita.language = "en"
    db.session.merge(world.rita)
    db.commit()
    return signed_in(world.rita)


def page(person: Person, ticket: Ticket) -> str:
    reply = person.get(f"/tickets/{ticket.id}")
    assert reply.status_code == 200
    return reply.get_data(as_text=True)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def document(person: Person, ticket: Ticket) -> Any:
    reply = person.get(f"/api/tickets/{ticket.id}")
    assert reply.status_code == 200
    return reply.json


def change(row: object, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    db.session.merge(row)
    db.commit()


# The document


def test_the_document_has_its_documented_shape(rita: Person, done: FinishedCall) -> None:
    content = document(rita, done.ticket)
    assert set(content["ticket"]) >= {
        "id", "number", "state", "title", "summary", "priority", "team", "opened_at",
        "waited_seconds", "caller", "language", "script",
    }  # fmt: skip
    assert set(content["client"]) >= {"id", "slug", "name"}
    assert set(content["recording"]) >= {"id", "state", "duration", "caller_channel"}
    assert set(content["transcript"]) == {"id", "language", "model", "duration", "segments"}
    assert set(content["timings"]) == {
        "rang_at", "waiting_at", "claimed_at", "connected_at", "ended_at", "closed_at",
        "transcribed_at", "attached_at",
    }  # fmt: skip
    first = content["transcript"]["segments"][0]
    assert set(first) == {"channel", "speaker", "start", "end", "text", "words"}
    assert first["words"][1] == {"text": "blue", "start": 1.4, "end": 1.75, "confidence": 0.95}
    assert (content["ticket"]["waited_seconds"], content["timings"]["rang_at"]) == (
        11, "2026-03-02T08:30:00+00:00",
    )  # fmt: skip


def test_answers_carry_their_proof(rita: Person, done: FinishedCall) -> None:
    answers = {each["key"]: each for each in document(rita, done.ticket)["answers"]}
    assert list(answers) == ["machine", "problem", "since", "name", "phone"]
    assert (answers["machine"]["title"], answers["machine"]["display"]) == (
        "machine in English", "Blue pump",
    )  # fmt: skip
    assert answers["machine"]["evidence"] == {
        "transcript_id": done.transcripts[0].id, "channel": 0, "start": 1.4, "end": 2.15,
        "quote": "blue pump",
    }  # fmt: skip
    assert (answers["name"]["state"], answers["name"]["evidence"]) == ("typed", None)
    assert (answers["phone"]["value"], answers["phone"]["display"]) == (None, "no idea")


@pytest.mark.parametrize(
    ("language", "moment"),
    [("fr", "lundi 2 mars 2026 à 09:30"), ("en", "Monday 2 March 2026 at 09:30")],
)
@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("1시간 전", '<q class="said"><span lang="ko" dir="auto">1시간 전</span></q>'),
        ("an hour ago", '<q class="said"><span dir="auto">an hour ago</span></q>'),
        ("2026-03-02 09:30", ""),
    ],
)
def test_a_moment_is_said_to_the_reader_with_the_words_it_was_given_in(
    rita: Person, done: FinishedCall, language: str, moment: str, said: str, shown: str
) -> None:
    rita.post("/language", data={"language": language})
    answer = next(one for one in done.ticket.answers if one.key == "since")
    value = {"text": said, "at": "2026-03-02T09:30:00+01:00", "precision": "minute"}
    change(answer, value=value, state="typed")
    page = rita.get(f"/tickets/{done.ticket.id}").text
    assert f'<span class="value">{moment}</span>' in page
    assert page.count('class="said"') == bool(shown)
    assert shown in page


def test_a_ticket_that_only_rang_is_a_document_too(rita: Person, world: World) -> None:
    ticket = cases.open_for_call(
        client_id=world.acme.id, language="fr", caller_number="", opened_at=cases.now()
    )
    db.commit()
    content = document(rita, ticket)
    assert (content["transcript"], content["recording"], content["call"]) == (None, None, None)
    assert content["timings"]["rang_at"] == content["ticket"]["opened_at"]
    assert content["timings"]["ended_at"] is None
    assert "withheld number" in page(rita, ticket)


def test_what_failed_inside_is_for_staff(
    rita: Person, signed_in: SignIn, world: World, done: FinishedCall
) -> None:
    cases.add_event(done.ticket.id, "transcription_failed", detail={"reason": "killed: signal 9"})
    db.commit()
    assert "signal 9" not in str(document(rita, done.ticket)) + page(rita, done.ticket)
    assert "could not be transcribed" in page(rita, done.ticket)
    assert "signal 9" in str(document(signed_in(world.sofia), done.ticket))


# The page


def test_the_page_shows_the_call_the_answers_and_the_transcript(
    rita: Person, done: FinishedCall
) -> None:
    text = words(page(rita, done.ticket))
    for part in (
        "Pump leaks", "1 – critical", "Team: On call", "Acme", "+33 1 99 00 09 00", "Ana",
        "Waited 11 s", "Talk 1 min 05 s", "Blue pump heard and confirmed", "It leaks heard",
        "Typed: 9 am to be checked In the recording:",
        "no idea not understood", "The blue pump, it leaks.",
    ):  # fmt: skip
        assert part in text, part


def test_answers_are_shown_not_run(rita: Person, done: FinishedCall) -> None:
    html = page(rita, done.ticket)
    assert "Jo &lt;b&gt;Doe&lt;/b&gt;" in html
    assert "<b>Doe" not in html


def test_a_proof_plays_its_seconds_of_its_recording(rita: Person, done: FinishedCall) -> None:
    html = page(rita, done.ticket)
    recording = done.recordings[0].id
    listen = f'data-recording="{recording}" data-start="1.4" data-end="2.15"'
    assert html.count(f'class="listen" {listen}') == 3
    assert f'src="/recordings/{recording}/audio"' in html


def test_words_can_be_clicked_and_doubtful_ones_are_marked(
    rita: Person, done: FinishedCall
) -> None:
    html = page(rita, done.ticket)
    assert 'data-start="1.4" data-end="1.75">blue</span>' in html
    assert re.search(r'class="word unsure"[^>]*title="[^"]+">eight\.</span>', html)
    assert html.count("word unsure") == 1


def test_a_turn_without_word_times_is_still_read(rita: Person, done: FinishedCall) -> None:
    change(done.transcripts[0].segments[0], words=[])
    assert "The blue pump, it leaks." in words(page(rita, done.ticket))


def test_each_proof_plays_its_own_of_two_recordings(
    rita: Person, world: World, done: FinishedCall
) -> None:
    transcribe(done, record(done))
    db.commit()
    html, facts = page(rita, done.ticket), document(rita, done.ticket)
    assert [each["id"] for each in facts["recordings"]] == [each.id for each in done.recordings]
    assert facts["transcript"]["id"] == done.transcripts[1].id
    assert "Recording 2 of 2" in html
    assert f'class="listen" data-recording="{done.recordings[0].id}"' in html
    assert f'class="listen" data-recording="{done.recordings[1].id}"' not in html


def test_the_page_lists_unanswered_questions_with_the_reason(
    rita: Person, done: FinishedCall
) -> None:
    cases.record_gaps(done.ticket.id, [{"fr": "Étage", "en": "Floor"}], "Caller in a hurry")
    db.commit()
    text = words(page(rita, done.ticket))
    assert "Not answered: Floor" in text
    assert "Caller in a hurry" in text


@pytest.mark.parametrize("state", RecordingState)
def test_the_page_has_words_for_every_state_of_a_recording(
    state: str, rita: Person, signed_in: SignIn, world: World
) -> None:
    done = answered_call(world.acme.id, world.ana)
    record(done, state, stored=False)
    db.commit()
    sentence = re.compile(r'role="status">(?:<svg.*</svg><div><p>)?([^<]+)')
    sentences = sentence.findall(page(rita, done.ticket))
    assert sentences[-1].strip()
    moving = state in {"expected", "in_progress", "available", "fetched", "transcribed"}
    assert ('data-moving="yes"' in page(rita, done.ticket)) == moving
    french = sentence.findall(page(signed_in(world.sofia), done.ticket))
    assert french[-1] != sentences[-1]


def test_a_recording_that_could_not_be_transcribed_can_still_be_heard(
    rita: Person, signed_in: SignIn, world: World
) -> None:
    done = answered_call(world.acme.id, world.ana)
    record(done, "quarantined")
    db.commit()
    assert "<audio" in page(rita, done.ticket)
    assert 'class="notice warning" role="status"' in page(rita, done.ticket)
    assert page(signed_in(world.sofia), done.ticket).count('href="/tasks"') == 2
    assert 'href="/tasks"' not in page(rita, done.ticket)


def test_a_recording_without_its_end_never_looks_whole(
    rita: Person, signed_in: SignIn, world: World, done: FinishedCall
) -> None:
    assert "incomplete:" not in page(rita, done.ticket)
    cases.add_event(done.ticket.id, "recording_incomplete", detail={"seconds": 4.0, "announced": 9})
    change(done.recordings[0], incomplete=True)
    assert document(rita, done.ticket)["recording"]["incomplete"] is True
    html = page(rita, done.ticket)
    assert "This recording is incomplete: its end did not arrive." in html
    assert "The recording arrived without its end" in html
    assert "Cet enregistrement est incomplet" in page(signed_in(world.sofia), done.ticket)
    change(done.recordings[0], state="erased", erased_why="retention", storage_key=None)
    assert "This recording is incomplete" not in page(rita, done.ticket)


def test_erased_by_policy_keeps_words_but_offers_no_sound(rita: Person, done: FinishedCall) -> None:
    change(done.recordings[0], state="erased", erased_why="retention", storage_key=None)
    html = page(rita, done.ticket)
    assert "policy" in html
    assert "<audio" not in html
    assert 'class="listen"' not in html
    assert "blue pump" in html


def test_the_page_says_that_a_transcript_was_erased_and_keeps_the_answers(
    rita: Person, done: FinishedCall
) -> None:
    cases.forget_transcript(done.transcripts[0].id)
    db.commit()
    text = words(page(rita, done.ticket))
    assert text.count("The words that prove it were erased.") == 2
    assert "9 am typed" in text
    assert "its transcript was erased" in text
    assert "Blue pump heard and confirmed" in text


def test_an_objection_hides_sound_words_and_quotes_at_once(
    rita: Person, signed_in: SignIn, world: World, done: FinishedCall
) -> None:
    change(done.call, recording_objected=True)
    for person in (rita, signed_in(world.sofia)):
        html, facts = page(person, done.ticket), document(person, done.ticket)
        assert "<audio" not in html
        assert "data-start" not in html
        assert facts["transcript"] is None
        assert not any(each["evidence"] for each in facts["answers"])
        assert not any(each["playable"] for each in facts["recordings"])
    assert "objected to being recorded" in page(rita, done.ticket)


def test_without_a_transcript_no_answer_is_called_unheard(rita: Person, world: World) -> None:
    done = answered_call(world.acme.id, world.ana)
    answer_all(done, world.ana)
    db.commit()
    html = page(rita, done.ticket)
    assert "no transcript is here to compare it with" in html
    assert "it was not found in what was said" not in html
    assert "This call was not recorded." in html


def test_every_kind_of_event_has_its_words() -> None:
    """What the packages write into a history is what the page has words for."""
    writers = r"ticket_of_call\.note|add_event|_note_erasure|TicketEvent"
    written = set()
    for path in [*ROOT.glob("voice/**/*.py"), *ROOT.glob("tickets/*.py")]:
        if "simulator" in path.parts:
            continue
        code = path.read_text()
        written |= set(re.findall(rf'(?:{writers})\(\s*[^"()]*"(\w+)"', code))
    templates = (ROOT / "web/templates/portal/words.html").read_text()
    assert {"opened", "recording_erased", "made_up_from_provider"} <= written
    assert {kind for kind in written if f'"{kind}": _(' not in templates} == set()


# Walls and changes


def test_nobody_of_another_client_gets_anything(
    signed_in: SignIn, nobody: Person, world: World, done: FinishedCall
) -> None:
    gus, ticket = signed_in(world.gus), done.ticket.id
    for path in (f"/tickets/{ticket}", f"/api/tickets/{ticket}", f"/api/tickets/{ticket}/mark"):
        assert gus.get(path).status_code == 404
        assert nobody.get(path).status_code in {302, 401}
    assert gus.post(f"/tickets/{ticket}/state", data={"event": "solved"}).status_code == 404
    assert db.session.get_one(Ticket, ticket, populate_existing=True).state == "open"


@pytest.mark.parametrize("name", ["x", "%00", "..%2F..", "0" * 500])
def test_a_ticket_that_is_not_there(name: str, rita: Person) -> None:
    assert rita.get(f"/tickets/{name}").status_code == 404


def test_solved_and_opened_again_each_once(rita: Person, world: World, done: FinishedCall) -> None:
    address = f"/tickets/{done.ticket.id}/state"
    for event in ("solved", "solved", "reopened", "reopened"):
        assert rita.post(address, data={"event": event}).status_code == 302
    kinds = [each["kind"] for each in document(rita, done.ticket)["history"]]
    assert kinds[-2:] == ["solved", "reopened"]
    assert (kinds.count("solved"), kinds.count("reopened")) == (1, 1)
    chosen = select(audit.AuditEntry).where(audit.AuditEntry.subject == done.ticket.id)
    noted = [(each.action, each.actor_id) for each in db.session.scalars(chosen)]
    assert noted == [("ticket.solved", world.rita.id), ("ticket.reopened", world.rita.id)]


@pytest.mark.parametrize("event", ["", "given_up", "completed", "x"])
def test_people_can_only_solve_and_open_again(event: str, rita: Person, done: FinishedCall) -> None:
    assert rita.post(f"/tickets/{done.ticket.id}/state", data={"event": event}).status_code == 400


def test_a_change_needs_the_token(rita: Person, done: FinishedCall) -> None:
    reply = rita.browser.post(f"/tickets/{done.ticket.id}/state", data={"event": "solved"})
    assert reply.status_code == 400
    assert document(rita, done.ticket)["ticket"]["state"] == "open"


# Waiting


def test_the_mark_changes_with_whatever_there_is_to_see(rita: Person, world: World) -> None:
    done = answered_call(world.acme.id, world.ana, state="wrapping")
    db.commit()
    seen = []

    def look() -> bool:
        content = rita.get(f"/api/tickets/{done.ticket.id}/mark").json
        assert f'data-mark="{content["mark"]}"' in page(rita, done.ticket)
        seen.append(content["mark"])
        return bool(content["moving"])

    assert look()
    recording = record(done, "available", stored=False)
    db.commit()
    assert look()
    change(done.call, state="closed")
    assert look()
    transcribe(done, recording)
    change(recording, state="attached")
    assert not look()
    answer_all(done, world.ana)
    db.commit()
    assert not look()
    assert len(set(seen)) == 5
