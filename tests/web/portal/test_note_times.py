"""Times in an agent's notes lead to where they are in the recording."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core import db
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from tests.web.portal.finished_calls import RANG, SECONDS, FinishedCall, answered_call, record
from web.portal import note_times, recordings


@pytest.fixture
def done(world: World) -> FinishedCall:
    """The talk begins 20 s after the ring, the recording of 12 s does 15 s after it."""
    made = answered_call(world.acme.id, world.ana)
    recording = record(made)
    recording.created_at = RANG + timedelta(seconds=15)
    db.commit()
    return made


def cut(done: FinishedCall, text: str) -> list[tuple[str, float | None]]:
    parts = recordings.parts_of(done.ticket.id, [done.call])
    pieces = note_times.pieces(text, done.call, parts)
    return [(one.text, one.start if one.recording_id else None) for one in pieces]


def test_a_time_of_the_talk_is_a_second_of_the_recording(done: FinishedCall) -> None:
    assert cut(done, "[0:02] fuite\n[0:07] urgent") == [
        ("[0:02]", 7.0), (" fuite\n", None), ("[0:07]", 12.0), (" urgent", None),
    ]  # fmt: skip


def test_what_was_not_recorded_stays_plain(done: FinishedCall) -> None:
    for text in ("[0:08] trop tard", "[1:00:00]", "[12]", "[0:75]", "réf. [A:12]", ""):
        assert [start for _, start in cut(done, text)] in ([None], [])
    done.recordings[0].storage_key = None
    db.commit()
    assert cut(done, "[0:02]") == [("[0:02]", None)]


def test_a_time_of_one_call_is_not_looked_for_in_another(done: FinishedCall, world: World) -> None:
    """Two callers about one ticket may talk at the same time."""
    other = answered_call(world.acme.id, world.bruno)
    parts = recordings.parts_of(done.ticket.id, [done.call, other.call])
    assert note_times.pieces("[0:02]", other.call, parts) == [note_times.Piece("[0:02]")]


def test_the_provider_knows_best_when_it_began(done: FinishedCall) -> None:
    done.recordings[0].began_at = RANG + timedelta(seconds=17)
    db.commit()
    assert cut(done, "[0:02]") == [("[0:02]", 5.0)]
    assert cut(done, f"[0:{SECONDS - 3:02}]") == [("[0:09]", 12.0)]


def test_the_page_has_a_button_for_it(
    done: FinishedCall, signed_in: Callable[[User], Person], world: World, app: object
) -> None:
    done.call.notes = "[0:02] <b>fuite</b>"
    db.session.merge(done.call)
    db.commit()
    page = signed_in(world.rita).get(f"/tickets/{done.ticket.id}").get_data(as_text=True)
    assert 'class="listen stamp"' in page and 'data-start="7.0"' in page
    assert "&lt;b&gt;fuite" in page
