"""A caller is recorded while they talk with an agent, once, and at no other time."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from core import db, outbox
from core.clock import now
from core.db import session
from core.outbox import Task
from core.tenants import Client
from tests.conftest import World
from tests.voice.calls.test_calls import claimed, leg_of, offer_for, talking
from tests.voice.calls.test_parking import Network, away, switch, work
from tests.voice.provider import START, Provider, new_sid
from tickets.models import TicketEvent
from voice import calls, gateway, recordings, rows
from voice.calls import hold_music
from voice.gateway import GatewayError, ProviderBusy, ProviderRecording
from voice.models import Recording
from voice.recordings import control


class ProcessDies(BaseException):
    """The process ends while the provider is asked."""


class Recorder(Network):
    """The provider records, pauses, goes on, and puts callers on hold, in the order of `did`.

    `meanwhile` happens just before the next request about a recording; with `dies` the process
    does not live to hear its answer.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *providers: Provider) -> None:
        super().__init__(monkeypatch, *providers)
        self.did: list[str] = []
        self.paused: dict[str, bool] = {}
        self.refuses: GatewayError | None = None
        self.meanwhile: Callable[[], object] | None = None
        self.dies = False
        monkeypatch.setattr(gateway, "start_recording", self.start_recording)
        monkeypatch.setattr(gateway, "set_recording", self.set_recording)

    def set_hold(self, room: str, sid: str, *, on: bool, music_url: str) -> None:
        self.did.append("hold" if on else "talk")
        super().set_hold(room, sid, on=on, music_url=music_url)

    def start_recording(self, call_sid: str, _callback: str) -> ProviderRecording:
        self._before()
        self.did.append("record")
        sid = new_sid("RE")
        self.paused[sid] = False
        return self._answer(call_sid, sid)

    def set_recording(
        self, call_sid: str, recording_sid: str | None, *, on: bool
    ) -> ProviderRecording | None:
        self._before()
        sid = recording_sid or next(iter(self.paused), None)
        if sid is None:
            return None
        self.did.append("go on" if on else "pause")
        self.paused[sid] = not on
        return self._answer(call_sid, sid, "in-progress" if on else "paused")

    def _before(self) -> None:
        assert not session().in_transaction(), "a transaction is open while the provider is asked"
        happening, self.meanwhile = self.meanwhile, None
        if happening:
            happening()
            db.commit()
        if self.refuses:
            raise self.refuses

    def _answer(self, call_sid: str, sid: str, status: str = "processing") -> ProviderRecording:
        if self.dies:
            raise ProcessDies
        source = "StartCallRecordingAPI"
        return ProviderRecording(sid, call_sid, status, 2, None, 0, source, START)


@pytest.fixture
def second(provider: Provider) -> Provider:
    return Provider(provider.client)


@pytest.fixture
def recorder(
    provider: Provider, second: Provider, world: World, monkeypatch: pytest.MonkeyPatch
) -> Recorder:
    session.execute(update(Client).values(recording_policy="always"))
    db.commit()
    return Recorder(monkeypatch, provider, second)


def follow() -> None:
    work(recordings.FOLLOW)


def recorded(provider: Provider, agent: object) -> object:
    """A talk whose recording has begun."""
    leg = talking(provider, agent)  # type: ignore[arg-type]
    follow()
    return leg


def rows_of(provider: Provider) -> list[Recording]:
    session.rollback()
    return recordings.of_call(provider.call.id)


def later(seconds: float) -> None:
    """So much time goes by since the provider was asked to begin."""
    past = now() - timedelta(seconds=seconds)
    session.execute(update(Recording).values(asked_at=past))
    db.commit()


def test_the_recording_begins_when_the_agent_is_in_the_room(
    provider: Provider, on_duty: World, recorder: Recorder
):
    leg = claimed(provider, on_duty.ana)
    follow()
    assert recorder.did == []
    assert rows_of(provider) == []
    provider.agent_joins(leg)
    (row,) = rows_of(provider)
    assert (row.state, row.provider_sid) == ("expected", None)
    follow()
    (row,) = rows_of(provider)
    assert recorder.did == ["record"]
    assert (row.state, row.provider_sid) == ("in_progress", next(iter(recorder.paused)))
    assert (row.began_at, row.paused, row.caller_channel) == (START, False, 0)


def test_it_begins_once_however_often_it_is_told(
    provider: Provider, on_duty: World, recorder: Recorder
):
    leg = recorded(provider, on_duty.ana)
    for _ in range(3):
        provider.room_event("participant-join", leg.label, SequenceNumber="2")
        outbox.post(recordings.FOLLOW, provider.call.id, again=True)
        db.commit()
        follow()
    assert recorder.did == ["record"]
    assert len(rows_of(provider)) == 1


def test_a_caller_who_gives_up_waiting_was_never_recorded(
    provider: Provider, on_duty: World, recorder: Recorder
):
    provider.ring()
    provider.enter()
    provider.caller_leaves()
    follow()
    assert provider.call.state == "abandoned"
    assert (recorder.did, rows_of(provider)) == ([], [])


def test_it_stands_still_before_the_hold_and_goes_on_after_it(
    provider: Provider, on_duty: World, recorder: Recorder
):
    recorded(provider, on_duty.ana)
    calls.hold(provider.call.id)
    db.commit()
    assert recorder.did == ["record", "pause", "hold"]
    calls.resume(provider.call.id)
    db.commit()
    follow()
    assert recorder.did == ["record", "pause", "hold", "talk", "go on"]
    assert list(recorder.paused.values()) == [False]


def test_a_caller_whose_agent_is_gone_is_recorded_again_with_the_next_one(
    provider: Provider, on_duty: World, recorder: Recorder
):
    leg = recorded(provider, on_duty.ana)
    provider.room_event("participant-leave", leg.label)
    follow()
    assert recorder.did == ["record", "pause"]
    work(hold_music.CORRECT)
    calls.claim(offer_for(on_duty.bruno, provider.call).id, on_duty.bruno.id)
    db.commit()
    provider.agent_joins(leg_of(provider, on_duty.bruno))
    follow()
    work(hold_music.CORRECT)
    follow()
    assert recorder.did == ["record", "pause", "hold", "talk", "go on"]
    assert len(rows_of(provider)) == 1


def test_a_parked_caller_is_not_recorded(
    provider: Provider, second: Provider, on_duty: World, recorder: Recorder
):
    away(on_duty.bruno)
    recorded(provider, on_duty.ana)
    calls.hold(provider.call.id)
    db.commit()
    talking(second, on_duty.ana)
    follow()
    assert recorder.did == ["record", "pause", "hold", "record"]
    assert list(recorder.paused.values()) == [True, False]
    leg = switch(provider, on_duty.ana)
    provider.agent_joins(leg)
    follow()
    work(hold_music.CORRECT)
    assert list(recorder.paused.values()) == [False, True]


def test_a_hold_while_it_begins_stands(provider: Provider, on_duty: World, recorder: Recorder):
    """Nothing can be paused before it has begun; then it is paused at once."""
    talking(provider, on_duty.ana)
    recorder.meanwhile = lambda: calls.hold(provider.call.id)
    follow()
    assert recorder.did == ["hold", "record", "pause"]
    assert list(recorder.paused.values()) == [True]


def test_talking_again_while_it_is_paused_wins(
    provider: Provider, on_duty: World, recorder: Recorder
):
    recorded(provider, on_duty.ana)
    recorder.meanwhile = lambda: calls.resume(provider.call.id)
    calls.hold(provider.call.id)
    db.commit()
    follow()
    assert provider.call.state == "connected"
    assert list(recorder.paused.values()) == [False]


def dies_after_it_has_asked(provider: Provider, recorder: Recorder) -> None:
    recorder.dies = True
    with pytest.raises(ProcessDies):
        recordings.follow(provider.call.id)
    session.rollback()
    recorder.dies = False


def test_a_process_that_dies_after_it_has_asked_begins_nothing_twice(
    provider: Provider, on_duty: World, recorder: Recorder
):
    talking(provider, on_duty.ana)
    dies_after_it_has_asked(provider, recorder)
    with pytest.raises(control.Unsure):  # it may have an answer yet
        recordings.follow(provider.call.id)
    session.rollback()
    follow()
    later(control.ANSWERED_BY.total_seconds() + 1)
    follow()
    assert recorder.did == ["record", "go on"]
    (row,) = rows_of(provider)
    assert (row.state, row.provider_sid) == ("in_progress", next(iter(recorder.paused)))


def test_what_has_begun_without_an_answer_is_paused_and_goes_on(
    provider: Provider, on_duty: World, recorder: Recorder
):
    talking(provider, on_duty.ana)
    dies_after_it_has_asked(provider, recorder)
    calls.hold(provider.call.id)
    db.commit()
    later(control.ANSWERED_BY.total_seconds() + 1)
    follow()
    calls.resume(provider.call.id)
    db.commit()
    assert recorder.did == ["record", "hold", "pause", "talk", "go on"]
    assert [row.provider_sid for row in rows_of(provider)] == list(recorder.paused)


@pytest.mark.parametrize("dies", [False, True])
def test_a_late_report_of_the_beginning_hides_no_pause(
    provider: Provider, on_duty: World, recorder: Recorder, dies: bool
):
    """The provider was slow to answer, and to report: it has paused what it reports to have begun.

    Whoever asked for the pause hears so after the report, or does not live to hear it.
    """
    talking(provider, on_duty.ana)
    call_id = provider.call.id
    recorder.dies = True
    with pytest.raises(ProcessDies):
        recordings.follow(call_id)
    session.rollback()
    later(control.ANSWERED_BY.total_seconds() + 1)
    recorder.dies = dies
    answer = recorder._answer

    def answer_late(call_sid: str, sid: str, status: str = "processing") -> ProviderRecording:
        report = ProviderRecording(sid, call_sid, "in-progress", 2, None, 0, started_at=START)
        recordings.report(rows.locked(call_id), report)
        db.commit()
        return answer(call_sid, sid, status)

    recorder._answer = answer_late  # type: ignore[method-assign]
    with suppress(ProcessDies):
        calls.hold(call_id)
    db.commit()
    recorder._answer = answer  # type: ignore[method-assign]
    recorder.dies = False
    assert list(recorder.paused.values()) == [True]
    if dies:
        later(control.ANSWERED_BY.total_seconds() + 1)
    else:
        assert [row.paused for row in rows_of(provider)] == [True]
        session.rollback()
        assert recorder.did == ["record", "pause", "hold"]
    calls.resume(call_id)
    db.commit()
    follow()
    assert list(recorder.paused.values()) == [False]


def test_a_process_that_dies_before_it_has_asked_is_made_up_for(
    provider: Provider, on_duty: World, recorder: Recorder
):
    def die() -> None:
        raise ProcessDies

    talking(provider, on_duty.ana)
    recorder.meanwhile = die
    with pytest.raises(ProcessDies):
        recordings.follow(provider.call.id)
    session.rollback()
    later(control.ANSWERED_BY.total_seconds() + 1)
    follow()
    assert recorder.did == ["record"]
    assert [row.state for row in rows_of(provider)] == ["in_progress"]


@pytest.mark.parametrize("pauses", [True, False])
def test_what_a_process_asked_before_it_died_is_not_taken_for_done(
    provider: Provider, on_duty: World, recorder: Recorder, pauses: bool
):
    """Whether the provider did it is not known, so whatever is wanted next is asked for."""
    recorded(provider, on_duty.ana)
    if not pauses:
        calls.hold(provider.call.id)
        db.commit()
    recorder.dies = True
    with pytest.raises(ProcessDies):
        (calls.hold if pauses else calls.resume)(provider.call.id)
    session.rollback()
    assert [row.paused for row in rows_of(provider)] == [None]
    session.rollback()
    recorder.dies = False
    later(control.ANSWERED_BY.total_seconds() + 1)
    (calls.resume if pauses else calls.hold)(provider.call.id)
    db.commit()
    follow()
    assert list(recorder.paused.values()) == [not pauses]


def test_nobody_asks_while_somebody_else_does(
    provider: Provider, on_duty: World, recorder: Recorder
):
    recorded(provider, on_duty.ana)
    call_id = provider.call.id
    met: list[Exception] = []

    def ask_too() -> None:
        try:
            recordings.follow(call_id)
        except control.Unsure as error:
            met.append(error)
        session.rollback()

    recorder.meanwhile = ask_too
    calls.hold(call_id)
    db.commit()
    assert len(met) == 1
    assert recorder.did == ["record", "pause", "hold"]


def test_a_hold_after_the_report_of_the_beginning_does_not_wait_for_the_answer(
    provider: Provider, on_duty: World, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
):
    talking(provider, on_duty.ana)
    call_id = provider.call.id
    begin = recorder.start_recording

    def begin_slowly(call_sid: str, callback: str) -> ProviderRecording:
        answer = begin(call_sid, callback)
        recordings.report(rows.locked(call_id), answer)
        calls.hold(call_id)
        db.commit()
        assert recorder.did == ["record", "pause", "hold"]
        return answer

    monkeypatch.setattr(gateway, "start_recording", begin_slowly)
    follow()
    assert recorder.did == ["record", "pause", "hold"]
    assert [(row.asked_at, row.paused) for row in rows_of(provider)] == [(None, True)]


def test_what_comes_right_after_the_beginning_does_not_wait(
    provider: Provider, on_duty: World, recorder: Recorder
):
    """The task that looks after a beginning is another one than that of the next change."""
    leg = recorded(provider, on_duty.ana)
    provider.room_event("participant-leave", leg.label)
    due = select(Task.not_before).filter_by(name=recordings.FOLLOW, state="pending")
    moments = sorted(session.scalars(due).all())
    assert len(moments) == 2
    assert moments[0] <= now() < moments[1]


def test_a_provider_that_contradicts_itself_keeps_nobody(
    provider: Provider, on_duty: World, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
):
    talking(provider, on_duty.ana)
    asked: list[str] = []
    monkeypatch.setattr(gateway, "start_recording", lambda sid, _callback: asked.append(sid))
    recordings.follow(provider.call.id)
    db.commit()
    assert asked == [provider.sid] * control.MOST_REQUESTS
    left = select(Task.state).filter_by(subject=f"{provider.call.id}:after")
    assert session.scalars(left).one() == "pending"


@pytest.mark.parametrize(
    "refusal",
    [
        GatewayError("429: too many", permanent=False, status=429),
        GatewayError("400: not yet", permanent=True, status=400),
        ProviderBusy("crowded", permanent=False),
    ],
)
def test_what_is_refused_is_asked_for_again(
    provider: Provider, on_duty: World, recorder: Recorder, refusal: GatewayError
):
    talking(provider, on_duty.ana)
    recorder.refuses = refusal
    follow()
    due = select(Task).filter_by(name=recordings.FOLLOW, subject=provider.call.id)
    task = session.scalars(due).one()
    assert (task.state, str(refusal) in task.last_error) == ("pending", True)
    session.rollback()
    recorder.refuses = None
    follow()
    assert recorder.did == ["record"]


def test_a_hold_does_not_wait_for_a_recording_that_runs_on(
    provider: Provider, on_duty: World, recorder: Recorder
):
    """The ticket says so, and it is paused as soon as it can be."""
    recorded(provider, on_duty.ana)
    recorder.refuses = GatewayError("no answer", permanent=False)
    calls.hold(provider.call.id)
    db.commit()
    assert provider.call.state == "held"
    noted = select(TicketEvent.kind).filter_by(ticket_id=provider.call.ticket_id)
    assert "recording_not_paused" in session.scalars(noted).all()
    session.rollback()
    recorder.refuses = None
    follow()
    assert recorder.did == ["record", "hold", "pause"]


@pytest.mark.parametrize("ended", [True, False])
def test_a_recording_that_has_ended_is_not_asked_to_stand_still(
    provider: Provider,
    on_duty: World,
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    ended: bool,
):
    """The caller has just hung up, or the network has stopped the recording by itself."""
    recorded(provider, on_duty.ana)
    (sid,) = recorder.paused
    status = "completed" if ended else "processing"
    listed = ProviderRecording(sid, provider.sid, status, 2, 12.0, 0, "StartCallRecordingAPI")
    monkeypatch.setattr(gateway, "recordings_of", lambda _sid: [listed])
    recorder.refuses = GatewayError("404: not found", permanent=True, status=404)
    calls.hold(provider.call.id)
    db.commit()
    follow()
    noted = select(TicketEvent.kind).filter_by(ticket_id=provider.call.ticket_id)
    assert ("recording_not_paused" in session.scalars(noted).all()) is not ended
    tasks = select(Task.last_error).filter_by(name=recordings.FOLLOW, subject=provider.call.id)
    assert any(session.scalars(tasks)) is not ended
    assert [row.state for row in rows_of(provider)] == ["available" if ended else "in_progress"]


def test_the_call_is_locked_before_the_task_of_what_was_refused(
    provider: Provider, on_duty: World, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
):
    """In the other order two of them could wait for each other on PostgreSQL."""
    recorded(provider, on_duty.ana)
    call_id = provider.call.id
    recorder.refuses = GatewayError("no answer", permanent=False)
    was_locked: list[bool] = []
    post = outbox.post

    def watch(name: str, subject: str, **options: Any) -> None:
        was_locked.append(call_id in session.info.get("locked calls", {}))
        post(name, subject, **options)

    monkeypatch.setattr(outbox, "post", watch)
    calls.hold(call_id)
    db.commit()
    assert recorder.did == ["record", "hold"]
    assert was_locked and all(was_locked)


def test_a_hold_that_is_refused_leaves_the_talk_recorded(
    provider: Provider, on_duty: World, recorder: Recorder
):
    recorded(provider, on_duty.ana)
    recorder.error = GatewayError("no answer", permanent=False)
    with pytest.raises(GatewayError):
        calls.hold(provider.call.id)
    session.rollback()
    follow()
    assert recorder.did == ["record", "pause", "hold", "go on"]


@pytest.mark.parametrize("begun", [False, True])
def test_who_objects_is_recorded_no_more(
    provider: Provider, on_duty: World, recorder: Recorder, begun: bool
):
    talking(provider, on_duty.ana)
    if begun:
        recorder.meanwhile = lambda: calls.object_to_recording(provider.call.id, None)
    else:
        calls.object_to_recording(provider.call.id, None)
        db.commit()
    follow()
    assert recorder.did == ["record"] * begun
    stop = session.scalars(select(Task).filter_by(name=recordings.STOP)).one()
    assert stop.state == "pending"
    session.rollback()
    calls.hold(provider.call.id)
    calls.resume(provider.call.id)
    db.commit()
    follow()
    assert "pause" not in recorder.did and "go on" not in recorder.did


def test_who_objects_while_they_come_off_hold_is_recorded_no_more(
    provider: Provider, on_duty: World, recorder: Recorder
):
    recorded(provider, on_duty.ana)
    calls.hold(provider.call.id)
    calls.object_to_recording(provider.call.id, None)
    db.commit()
    recordings.try_to_follow(provider.call.id, off_hold=True)
    db.commit()
    assert recorder.did == ["record", "pause", "hold"]


def test_an_agent_who_presses_twice_begins_one_recording(
    provider: Provider, on_duty: World, recorder: Recorder
):
    session.execute(update(Client).values(recording_policy="on_demand"))
    db.commit()
    talking(provider, on_duty.ana)
    follow()
    assert recorder.did == []
    call_id = provider.call.id
    recorder.meanwhile = lambda: calls.start_recording(call_id, on_duty.bruno.id)
    calls.start_recording(call_id, on_duty.ana.id)
    db.commit()
    calls.start_recording(call_id, on_duty.ana.id)
    db.commit()
    follow()
    assert recorder.did == ["record"]
    noted = select(TicketEvent.kind).filter_by(ticket_id=provider.call.ticket_id)
    assert session.scalars(noted).all().count("recording_started") == 1


def test_a_recording_that_is_asked_for_on_hold_begins_with_the_talk(
    provider: Provider, on_duty: World, recorder: Recorder
):
    session.execute(update(Client).values(recording_policy="on_demand"))
    db.commit()
    talking(provider, on_duty.ana)
    calls.hold(provider.call.id)
    db.commit()
    calls.start_recording(provider.call.id, on_duty.ana.id)
    db.commit()
    assert recorder.did == ["hold"]
    calls.resume(provider.call.id)
    db.commit()
    assert recorder.did == ["hold", "talk", "record"]
