"""Another script in the middle of a call: what goes along, what stays, what comes back."""

from pathlib import Path

import pytest

from core import db
from core.db import session
from tests.conftest import World, on_sqlite
from tests.voice.calls.test_calls import answer, talking
from tests.voice.provider import Provider
from tickets.models import Ticket
from transcription.models import Transcript
from voice import calls
from voice.errors import NotNow
from voice.models import Call, Recording
from voice.ticketing import script_switch, ticket_of_call
from voice.ticketing.script_switch import UnknownScript
from workflows import library, runs
from workflows.formats.yaml_io import load_script
from workflows.models import Run

REASON = "L’appelant a raccroché trop tôt"


@pytest.fixture
def call(provider: Provider, on_duty: World, script: None) -> Call:
    """Ana talks with a caller; Acme has two scripts."""
    document = load_script(Path(__file__).with_name("order.yaml").read_bytes())
    library.publish(on_duty.acme.id, "order", document, on_duty.sofia.id)
    db.commit()
    talking(provider, on_duty.ana)
    return provider.call


def raw_answers(call: Call) -> dict[str, str]:
    return {key: one.raw for key, one in runs.stored(str(call.run_id)).items()}


def now_of(call: Call) -> Call:
    return session.get_one(Call, call.id, populate_existing=True)


def save(call: Call, step: str, raw: str, by: str) -> runs.SavedAnswer:
    stored = runs.stored(str(call.run_id)).get(step)
    saved = runs.save_answer(
        str(call.run_id), step, raw, author_id=by, base_revision=stored.revision if stored else 0
    )
    db.commit()
    return saved


def test_shared_answers_are_carried_over_with_author_and_revisions(call: Call, on_duty: World):
    save(call, "machine", "Presse 4", on_duty.ana.id)
    save(call, "machine", "Presse 44", on_duty.bruno.id)
    save(call, "stopped", "yes", on_duty.ana.id)
    first = str(call.run_id)
    call = script_switch.switch_script(call.id, "order", on_duty.ana.id)
    run = runs.get(str(call.run_id))
    assert (runs.get(first).state, run.state, run.facts) == ("left", "open", runs.get(first).facts)
    stored = runs.stored(run.id)["machine"]
    assert raw_answers(call) == {"machine": "Presse 44"}
    assert (stored.author_id, stored.revision) == (on_duty.bruno.id, 2)
    assert stored.at == runs.stored(first)["machine"].at
    history = [(row.revision, row.raw, row.author_id) for row in runs.history(run.id, "machine")]
    assert history == [(1, "Presse 4", on_duty.ana.id), (2, "Presse 44", on_duty.bruno.id)]


@on_sqlite
def test_going_back_finds_the_other_answers_and_the_corrections(call: Call, on_duty: World):
    save(call, "machine", "Presse 4", on_duty.ana.id)
    save(call, "stopped", "yes", on_duty.ana.id)
    first = call.run_id
    call = script_switch.switch_script(call.id, "order", on_duty.ana.id)
    save(call, "machine", "Presse 9", on_duty.bruno.id)
    save(call, "pieces", "3", on_duty.ana.id)
    second = call.run_id
    call = script_switch.switch_script(call.id, "acme", on_duty.ana.id)
    assert call.run_id == first and raw_answers(call) == {"machine": "Presse 9", "stopped": "yes"}
    stored = runs.stored(str(first))["machine"]
    assert (stored.author_id, stored.revision) == (on_duty.bruno.id, 3)
    assert [row.raw for row in runs.history(str(first), "machine")][-1] == "Presse 9"
    call = script_switch.switch_script(call.id, "order", on_duty.ana.id)
    assert call.run_id == second and raw_answers(call) == {"machine": "Presse 9", "pieces": "3"}


@on_sqlite
def test_an_older_answer_never_goes_over_a_newer_one(call: Call, on_duty: World):
    save(call, "machine", "Presse 4", on_duty.ana.id)
    call = script_switch.switch_script(call.id, "order", on_duty.ana.id)
    call = script_switch.switch_script(call.id, "acme", on_duty.ana.id)
    save(call, "machine", "Presse 5", on_duty.ana.id)
    call = script_switch.switch_script(call.id, "order", on_duty.ana.id)
    assert raw_answers(call) == {"machine": "Presse 5"}


@on_sqlite
def test_each_answer_is_understood_anew(call: Call, on_duty: World):
    """The other script wants at least five letters: the gate sees it."""
    save(call, "machine", "M4", on_duty.ana.id)
    call = script_switch.switch_script(call.id, "order", on_duty.ana.id)
    stored = runs.stored(str(call.run_id))["machine"]
    assert (stored.raw, stored.value) == ("M4", None) and stored.problem
    assert [one.key for one in runs.missing(str(call.run_id))] == ["machine", "pieces"]


def test_notes_go_along_and_a_page_that_is_behind_notices_nothing(call: Call, on_duty: World):
    runs.save_notes(str(call.run_id), "Rappeler", 0, on_duty.ana.id)
    call = script_switch.switch_script(call.id, "order", on_duty.ana.id)
    saved = runs.save_notes(str(call.run_id), "Rappeler lundi", 1, on_duty.ana.id)
    call = script_switch.switch_script(call.id, "acme", on_duty.ana.id)
    run = runs.get(str(call.run_id))
    assert (run.notes, run.notes_revision) == ("Rappeler lundi", saved.revision)


def test_pressing_twice_switches_once(call: Call, on_duty: World):
    for _ in range(2):
        call = script_switch.switch_script(call.id, "order", on_duty.ana.id)
    assert len(runs.of_call(call.id)) == 2


@on_sqlite
def test_a_save_for_the_script_that_was_left_is_refused(call: Call, on_duty: World):
    left = str(call.run_id)
    script_switch.switch_script(call.id, "order", on_duty.ana.id)
    with pytest.raises(runs.RunLeft):
        runs.save_answer(left, "machine", "Presse 4", author_id=None, base_revision=0)
    with pytest.raises(runs.RunLeft):
        runs.finish(left, author_id=None, override_reason=REASON)


@on_sqlite
def test_only_scripts_of_the_client_and_only_while_the_call_is_in_hand(
    call: Call, on_duty: World, provider: Provider
):
    document = load_script(Path(__file__).with_name("order.yaml").read_bytes())
    renamed = document.model_copy(update={"key": "theirs"})
    library.publish(on_duty.globex.id, "theirs", renamed, on_duty.sofia.id)
    db.commit()
    for key in ("theirs", "none", ""):
        with pytest.raises(UnknownScript):
            script_switch.switch_script(call.id, key, on_duty.ana.id)
    provider.caller_leaves()
    calls.close(call.id, on_duty.ana.id, REASON)
    with pytest.raises(NotNow):
        script_switch.switch_script(call.id, "order", on_duty.ana.id)


def test_the_gate_counts_the_script_in_use_and_the_ticket_shows_both(
    call: Call, on_duty: World, provider: Provider
):
    save(call, "machine", "Presse 4", on_duty.ana.id)
    save(call, "stopped", "yes", on_duty.ana.id)
    left = call.run_id
    script_switch.switch_script(call.id, "order", on_duty.ana.id)
    provider.caller_leaves()
    with pytest.raises(runs.GateClosed) as gate:
        calls.close(call.id, on_duty.ana.id)
    assert [one.key for one in gate.value.missing] == ["pieces"]
    save(now_of(call), "pieces", "3", on_duty.ana.id)
    calls.close(call.id, on_duty.ana.id)
    ticket = session.get_one(Ticket, call.ticket_id)
    answers = {(row.run_id == left, row.key): row.display["en"] for row in ticket.answers}
    assert answers == {
        (False, "machine"): "Presse 4", (False, "pieces"): "3", (True, "stopped"): "Yes",
    }  # fmt: skip
    assert ticket.title == "Commande pour Presse 4"
    assert ticket.script_version_id == runs.get(str(now_of(call).run_id)).script_version_id
    assert "script_switched" in [event.kind for event in ticket.events]
    assert runs.get(str(left)).state == "left"


def test_in_the_wrap_up_the_ticket_follows_at_once(call: Call, on_duty: World, provider: Provider):
    answer(call, on_duty.ana, machine="Presse 4", stopped="yes")
    provider.caller_leaves()
    script_switch.switch_script(call.id, "order", on_duty.ana.id)
    assert session.get_one(Ticket, call.ticket_id).title == "Commande pour Presse 4"
    script_switch.switch_script(call.id, "acme", on_duty.ana.id)
    ticket = session.get_one(Ticket, call.ticket_id, populate_existing=True)
    assert (ticket.title, ticket.priority) == ("Panne de Presse 4", 1)
    assert [row.key for row in ticket.answers] == ["machine", "stopped"]


@pytest.mark.parametrize("state", ["heard", "contradicted"])
def test_proof_goes_along_where_the_value_is_the_same(call: Call, on_duty: World, state: str):
    save(call, "machine", "Presse 4", on_duty.ana.id)
    recording = Recording(call_id=call.id, client_id=call.client_id, state="attached")
    session.add(recording)
    session.flush()
    made = Transcript(
        client_id=call.client_id, call_id=call.id, recording_id=recording.id,
        language="fr", model="test", duration=1.0,
    )  # fmt: skip
    session.add(made)
    session.flush()
    row = runs.stored(str(call.run_id))["machine"]
    row.state, row.evidence_transcript_id, row.evidence_quote = state, made.id, "presse quatre"
    session.flush()
    call = script_switch.switch_script(call.id, "order", on_duty.ana.id)
    stored = runs.stored(str(call.run_id))["machine"]
    found = stored.state, stored.evidence_transcript_id, stored.evidence_quote
    # Other words answered the question of the script that was left.
    kept = ("heard", made.id, "presse quatre")
    assert found == (kept if state == "heard" else ("typed", None, None))


@on_sqlite
def test_the_screen_lists_the_clients_scripts(call: Call, on_duty: World):
    save(call, "stopped", "yes", on_duty.ana.id)
    assert script_switch.of_call(call, "fr") == [
        {"key": "acme", "name": "Panne", "current": True},
        {"key": "order", "name": "Commande", "current": False},
    ]
    call = script_switch.switch_script(call.id, "order", on_duty.ana.id)
    assert script_switch.others_of(call, "fr") == [
        {"name": "Panne", "answers": [{"title": "À l’arrêt", "display": "Oui"}]}
    ]
    assert [one["current"] for one in script_switch.of_call(call, "fr")] == [False, True]


def test_a_call_without_a_script_can_begin_one(provider: Provider, on_duty: World):
    talking(provider, on_duty.ana)
    calls.save_notes(provider.call.id, "Très pressé", 0, on_duty.ana.id)
    document = load_script(Path(__file__).with_name("order.yaml").read_bytes())
    library.publish(on_duty.acme.id, "order", document, on_duty.sofia.id)
    call = script_switch.switch_script(provider.call.id, "order", on_duty.ana.id)
    run = session.get_one(Run, call.run_id)
    assert (run.notes, run.facts["open_tickets"]) == ("Très pressé", 0)
    assert ticket_of_call.left_behind(call) == []
