"""The stream process: who may listen, what is told, and when it ends."""

from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from flask.testing import FlaskClient

from core import config, db, screen, sign_ins, threads
from core.clock import now
from core.tenants import User
from tests.conftest import World, token_for
from voice import calls
from web import open_pages
from web.open_pages import OpenPage, OpenPages
from web.pace import pace

GREETING = (
    "retry: 1000\n\nevent: heartbeat\ndata: {}\n\n"
    'event: queue\ndata: {"count": 0, "since": null}\n\n'
)


@pytest.fixture
def stream(world: World) -> ModuleType:
    """Imported late: the module makes its application from the settings it finds."""
    import web.stream

    return web.stream


@pytest.fixture
def listener(stream: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[[User], FlaskClient]:
    """A browser with a session, at an application made from this test's settings."""
    monkeypatch.setattr(stream, "LONGEST_SECONDS", 0.0)  # one greeting, then the end
    app = stream.create_stream()

    def browser(user: User) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = token_for(user)
        return client

    return browser


def page_of(user: User) -> OpenPage:
    return OpenPage(user.id, token_for(user))


def push(user: User, *events: str) -> None:
    for event in events:
        screen.push([user.id], event, {"call": "c1"})
    db.commit()
    db.session.remove()


def take(lines: Iterator[str], count: int) -> list[str]:
    return [next(lines) for _ in range(count)]


def test_an_agent_hears_what_came_after_the_number_they_saw(stream: ModuleType, world: World):
    push(world.ana, "offers", "call", "status")
    push(world.bruno, "alert")
    events = take(stream.messages(page_of(world.ana), 1), 2)
    assert events == [
        GREETING,
        'id: 2\nevent: call\ndata: {"call": "c1"}\n\n'
        'id: 3\nevent: status\ndata: {"call": "c1"}\n\n',
    ]


def test_what_comes_later_is_told_once(stream: ModuleType, world: World):
    lines = stream.messages(page_of(world.ana), 0)
    push(world.ana, "offers")
    assert take(lines, 2)[1].startswith("id: 1\nevent: offers\n")
    push(world.ana, "call")
    assert next(lines).startswith("id: 2\nevent: call\n")


def test_a_page_is_told_how_many_callers_wait_when_that_changes(
    stream: ModuleType, world: World, monkeypatch: pytest.MonkeyPatch
):
    """Also an agent to whom nothing is offered, so that no message comes."""
    monkeypatch.setattr(stream, "QUEUE_SECONDS", 0.0)
    monkeypatch.setattr(stream, "LOOK_SECONDS", 0.0)
    monkeypatch.setattr(pace, "heartbeat", 0.0)
    lines = stream.messages(page_of(world.ana), 0)
    assert take(lines, 2)[1] == stream.HEARTBEAT
    calls.receive(calls.Ring("CA1", "+33639980001", "+33199000900"))
    db.commit()
    told = next(lines)
    assert told.startswith('event: queue\ndata: {"count": 1, "since": "20')
    assert next(lines) == stream.HEARTBEAT, "once"


def test_a_quiet_stream_shows_that_it_is_there(
    stream: ModuleType, world: World, monkeypatch: pytest.MonkeyPatch
):
    """As events, which a page hears; also among news."""
    monkeypatch.setattr(pace, "heartbeat", 0.0)
    push(world.ana, "offers")
    lines = stream.messages(page_of(world.ana), 0)
    news = 'id: 1\nevent: offers\ndata: {"call": "c1"}\n\n'
    assert take(lines, 3) == [GREETING, news + stream.HEARTBEAT, stream.HEARTBEAT]


def test_a_stream_ends_at_the_sign_out_and_tells_its_page(
    stream: ModuleType, world: World, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stream, "LONGEST_SECONDS", 60.0)  # without an end of its own, a failure
    own, others = page_of(world.ana), page_of(world.ana)
    open_pages = [stream.messages(each, 0) for each in (own, others)]
    push(world.ana, "offers")
    for page in open_pages:
        take(page, 2)
    found = sign_ins.find(own.token, now())
    assert found is not None
    sign_ins.end(world.ana.id, only=found[0].id)
    push(world.ana, "call")
    assert list(open_pages[0]) == [stream.ENDED]
    assert next(open_pages[1]).startswith("id: 2\nevent: session\n"), "another browser's goes on"


@pytest.mark.parametrize("change", [{"active": False}, {"password_hash": "another"}])
def test_nothing_is_told_once_the_account_is_another(
    stream: ModuleType, world: World, monkeypatch: pytest.MonkeyPatch, change: dict[str, object]
):
    monkeypatch.setattr(stream, "SIGN_IN_SECONDS", 0.0)
    monkeypatch.setattr(stream, "LONGEST_SECONDS", 60.0)  # without an end of its own, a failure
    push(world.ana, "offers")
    lines = stream.messages(page_of(world.ana), 0)
    take(lines, 2)
    for name, value in change.items():
        setattr(db.session.get_one(User, world.ana.id), name, value)
    push(world.ana, "call")
    assert list(lines) == [stream.ENDED]


def test_the_answer_is_an_event_stream_that_no_cache_or_proxy_keeps(
    listener: Callable[[User], FlaskClient], world: World
):
    reply = listener(world.ana).get("/stream/desk")
    assert reply.status_code == 200 and reply.mimetype == "text/event-stream"
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["X-Accel-Buffering"] == "no"
    assert reply.get_data(as_text=True) == GREETING


def test_listening_does_not_prolong_the_session(
    listener: Callable[[User], FlaskClient], world: World
):
    client = listener(world.ana)
    with client.session_transaction() as session:
        session.permanent = True
    assert "Set-Cookie" not in client.get("/stream/desk").headers


@pytest.mark.parametrize(
    ("seen", "number"),
    [("7", 7), ("", 0), ("-1", 0), ("seven", 0), ("²", 0), ("9" * 30, 0)],
)
def test_the_number_seen_comes_from_the_browser_and_is_not_trusted(
    stream: ModuleType, seen: str, number: int
):
    app = stream.create_stream()
    with app.test_request_context("/stream/desk", query_string={"after": seen}):
        assert stream._last_seen_number() == number
    with app.test_request_context("/?after=3", headers={"Last-Event-ID": "5"}):
        assert stream._last_seen_number() == 5


def test_only_those_who_answer_calls_listen(listener: Callable[[User], FlaskClient], world: World):
    assert listener(world.rita).get("/stream/desk").status_code == 404
    assert listener(world.sofia).get("/stream/desk").status_code == 200


def test_who_is_not_signed_in_is_told_so(stream: ModuleType):
    assert stream.create_stream().test_client().get("/stream/desk").status_code == 401


@pytest.fixture
def at_most(stream: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """The process has threads for so many pages."""
    monkeypatch.setattr(stream, "pages", OpenPages())
    return lambda number: monkeypatch.setattr(threads, "count", number + open_pages.SPARE)


def test_one_stream_too_many_is_refused_and_each_gives_its_place_back(
    listener: Callable[[User], FlaskClient], world: World, at_most: Callable[[int], None]
):
    at_most(1)
    client = listener(world.ana)
    held = client.get("/stream/desk", buffered=False)
    assert client.get("/stream/desk").status_code == 503
    assert client.get("/health").status_code == 200
    held.close()
    again = client.get("/stream/desk")
    assert again.status_code == 200


def test_one_person_cannot_take_the_places_of_others(
    listener: Callable[[User], FlaskClient], world: World, at_most: Callable[[int], None]
):
    """Their newest pages have streams; the older ones are told so, and free their places."""
    at_most(open_pages.MOST_OF_ONE + 2)
    client = listener(world.ana)
    held = [client.get("/stream/desk", buffered=False) for _ in range(open_pages.MOST_OF_ONE)]
    for _ in range(20):
        newest = client.get("/stream/desk", buffered=False)
        assert newest.status_code == 200
        held.pop(0).close()
        held.append(newest)
    assert listener(world.bruno).get("/stream/desk").status_code == 200


def test_pages_that_read_nothing_leave_the_places_of_others(at_most: Callable[[int], None]):
    """The thread of a page that gives way is free only once its browser has read the rest."""
    at_most(20)
    pages = OpenPages()
    stuck = [pages.open("ana", "") for _ in range(20)]
    assert pages.open("bruno", "") is not None
    assert stuck.count(None) == 20 - open_pages.MOST_THREADS_OF_ONE
    assert stuck[0] is not None
    pages.close(stuck[0])
    assert pages.open("ana", "") is not None


def test_a_page_that_gives_way_is_told_so_and_gets_nothing_more(
    stream: ModuleType,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    at_most: Callable[[int], None],
):
    at_most(100)
    monkeypatch.setattr(stream, "LONGEST_SECONDS", 60.0)  # without an end of its own, a failure
    token, ana_id = token_for(world.ana), world.ana.id
    held = [stream.pages.open(ana_id, token) for _ in range(open_pages.MOST_OF_ONE)]
    others = stream.pages.open(world.bruno.id, token_for(world.bruno))
    told = stream.messages(held[0], 0)
    next(told)
    stream.pages.open(ana_id, token)
    screen.push([ana_id], "call", {})
    db.commit()
    assert list(told) == [stream.REPLACED]
    assert [page.gave_way for page in [*held[1:], others]] == [False] * open_pages.MOST_OF_ONE


def test_pages_that_come_back_do_not_drive_one_another_out(at_most: Callable[[int], None]):
    """Each stream ends now and then, and its page opens it anew."""
    at_most(100)
    pages = OpenPages()
    held = [pages.open("ana", "") for _ in range(open_pages.MOST_OF_ONE)]
    for _ in range(20):
        ended = held.pop(0)
        assert ended is not None
        pages.close(ended)
        held.append(pages.open("ana", ""))
    assert not any(page is None or page.gave_way for page in held)


@pytest.mark.parametrize("elsewhere", ["", "https://stream.filrouge.example"])
def test_only_our_own_pages_may_read_it_from_elsewhere(
    environment: pytest.MonkeyPatch,
    listener: Callable[[User], FlaskClient],
    world: World,
    elsewhere: str,
):
    environment.setenv("STREAM_URL", elsewhere)
    environment.setenv("PUBLIC_BASE_URL", "https://filrouge.example")
    config.settings.cache_clear()
    reply = listener(world.ana).get("/stream/desk", headers={"Origin": "https://evil.example"})
    allowed = reply.headers.get("Access-Control-Allow-Origin")
    assert allowed == ("https://filrouge.example" if elsewhere else None)
