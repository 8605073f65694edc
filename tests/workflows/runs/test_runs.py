import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, insert, select

from core import clock
from core.db import Base, commit, session
from core.tenants import Client
from tests.conftest import World, on_sqlite
from tests.locks import until_it_waits_or_ends
from tests.workflows.evidence.test_evidence import korean_call
from workflows import library, runs
from workflows.document import ScriptDocument
from workflows.engine import Problem
from workflows.evidence import Evidence
from workflows.library import Unpublishable
from workflows.models import AnswerRevision, PublishedVersionChanged, Run, ScriptVersion
from workflows.runs import Finding

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
WHOLE = {
    "trapped": "oui",
    "people": "2",
    "unwell": "none",
    "calm": "ok",
    "lift": "2",
    "site": "tilia",
    "floor": "3",
    "since": "il y a 10 minutes",
    "symptom": "Portes fermées",
    "callback": "06 39 98 00 01",
}


@dataclass
class Started:
    run: Run
    ana: str
    bruno: str

    def save(self, key: str, raw: str, base: int = 0, by: str | None = None) -> runs.SavedAnswer:
        return runs.save_answer(
            self.run.id, key, raw, author_id=by or self.ana, base_revision=base, now=NOW
        )

    def save_all(self) -> None:
        for key, raw in WHOLE.items():
            self.save(key, raw)


@pytest.fixture
def started(world: World, lift_document: ScriptDocument) -> Iterator[Started]:
    library.publish(world.acme.id, "lift-breakdown", lift_document, world.sofia.id)
    run = runs.start(
        client_id=world.acme.id,
        call_id=None,
        script_key="lift-breakdown",
        language="fr",
        facts={"line": "+33199000900", "hour": 10},
    )
    assert run is not None
    commit()
    yield Started(run, world.ana.id, world.bruno.id)
    session.rollback()


def regreeted(document: ScriptDocument) -> ScriptDocument:
    return document.model_copy(update={"greeting": {**document.greeting, "fr": "Oui ?"}})


def test_a_value_is_kept_with_its_author_and_revision(started: Started) -> None:
    saved = started.save("people", "2")
    assert (saved.value, saved.revision, saved.author_id) == (2, 1, started.ana)
    again = started.save("people", "3", base=1, by=started.bruno)
    assert (again.value, again.revision, again.author_id) == (3, 2, started.bruno)
    saved = [(row.revision, row.raw) for row in runs.history(started.run.id, "people")]
    assert saved == [(1, "2"), (2, "3")]


def unbounded(document: ScriptDocument) -> ScriptDocument:
    """The number of people may be any, in any form."""
    free = {"minimum": None, "maximum": None, "whole": False}
    steps = [s.model_copy(update=free) if s.key == "people" else s for s in document.steps]
    return document.model_copy(update={"steps": steps})


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("48,858370", "48.858370", "48,858370"),
        ("2,50", "2.50", "2,50"),
        ("9007199254740993", "9007199254740993", "9\u202f007\u202f199\u202f254\u202f740\u202f993"),
        ("3", 3, "3"),
    ],
)
def test_a_number_is_the_same_in_run_history_and_title(
    world: World, lift_document: ScriptDocument, typed: str, value: Any, shown: str
) -> None:
    library.publish(world.acme.id, "lift-breakdown", unbounded(lift_document), world.sofia.id)
    run = runs.start(
        client_id=world.acme.id, call_id=None, script_key="lift-breakdown", language="fr", facts={}
    )
    assert run is not None
    for key, raw in (("trapped", "oui"), ("lift", "2"), ("people", typed)):
        runs.save_answer(run.id, key, raw, author_id=world.ana.id, base_revision=0, now=NOW)
    commit()
    session.expire_all()
    assert [row.value for row in runs.history(run.id, "people")] == [value]
    (people,) = (view for view in runs.answers_of(run.id) if view.key == "people")
    assert (people.value, people.display["fr"]) == (value, f"{shown} personnes")
    assert runs.outcome(run.id, language="fr").title.startswith(f"Ascenseur 2 – {shown} personnes")
    page = runs.view(run.id, language="fr", timezone="Europe/Paris", now=NOW).as_json()
    (step,) = (step for step in page["steps"] if step["key"] == "people")
    assert (step["raw"], step["value"], step["display"]) == (typed, value, f"{shown} personnes")


def test_the_same_save_again_changes_nothing(started: Started) -> None:
    first = started.save("people", "2")
    assert started.save("people", "2") == first
    assert started.save("people", "2", base=1) == first
    assert session.scalar(select(func.count()).select_from(AnswerRevision)) == 1


def test_two_writers_never_overwrite_each_other(started: Started) -> None:
    started.save("people", "2")
    with pytest.raises(runs.RevisionConflict) as caught:
        started.save("people", "4", base=0, by=started.bruno)
    current = caught.value.current
    assert isinstance(current, runs.SavedAnswer)
    assert (current.raw, current.author_id, current.revision) == ("2", started.ana, 1)
    assert runs.stored(started.run.id)["people"].raw == "2"


def test_two_writers_at_once(started: Started) -> None:
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def write(raw: str, author: str) -> None:
        barrier.wait()
        try:
            started.save("people", raw, by=author)
            commit()
            outcomes.append("saved")
        except runs.RevisionConflict:
            session.rollback()
            outcomes.append("conflict")
        finally:
            session.remove()

    session.rollback()
    writers = [("2", started.ana), ("4", started.bruno)]
    threads = [threading.Thread(target=write, args=writer) for writer in writers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "saved"]
    assert len(runs.history(started.run.id, "people")) == 1


@on_sqlite
def test_what_is_not_understood_is_kept(started: Started) -> None:
    saved = started.save("people", "beaucoup")
    assert (saved.raw, saved.value, saved.problem) == ("beaucoup", None, "number")
    assert saved.problem_params == {}
    view = next(one for one in runs.answers_of(started.run.id) if one.key == "people")
    assert (view.display["fr"], view.problem, view.value) == ("beaucoup", "number", None)


@on_sqlite
def test_the_gate_names_what_is_missing(started: Started) -> None:
    started.save_all()
    started.save("callback", "", base=1)
    with pytest.raises(runs.GateClosed) as caught:
        runs.finish(started.run.id, author_id=started.ana)
    assert [one.key for one in caught.value.missing] == ["callback"]
    assert started.run.state == "open"


def test_a_complete_run_closes_and_stays_closed(started: Started) -> None:
    started.save_all()
    run = runs.finish(started.run.id, author_id=started.ana, override_reason="not needed at all")
    assert (run.state, run.finished_by, run.override_reason) == ("finished", started.ana, "")
    assert runs.finish(started.run.id, author_id=started.bruno).finished_by == started.ana
    with pytest.raises(runs.RunFinished):
        started.save("people", "5", base=1)
    with pytest.raises(runs.RunFinished):
        runs.save_notes(started.run.id, "late", 0, started.ana)


@on_sqlite
def test_an_override_needs_a_reason_that_says_something(started: Started) -> None:
    with pytest.raises(runs.ReasonTooShort):
        runs.finish(started.run.id, author_id=started.ana, override_reason="  n/a ... ")
    reason = "L’appelant a raccroché avant la fin"
    run = runs.finish(started.run.id, author_id=started.ana, override_reason=reason)
    assert run.override_reason == reason


def test_notes_have_revisions_too(started: Started) -> None:
    assert runs.save_notes(started.run.id, "un", 0, started.ana).revision == 1
    assert runs.save_notes(started.run.id, "un", 0, started.ana).revision == 1
    with pytest.raises(runs.RevisionConflict):
        runs.save_notes(started.run.id, "deux", 0, started.bruno)


@on_sqlite
def test_unknown_things_and_endless_texts_are_refused(started: Started) -> None:
    with pytest.raises(runs.UnknownStep):
        started.save("nothing", "x")
    with pytest.raises(runs.UnknownRun):
        runs.save_answer("0" * 32, "people", "2", author_id=None, base_revision=0)
    with pytest.raises(runs.TooLong):
        started.save("symptom", "x" * 10_001)


def test_what_a_database_cannot_keep_does_not_stop_a_save(started: Started) -> None:
    assert started.save("symptom", "Portes\x00 fermées \ud800!").raw == "Portes fermées !"
    assert runs.save_notes(started.run.id, "a\x00b", 0, started.ana).text == "ab"
    commit()


@on_sqlite
def test_the_view_speaks_to_the_agent_and_to_the_caller(started: Started) -> None:
    started.save("trapped", "oui")
    started.save("people", "beaucoup")
    started.run.language = "ko"
    view = runs.view(started.run.id, language="fr", timezone="Europe/Paris", now=NOW)
    steps = {step.key: step for step in view.steps}
    assert view.current == "people"
    assert steps["people"].ask == ["몇 분 계십니까?"]
    assert steps["people"].meaning == ["Combien de personnes sont à l’intérieur ?"]
    assert steps["people"].problem == Problem("number")
    assert (steps["people"].raw, steps["people"].revision) == ("beaucoup", 1)
    assert steps["emergency"].maybe and not steps["emergency"].on_path
    assert [option.label for option in steps["trapped"].options] == ["Oui", "Non"]
    (probe,) = steps["symptom"].probes
    assert (probe.words[0], probe.ask[:2]) == ("고장", "문이")
    assert view.missing[0]["reason"] == "invalid"
    assert [one["key"] for one in view.instructions] == ["office"]
    assert view.script["number"] == 1
    assert view.as_json()["steps"][0]["key"] == "trapped"


@on_sqlite
def test_answers_on_a_branch_that_was_left_count_no_more(started: Started) -> None:
    started.save_all()
    assert runs.outcome(started.run.id).title == "Ascenseur 2 – 2 personnes bloquées, étage 3"
    started.save("trapped", "non", base=1)
    listed = {one.key for one in runs.answers_of(started.run.id)}
    assert {"lift", "floor"} <= listed and not {"people", "unwell"} & listed
    assert runs.outcome(started.run.id).title == "Ascenseur 2, étage 3"
    assert "people" not in runs.search_evidence(started.run.id, korean_call(), "ko")
    view = runs.view(started.run.id, language="fr", timezone="Europe/Paris", now=NOW)
    people = next(step for step in view.steps if step.key == "people")
    assert (people.raw, people.is_done, people.on_path, people.maybe) == ("2", False, False, False)
    started.save("trapped", "oui", base=2)
    assert {"people", "unwell"} <= {one.key for one in runs.answers_of(started.run.id)}


@on_sqlite
def test_an_answer_given_early_is_among_those_for_the_ticket(started: Started) -> None:
    started.save("people", "2")
    assert [one.key for one in runs.answers_of(started.run.id)] == ["people"]


def add_row(name: str, **values: Any) -> None:
    """A row of another package's table, with something in every column that needs it."""
    table = Base.metadata.tables[name]
    needed = (c for c in table.columns if not c.nullable and c.default is None)
    fillers = {str: "x", int: 1, float: 1.0, bool: False, datetime: NOW, dict: {}, list: []}
    filled = {c.name: fillers[c.type.python_type] for c in needed if c.name not in values}
    columns = {key: value for key, value in values.items() if key in table.columns}
    session.execute(insert(table).values({**filled, **columns}))


@pytest.fixture
def transcript_id(started: Started) -> str:
    client_id = started.run.client_id
    add_row("calls", id="c" * 32, client_id=client_id)
    add_row("recordings", id="r" * 32, call_id="c" * 32, client_id=client_id)
    add_row("transcripts", id="t" * 32, call_id="c" * 32, recording_id="r" * 32)
    return "t" * 32


def test_evidence_is_attached_and_forgotten(started: Started, transcript_id: str) -> None:
    started.save_all()
    for _ in range(2):
        runs.attach_evidence(started.run.id, transcript_id, korean_call(), "ko")
        views = {one.key: one for one in runs.answers_of(started.run.id)}
        assert views["floor"].state == "confirmed"
        assert views["floor"].evidence_quote == "삼 층에"
        assert views["floor"].evidence_transcript_id == transcript_id
        assert (views["symptom"].state, views["symptom"].evidence_quote) == ("typed", None)
    runs.forget_evidence(transcript_id)
    session.expire_all()
    floor = next(one for one in runs.answers_of(started.run.id) if one.key == "floor")
    assert (floor.state, floor.evidence_quote) == ("confirmed", None)


def test_what_one_transcript_proves_no_other_one_contradicts(
    started: Started, transcript_id: str
) -> None:
    started.save("floor", "3")
    add_row("recordings", id="s" * 32, call_id="c" * 32, client_id=started.run.client_id)
    add_row("transcripts", id="u" * 32, call_id="c" * 32, recording_id="s" * 32)
    runs.attach_evidence(started.run.id, transcript_id, korean_call(), "ko")
    other = Evidence("contradicted", 0, 1.0, 2.0, "오 층이요", 1.0)
    runs.keep_evidence(started.run.id, "u" * 32, {"floor": Finding(1, other)})
    floor = next(one for one in runs.answers_of(started.run.id) if one.key == "floor")
    assert (floor.state, floor.evidence_transcript_id) == ("confirmed", transcript_id)


def test_a_new_value_loses_the_evidence_of_the_old(started: Started, transcript_id: str) -> None:
    started.save("floor", "3")
    runs.attach_evidence(started.run.id, transcript_id, korean_call(), "ko")
    started.save("floor", "4", base=1)
    floor = next(one for one in runs.answers_of(started.run.id) if one.key == "floor")
    assert (floor.state, floor.evidence_quote, floor.value) == ("typed", None, 4)


def test_an_answer_changed_during_the_search_gets_no_proof_of_the_old_one(
    started: Started, transcript_id: str
) -> None:
    started.save("floor", "3")
    findings = runs.search_evidence(started.run.id, korean_call(), "ko")
    assert findings["floor"].evidence is not None
    started.save("floor", "4", base=1)
    runs.keep_evidence(started.run.id, transcript_id, findings)
    floor = next(one for one in runs.answers_of(started.run.id) if one.key == "floor")
    assert (floor.state, floor.evidence_quote) == ("typed", None)


@pytest.mark.postgresql
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_an_answer_typed_while_proof_is_put_on_the_old_one_gets_none_of_it(
    started: Started, transcript_id: str
) -> None:
    """On SQLite nobody else writes meanwhile."""
    started.save("floor", "3")
    commit()
    run_id, by = started.run.id, started.ana
    runs.attach_evidence(run_id, transcript_id, korean_call(), "ko")

    def change() -> None:
        runs.save_answer(run_id, "floor", "4", author_id=by, base_revision=1, now=NOW)
        commit()
        session.remove()

    typing = threading.Thread(target=change)
    typing.start()
    until_it_waits_or_ends(typing)
    commit()
    typing.join()
    session.expire_all()
    floor = next(one for one in runs.answers_of(run_id) if one.key == "floor")
    assert (floor.value, floor.state, floor.evidence_quote) == (4, "typed", None)


@on_sqlite
def test_yesterday_stays_the_day_before_it_was_typed_when_the_script_is_switched(
    started: Started, world: World, lift_document: ScriptDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = lift_document.model_copy(update={"key": "lift-noise"})
    library.publish(world.acme.id, "lift-noise", other, world.sofia.id)
    with monkeypatch.context() as then:
        then.setattr(clock, "now", lambda: NOW)
        typed = runs.save_answer(
            started.run.id, "since", "hier à 8h", author_id=started.ana, base_revision=0
        )
    run = runs.switch(started.run.id, "lift-noise")
    assert typed.value["at"].startswith("2026-11-24")
    assert runs.stored(run.id)["since"].value == typed.value


def test_publishing_names_the_clients_teams(world: World, lift_document: ScriptDocument) -> None:
    def named(**names: str) -> ScriptDocument:
        first, *others = lift_document.outcome.team
        rules = [first.model_copy(update={"name": names}), *others]
        outcome = lift_document.outcome.model_copy(update={"team": rules})
        return lift_document.model_copy(update={"outcome": outcome})

    library.publish(world.acme.id, "lift-breakdown", lift_document, world.sofia.id)
    assert session.get_one(Client, world.acme.id).teams == {}
    version = library.publish(
        world.acme.id, "lift-breakdown", named(fr="Astreinte", en="On call"), world.sofia.id
    )
    library.publish(
        world.acme.id, "lift-breakdown", named(fr="Garde", en="Standby"), world.sofia.id
    )
    assert session.get_one(Client, world.acme.id).teams["oncall"]["fr"] == "Garde"
    library.put_in_force(version, world.sofia.id)
    assert session.get_one(Client, world.acme.id).teams == {
        "oncall": {"fr": "Astreinte", "en": "On call"}
    }


def test_publishing_makes_versions_that_never_change(
    world: World, lift_document: ScriptDocument
) -> None:
    first = library.publish(world.acme.id, "lift-breakdown", lift_document, world.sofia.id)
    same = library.publish(world.acme.id, "lift-breakdown", lift_document, world.sofia.id)
    assert same.id == first.id
    changed = lift_document.model_copy(
        update={"greeting": {**lift_document.greeting, "fr": "Oui ?"}}
    )
    second = library.publish(world.acme.id, "lift-breakdown", changed, world.sofia.id)
    assert second.number == 2
    assert library.published(world.acme.id, "lift-breakdown") is second
    assert library.published(world.globex.id, "lift-breakdown") is None
    assert library.compiled(first.id).document == lift_document
    first.note = "changed"
    with pytest.raises(PublishedVersionChanged):
        session.flush()
    session.rollback()


@on_sqlite
def test_a_run_keeps_its_version(started: Started, lift_document: ScriptDocument) -> None:
    changed = lift_document.model_copy(
        update={"greeting": {**lift_document.greeting, "fr": "Oui ?"}}
    )
    library.publish(started.run.client_id, "lift-breakdown", changed, None)
    view = runs.view(started.run.id, language="fr", timezone="Europe/Paris", now=NOW)
    assert view.script["number"] == 1
    assert view.greeting.startswith("Ascenseurs Belleroche")


@on_sqlite
def test_a_version_whose_pattern_is_none_any_more_goes_on_to_serve_calls(
    world: World, lift_document: ScriptDocument
) -> None:
    first = library.publish(world.acme.id, "lift-breakdown", lift_document, world.sofia.id)
    steps = [
        {**step, "pattern": r"(?=[A-Z])\w+"} if step["key"] == "lift" else step
        for step in first.document["steps"]
    ]
    older = ScriptVersion(
        script_id=first.script_id, number=2, document={**first.document, "steps": steps}
    )
    session.add(older)
    session.flush()
    library.put_in_force(older, None)
    run = runs.start(
        client_id=world.acme.id, call_id=None, script_key="lift-breakdown", language="fr", facts={}
    )
    assert run is not None
    commit()
    started = Started(run, world.ana.id, world.bruno.id)
    started.save_all()
    saved = started.save("lift", "n° 7, à gauche", base=1)
    assert (saved.value, saved.problem) == ("N° 7, À GAUCHE", None)
    assert runs.finish(run.id, author_id=started.ana).state == "finished"


@on_sqlite
def test_what_has_errors_cannot_be_published(world: World, lift_document: ScriptDocument) -> None:
    broken = lift_document.model_copy(update={"name": {"fr": "Sans anglais"}})
    with pytest.raises(Unpublishable, match="missing-language"):
        library.publish(world.acme.id, "lift-breakdown", broken, None)
    assert library.published(world.acme.id, "lift-breakdown") is None


@on_sqlite
def test_no_script_no_run(world: World) -> None:
    run = runs.start(
        client_id=world.acme.id, call_id=None, script_key="none", language="fr", facts={}
    )
    assert run is None


@on_sqlite
def test_yes_and_no_can_be_chosen_where_the_author_gave_no_words(
    world: World, lift_document: ScriptDocument
) -> None:
    steps = [
        step.model_copy(update={"options": []}) if step.key == "trapped" else step
        for step in lift_document.steps
    ]
    document = lift_document.model_copy(update={"steps": steps})
    library.publish(world.acme.id, "lift-breakdown", document, world.sofia.id)
    run = runs.start(
        client_id=world.acme.id,
        call_id=None,
        script_key="lift-breakdown",
        language="fr",
        facts={},
    )
    assert run is not None
    view = runs.view(run.id, language="en", timezone="Europe/Paris", now=NOW)
    step = next(step for step in view.steps if step.key == "trapped")
    assert [(one.value, one.label) for one in step.options] == [("yes", "Yes"), ("no", "No")]
    session.rollback()
