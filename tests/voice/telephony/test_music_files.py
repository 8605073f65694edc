"""Music is fetched without signature or sign-in, may be kept, and says nothing about anybody."""

import pytest
from flask.testing import FlaskClient

from core.storage import StorageDown
from tests.voice.provider import path_of
from voice import music
from voice.music import library
from voice.music.library import HOUSE


def test_the_provider_may_fetch_it_once_and_keep_it(
    client: FlaskClient, environment: pytest.MonkeyPatch
) -> None:
    reply = client.get(path_of(music.address(None)))
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "audio/wav"
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Set-Cookie" not in reply.headers and "Vary" not in reply.headers
    assert reply.data == HOUSE.read_bytes()
    assert int(reply.headers["Content-Length"]) == len(reply.data)
    kept = {"If-None-Match": reply.headers["ETag"]}
    assert client.get(path_of(music.address(None)), headers=kept).status_code == 304


def test_what_plays_while_storage_fails_is_not_kept(
    client: FlaskClient, environment: pytest.MonkeyPatch
) -> None:
    class Down:
        def read(self, _key: str) -> None:
            raise StorageDown("gone")

    environment.setattr(library, "storage", lambda _patience: Down())
    address = f"/twilio/music/{'a' * 64}.wav"
    reply = client.get(address)
    assert reply.data == HOUSE.read_bytes()
    assert reply.headers["Cache-Control"] == "no-store"
    kept = {"If-None-Match": f'"{"a" * 64}"'}
    assert client.get(address, headers=kept).status_code == 200


def test_a_part_can_be_asked_for(client: FlaskClient, environment: pytest.MonkeyPatch) -> None:
    part = client.get(path_of(music.address(None)), headers={"Range": "bytes=0-99"})
    assert (part.status_code, len(part.data)) == (206, 100)


def test_nothing_else_is_there(client: FlaskClient, environment: pytest.MonkeyPatch) -> None:
    for name in ("0" * 64, "x", "..%2f..%2frecordings%2fx", "A" * 64, "0" * 63 + "%00"):
        assert client.get(f"/twilio/music/{name}.wav").status_code in {404, 405}, name
