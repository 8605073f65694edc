"""A storage that does not answer, and somebody who listens again and again."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest

from core import config, db, storage, threads
from core.storage import Patience
from core.tenants import User
from core.threads import Bulkhead
from tests.conftest import World
from tests.core.silent_server import SilentServer
from tests.web.conftest import Person
from tests.web.portal.finished_calls import whole_case
from web.portal import audio

SignIn = Callable[[User], Person]
POOL = 16  # threads, as in the Procfile
PLAYS, OF_ONE = 17, 6


@pytest.fixture
def address(world: World) -> str:
    return f"/recordings/{whole_case(world.acme.id, world.ana).recordings[0].id}/audio"


@pytest.fixture(autouse=True)
def sending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "count", POOL)
    monkeypatch.setattr(audio, "_sending", audio.places())


@pytest.fixture
def silent(address: str, environment: pytest.MonkeyPatch) -> Iterator[SilentServer]:
    """In place of the storage in which the sound is."""
    server = SilentServer()
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        environment.setenv(name, "test")
    environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
    environment.setenv("NO_PROXY", "127.0.0.1")
    environment.setenv("STORAGE_URL", f"s3://kept?endpoint={server.url}")
    config.settings.cache_clear()
    storage._storage.cache_clear()
    yield server
    server.close()


def test_pages_are_answered_while_one_listener_waits_for_the_storage(
    silent: SilentServer,
    signed_in: SignIn,
    nobody: Person,
    world: World,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audio, "ON_A_PAGE", Patience(connect=60, read=60, tries=1))
    browsers = [signed_in(world.rita) for _ in range(PLAYS)]
    with ThreadPoolExecutor(POOL) as pool:
        plays = [pool.submit(browser.get, address) for browser in browsers]
        finished = as_completed(plays)
        refused = [next(finished).result() for _ in range(PLAYS - OF_ONE)]
        assert pool.submit(nobody.get, "/health").result().status_code == 200
        assert sum(not play.done() for play in plays) == OF_ONE
        silent.close()
    assert {reply.status_code for reply in refused} == {503}
    assert {play.result().status_code for play in plays} == {503}


def test_who_listens_is_told_and_the_storage_left_alone_for_a_while(
    silent: SilentServer,
    signed_in: SignIn,
    world: World,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audio, "ON_A_PAGE", Patience(connect=0.1, read=0.1, tries=1))
    monkeypatch.setattr(Bulkhead, "PAUSE", 3600.0)
    for person, language in ((world.rita, "en"), (world.ana, "fr")):
        db.session.merge(person).language = language
    db.commit()
    said = {
        person.get(address, headers={"Accept": "application/json"}).get_json()["message"]
        for person in (signed_in(world.rita), signed_in(world.ana))
        for _ in range(Bulkhead.SILENCES)
    }
    assert len(silent.taken) == Bulkhead.SILENCES
    assert said == {
        "Le son n’est pas disponible pour le moment. Réessayez dans une minute.",
        "The sound cannot be had right now. Try again in a minute.",
    }


def test_a_place_is_free_again_however_a_reply_ends(
    signed_in: SignIn, world: World, address: str
) -> None:
    rita = signed_in(world.rita)
    for _ in range(OF_ONE):
        assert rita.get(address).data
        rita.get(address).close()
        rita.ask("HEAD", address).close()
        rita.get(address, headers={"Range": "bytes=9999999-"}).close()
    held = [rita.get(address) for _ in range(OF_ONE)]
    assert {reply.status_code for reply in held} == {200}
    assert rita.get(address).status_code == 503, "sound that is not taken keeps its place"
    for reply in held:
        reply.close()
    assert rita.get(address).status_code == 200
