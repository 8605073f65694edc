"""Recordings over HTTP: ranges, the wall, and who listened."""

import wave
from collections.abc import Callable
from io import BytesIO

import pytest
from sqlalchemy import select

from core import audit, db
from core.storage import storage
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from tests.web.portal.finished_calls import SECONDS, FinishedCall, answered_call, record, whole_case

SignIn = Callable[[User], Person]


@pytest.fixture
def done(world: World) -> FinishedCall:
    return whole_case(world.acme.id, world.ana)


@pytest.fixture
def address(done: FinishedCall) -> str:
    return f"/recordings/{done.recordings[0].id}/audio"


@pytest.fixture
def sound(done: FinishedCall) -> bytes:
    return b"".join(storage().read(done.recordings[0].storage_key or ""))


def plays() -> list[tuple[str | None, str | None]]:
    chosen = select(audit.AuditEntry).where(audit.AuditEntry.action == "recording.played")
    return [(each.actor_id, each.client_id) for each in db.session.scalars(chosen)]


def test_the_whole_sound_is_a_wav_of_two_channels(
    signed_in: SignIn, world: World, address: str, sound: bytes
) -> None:
    reply = signed_in(world.rita).get(address)
    assert (reply.status_code, reply.data) == (200, sound)
    assert reply.headers["Content-Type"] == "audio/wav"
    assert "no-store" in reply.headers["Cache-Control"]
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Content-Disposition"] == "inline"
    assert reply.headers["Accept-Ranges"] == "bytes"
    with wave.open(BytesIO(reply.data)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (2, 2, 8000)
        assert file.getnframes() == SECONDS * 8000


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-", 0, None), ("bytes=0-1", 0, 2), ("bytes=100-199", 100, 200),
        ("bytes=500-", 500, None), ("bytes=-44", -44, None), ("bytes=10-999999999", 10, None),
        ("bytes=-999999999", 0, None), (" bytes=7-7 ", 7, 8),
    ],
)  # fmt: skip
def test_a_range_of_the_sound(
    header: str, start: int, end: int | None, signed_in: SignIn, world: World, address: str,
    sound: bytes,
) -> None:  # fmt: skip
    reply = signed_in(world.rita).get(address, headers={"Range": header})
    wanted = sound[start:end]
    assert (reply.status_code, reply.data) == (206, wanted)
    first = start % len(sound)
    content_range = f"bytes {first}-{first + len(wanted) - 1}/{len(sound)}"
    assert reply.headers["Content-Range"] == content_range
    assert reply.headers["Content-Length"] == str(len(wanted))


@pytest.mark.parametrize("header", ["bytes=99999999-", "bytes=-0", "bytes=9-3"])
def test_a_part_that_is_not_there(
    header: str, signed_in: SignIn, world: World, address: str, sound: bytes
) -> None:
    reply = signed_in(world.rita).get(address, headers={"Range": header})
    assert (reply.status_code, reply.data) == (416, b"")
    assert reply.headers["Content-Range"] == f"bytes */{len(sound)}"
    assert plays() == []


@pytest.mark.parametrize(
    "header",
    ["bytes=", "bytes=-", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "bytes=" + "9" * 5000 + "-"],
)
def test_a_header_that_is_no_plain_range_is_ignored(
    header: str, signed_in: SignIn, world: World, address: str, sound: bytes
) -> None:
    reply = signed_in(world.rita).get(address, headers={"Range": header})
    assert (reply.status_code, len(reply.data)) == (200, len(sound))


def test_the_length_without_the_sound(
    signed_in: SignIn, world: World, address: str, sound: bytes
) -> None:
    reply = signed_in(world.rita).ask("HEAD", address)
    assert (reply.status_code, reply.data) == (200, b"")
    assert reply.headers["Content-Length"] == str(len(sound))


def test_only_the_clients_people_and_staff_hear_it(
    signed_in: SignIn, nobody: Person, world: World, address: str
) -> None:
    codes = {name: signed_in(getattr(world, name)).get(address).status_code
            for name in ("rita", "ana", "bruno", "sofia", "gus")}  # fmt: skip
    assert codes == {"rita": 200, "ana": 200, "bruno": 200, "sofia": 200, "gus": 404}
    assert nobody.get(address).status_code == 401
    assert signed_in(world.rita).get("/recordings/nothing/audio").status_code == 404


def test_a_call_to_an_unknown_number_is_for_staff(signed_in: SignIn, world: World) -> None:
    stray = record(answered_call(None, world.ana))
    db.commit()
    address = f"/recordings/{stray.id}/audio"
    assert signed_in(world.sofia).get(address).status_code == 200
    assert signed_in(world.rita).get(address).status_code == 404


def test_an_erased_recording_is_gone(
    signed_in: SignIn, world: World, done: FinishedCall, address: str
) -> None:
    storage().delete(done.recordings[0].storage_key or "")
    assert signed_in(world.rita).get(address).status_code == 404
    done.recordings[0].storage_key = None
    db.session.merge(done.recordings[0])
    db.commit()
    assert signed_in(world.rita).get(address).status_code == 404


def test_an_objection_counts_before_the_file_is_gone(
    signed_in: SignIn, world: World, done: FinishedCall, address: str
) -> None:
    done.call.recording_objected = True
    db.session.merge(done.call)
    db.commit()
    assert signed_in(world.sofia).get(address).status_code == 404


def test_each_listener_is_noted_once_a_minute(
    signed_in: SignIn, world: World, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rita = signed_in(world.rita)
    for start in range(4):
        rita.get(address, headers={"Range": f"bytes={start}-"})
    signed_in(world.gus).get(address)
    signed_in(world.ana).get(address)
    assert plays() == [(world.rita.id, world.acme.id), (world.ana.id, world.acme.id)]

    from web.portal import audio

    real = audio.now
    monkeypatch.setattr(audio, "now", lambda: real() + 2 * audio.AUDIT_PAUSE)
    rita.get(address)
    assert len(plays()) == 3
