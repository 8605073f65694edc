"""Replays by a worker: the runs that count, one replay for two clicks, and failures."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select, update

from core import db, outbox
from core.clock import now
from core.db import session
from core.outbox import Task
from tests.conftest import World
from workflows import drafting, library, replays
from workflows.document import ScriptDocument
from workflows.drafting.models import ScriptDraft, ScriptReplay
from workflows.models import FINISHED, LEFT, OPEN, Answer, Run, Script, ScriptVersion
from workflows.replays import playing

YES_NO = {"kind": "choice", "type": "yes_no", "mandatory": True}


def document(*steps: dict[str, Any], key: str = "acme") -> ScriptDocument:
    end = {"key": "done", "kind": "end", "title": {"fr": "Fin", "en": "End"}}
    titled = [{"title": {"fr": one["key"], "en": one["key"]}, **one} for one in (*steps, end)]
    return ScriptDocument.model_validate(
        {"key": key, "name": {"fr": "A", "en": "A"}, "languages": ["fr"], "steps": titled,
         "outcome": {"title": {"fr": "T", "en": "T"}}}
    )  # fmt: skip


MACHINE = {"key": "machine", "kind": "question", "type": "text", "mandatory": True}
STOPPED = {"key": "stopped", **YES_NO}
PLACE = {"key": "place", "kind": "question", "type": "text", "mandatory": True}


@pytest.fixture
def draft(world: World) -> ScriptDraft:
    """A draft that asks for the place as well, and no longer whether the machine stopped."""
    library.publish(world.acme.id, "acme", document(MACHINE, STOPPED), world.sofia.id)
    script = session.scalars(select(Script)).one()
    draft = drafting.open_draft(script.id, world.sofia.id)
    edits = [
        {"action": "add", "part": "step:place", "after": "step:machine",
         "value": {**PLACE, "title": {"fr": "Lieu", "en": "Place"}}},
        {"action": "remove", "part": "step:stopped"},
    ]  # fmt: skip
    drafting.save(draft.id, draft.revision, edits, by=world.sofia.id, token="edits")
    db.commit()
    return draft


def add_run(world: World, *, state: str = FINISHED, days_ago: int = 1, **answers: Any) -> str:
    version = session.scalars(select(ScriptVersion).order_by(ScriptVersion.number)).first()
    assert version is not None
    began = now() - timedelta(days=days_ago)
    run = Run(client_id=world.acme.id, script_version_id=version.id, language="fr", facts={},
              state=state, started_at=began,
              finished_at=began + timedelta(seconds=100))  # fmt: skip
    session.add(run)
    session.flush()
    for key, value in answers.items():
        session.add(Answer(run_id=run.id, client_id=world.acme.id, step_key=key, raw=str(value),
                           value=value, revision=1))  # fmt: skip
    db.commit()
    return run.id


def work() -> None:
    """Run every task that is due, as the workers do."""
    tasks = session.scalars(select(Task.id).where(Task.name == "replay_script")).all()
    session.rollback()
    for task_id in tasks:
        worker = Thread(target=outbox.run, args=(task_id,))  # with a session of its own
        worker.start()
        worker.join()


def ask_replay(draft: ScriptDraft, world: World, days: int = 0) -> ScriptReplay:
    row = replays.ask(draft.id, world.sofia.id, days=days)
    db.commit()
    return row


def again(row: ScriptReplay) -> ScriptReplay:
    session.rollback()
    return session.get_one(ScriptReplay, row.id, populate_existing=True)


def test_a_replay_counts_what_would_be_missing_and_never_reached(
    draft: ScriptDraft, world: World
) -> None:
    runs = [add_run(world, machine="Presse", stopped=True) for _ in range(3)]
    row = ask_replay(draft, world)
    assert row.state == "waiting" and row.result == {"days": 0, "done": 0, "of": 0}
    work()
    row = again(row)
    assert row.state == "done" and row.finished_at is not None and row.revision == draft.revision
    result: dict[str, Any] = row.result  # type: ignore[assignment]
    steps = {step["key"]: step for step in result["steps"]}
    assert (result["runs"], result["done"], result["of"]) == (3, 3, 3)
    assert steps["place"]["newly_missing"] == 3 and steps["stopped"]["never_reached"] == 3
    assert sorted(steps["place"]["examples"]) == sorted(runs)
    assert (result["median_before"], result["median_after"]) == (2, 2)
    assert (result["closable_before"], result["closable_after"]) == (3, 0)
    assert result["median_seconds_before"] == 100


def test_only_finished_runs_of_this_script_and_client_count(
    draft: ScriptDraft, world: World
) -> None:
    counted = add_run(world, machine="Presse", stopped=True)
    add_run(world, state=OPEN, machine="Presse")
    add_run(world, state=LEFT, machine="Presse")
    other_version = library.publish(world.globex.id, "acme", document(MACHINE), world.sofia.id)
    session.add(Run(client_id=world.globex.id, script_version_id=other_version.id, language="fr",
                    facts={}, state=FINISHED))  # fmt: skip
    db.commit()
    row = ask_replay(draft, world)
    work()
    result: dict[str, Any] = again(row).result  # type: ignore[assignment]
    assert result["runs"] == 1
    assert {one for step in result["steps"] for one in step["examples"]} == {counted}


def test_a_period_leaves_out_what_is_older(draft: ScriptDraft, world: World) -> None:
    for days in (1, 6, 20, 300):
        add_run(world, days_ago=days, machine="Presse", stopped=False)
    counts = {}
    for days in replays.PERIODS:
        row = ask_replay(draft, world, days)
        work()
        counts[days] = (again(row).result or {})["runs"]
    assert counts == {0: 4, 7: 2, 31: 3, 92: 3, 365: 4}


def test_two_clicks_ask_once_and_another_period_is_another_replay(
    draft: ScriptDraft, world: World
) -> None:
    first = ask_replay(draft, world)
    assert ask_replay(draft, world).id == first.id
    assert ask_replay(draft, world, 7).id != first.id
    work()
    assert ask_replay(draft, world).id != first.id  # it is done: this is a new wish
    assert session.query(Task).filter_by(name="replay_script").count() == 3


def test_a_replay_is_of_the_draft_as_it_is_now(draft: ScriptDraft, world: World) -> None:
    ask_replay(draft, world)
    old_revision = draft.revision  # what this request read before somebody else saved
    newer = update(ScriptDraft).values(revision=old_revision + 1)
    session.execute(newer, execution_options={"synchronize_session": False})
    replay = replays.ask(draft.id, world.sofia.id)
    assert replay.revision == old_revision + 1


def test_the_latest_runs_are_read_in_chunks(
    draft: ScriptDraft, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "CHUNK", 2)
    monkeypatch.setattr(playing, "MOST_RUNS", 5)
    runs = [add_run(world, days_ago=day, machine="P", stopped=True) for day in range(1, 8)]
    beats: list[tuple[int, int]] = []

    def note() -> None:
        progress: dict[str, Any] = session.get_one(
            ScriptReplay, row.id, populate_existing=True
        ).result
        beats.append((progress["done"], progress["of"]))
        db.commit()

    row = ask_replay(draft, world)
    playing.play(row.id, note)
    db.commit()
    assert beats == [(0, 5), (2, 5), (4, 5)]
    result: dict[str, Any] = again(row).result  # type: ignore[assignment]
    assert result["runs"] == 5
    assert {one for step in result["steps"] for one in step["examples"]} == set(runs[:5])


def test_a_draft_that_is_no_script_fails_at_once(draft: ScriptDraft, world: World) -> None:
    edit = {"action": "set", "part": "step:machine", "value": {"key": "machine", "kind": "riddle"}}
    drafting.save(draft.id, draft.revision, [edit], by=world.sofia.id, token="faulty")
    db.commit()
    row = ask_replay(draft, world)
    work()
    row = again(row)
    assert (row.state, row.problem) == ("failed", replays.CANNOT_BE_PLAYED)
    assert session.query(Task).filter_by(name="replay_script", state="done").count() == 1


def test_what_breaks_again_and_again_is_given_up_and_can_be_asked_anew(
    draft: ScriptDraft, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("the disk is gone")

    add_run(world, machine="Presse", stopped=True)
    row = ask_replay(draft, world)
    with monkeypatch.context() as patched:
        patched.setattr(playing, "_chunk", broken)
        for _ in range(outbox.ATTEMPTS):
            session.query(Task).update({"not_before": now()})
            db.commit()
            work()
    row = again(row)
    assert row.state == "failed" and "disk" in row.problem
    fresh = ask_replay(draft, world)
    work()
    assert again(fresh).state == "done"


def test_a_replay_that_is_done_is_not_played_again(draft: ScriptDraft, world: World) -> None:
    row = ask_replay(draft, world)
    work()
    before = again(row).finished_at
    playing.play(row.id, db.commit)
    assert again(row).finished_at == before


def test_a_run_that_was_answered_out_of_the_new_bounds_is_invalid_now(world: World) -> None:
    number = {"key": "people", "kind": "question", "type": "number", "mandatory": True}
    library.publish(world.acme.id, "acme", document(number), world.sofia.id)
    script = session.scalars(select(Script)).one()
    draft = drafting.open_draft(script.id, world.sofia.id)
    value = {**draft.document["steps"][0], "maximum": 5}
    drafting.save(draft.id, draft.revision, [{"action": "set", "part": "step:people",
                  "value": value}], by=world.sofia.id, token="max")  # fmt: skip
    db.commit()
    add_run(world, people=8)
    row = ask_replay(draft, world)
    work()
    steps = (again(row).result or {})["steps"]
    assert [(step["key"], step["invalid_now"]) for step in steps] == [("people", 1)]


def test_the_latest_replays_come_first(draft: ScriptDraft, world: World) -> None:
    rows = [ask_replay(draft, world, days) for days in (0, 7, 31)]
    assert [row.id for row in replays.latest(draft.id)] == [row.id for row in reversed(rows)]


def test_asking_for_a_draft_that_is_not_there(world: World) -> None:
    with pytest.raises(drafting.UnknownDraft):
        replays.ask("0" * 32, None)
