"""How the desk hears of calls, whatever becomes of its stream; old tokens and long texts."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core import db
from tests.browser.conftest import Live
from tests.browser.desk_page import at_step, saved, take, typed
from tests.browser.network.bad_proxy import BadProxy, Treatment
from tests.browser.network.bare_page import BareBrowser
from tests.browser.waiting import until
from voice.agents import offers, presence
from voice.models import Offer, Presence
from voice.simulator.people.call import SimulatedCall
from web import open_pages
from web.pace import Pace, pace
from workflows.engine.validation import LONGEST_RAW


@pytest.fixture
def desk(live: Live) -> Page:
    return live.desk_of(live.world.ana)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Pages that notice within two seconds what they otherwise notice within ten."""
    for name, seconds in {"heartbeat": 0.2, "silent": 2.0, "look": 0.4, "slow": 1.0}.items():
        monkeypatch.setattr(pace, name, seconds)
    monkeypatch.setattr("web.stream.LOOK_SECONDS", 0.1)  # it beats when it looks
    return pace


@pytest.fixture
def proxy(live: Live) -> Iterator[BadProxy]:
    made = BadProxy(live.address)
    yield made
    for context in live.contexts:
        context.close()
    made.close()


def flows(page: Page) -> None:
    """Live updates work: nothing is said about them."""
    expect(page.locator("#trouble")).to_be_hidden()


def is_down(page: Page) -> None:
    expect(page.locator("#trouble")).to_contain_text("toutes les deux secondes")


@pytest.mark.parametrize("treatment", [each for each in Treatment if each != Treatment.PASS])
def test_calls_come_where_the_stream_does_not(
    live: Live, proxy: BadProxy, quick: Pace, treatment: Treatment
):
    """Before its first word, or after it; and the page says so until the stream is back."""
    if treatment in (Treatment.HOLD, Treatment.BUFFER):
        proxy.treatment = treatment
    desk = live.desk_of(live.world.ana, base_url=proxy.address)
    until(desk, lambda: proxy.streams)
    proxy.treatment = treatment
    is_down(desk)
    if treatment is Treatment.HOLD:
        where_no_server_answers_nothing_is_said_of_its_news(live, desk)
    live.ring()
    desk.locator(".offer").wait_for()
    proxy.treatment = Treatment.PASS
    flows(desk)


def where_no_server_answers_nothing_is_said_of_its_news(live: Live, desk: Page) -> None:
    """Two sentences would gainsay each other: no page looks every two seconds then."""
    live.down.set()
    trouble = desk.locator("#trouble-text")
    expect(trouble).to_contain_text("Le serveur ne répond pas")
    expect(trouble).not_to_contain_text("toutes les deux secondes")
    live.down.clear()
    is_down(desk)
    expect(trouble).not_to_contain_text("Le serveur ne répond pas")


def test_a_page_whose_own_timers_stand_still_hears_of_calls(
    live: Live, proxy: BadProxy, quick: Pace
):
    """A hidden page's timers come once a minute, later not at all; a worker's go on."""
    proxy.treatment = Treatment.HOLD
    page = live.page_of(live.world.ana, base_url=proxy.address)
    page.clock.install()
    page.goto("/desk")
    page.locator("[data-status=available]").click()
    page.locator("[data-status=available][aria-pressed=true]").wait_for()
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    live.ring()
    page.locator(".offer").wait_for()


def test_seven_tabs_share_a_stream_and_hand_it_on(live: Live, proxy: BadProxy, quick: Pace):
    """The test server speaks HTTP/1.1, of which a browser has six connections to a host."""
    quick.slow = 3600.0  # nothing here comes from looking now and then
    desk = live.desk_of(live.world.ana, base_url=proxy.address)
    others = [desk.context.new_page() for _ in range(6)]
    for page in others:
        page.goto("/desk")
        page.locator("[data-status=available][aria-pressed=true]").wait_for()
    assert (proxy.streams, proxy.open_streams) == (1, 1)
    last = others[-1]
    last.locator("#break").select_option("lunch")
    for page in (desk, *others):
        expect(page.locator("#idle-title")).to_have_text("En pause.")
    desk.close()  # it had the stream
    until(last, lambda: (proxy.streams, proxy.open_streams) == (2, 1))
    last.locator("[data-status=available]").click()
    live.ring()
    for page in others:
        page.locator(".offer").wait_for()
    last.keyboard.press("F2")
    at_step(last, "Personne bloquée")
    last.keyboard.press("1")
    expect(last.locator(".path-done")).to_contain_text("Personne bloquée")  # it is saved
    assert proxy.open_streams == 1


def test_what_is_typed_in_a_call_of_two_tabs_a_new_sign_in_and_too_much_text(
    live: Live, desk: Page, quick: Pace
):
    call = live.ring()
    take(desk)
    other = tabs_follow_one_another_at_once(desk, quick)
    other.close()
    a_new_sign_in_in_the_same_browser_loses_nothing(live, desk, call)
    a_text_that_is_too_long_stays_where_it_was_typed(desk, call)


def tabs_follow_one_another_at_once(desk: Page, quick: Pace) -> Page:
    """Of what is saved no news comes: it is one's own. The second tab is given back."""
    quick.slow = 3600.0
    desk.keyboard.press("2")
    at_step(desk, "Signes")
    other = desk.context.new_page()
    other.goto("/desk")
    at_step(other, "Signes")
    other.evaluate("document.hasFocus = () => false")  # Playwright gives it to every page
    desk.keyboard.press("Enter")
    at_step(desk, "Numéro de l’ascenseur")
    at_step(other, "Numéro de l’ascenseur")
    desk.keyboard.type("0042")
    expect(other.locator("#answer")).to_have_value("0042")
    desk.locator("#notes").fill("Sous-sol")
    expect(other.locator("#notes")).to_have_value("Sous-sol")
    return other


@pytest.fixture
def bare(live: Live) -> Iterator[BareBrowser]:
    made = BareBrowser(live.browser, live.page_of(None))
    yield made
    made.close()


def test_hidden_pages_hear_of_calls_and_a_frozen_one_does_not_silence_the_others(
    live: Live, proxy: BadProxy, quick: Pace, bare: BareBrowser
):
    quick.slow = 3600.0
    cookie = live.cookie_of(live.world.ana, "fr")
    first = bare.open(f"{proxy.address}/desk", cookie)
    page = live.contexts[0].pages[0]
    until(page, lambda: first.shows("[data-status=offline][aria-pressed=true]"))
    other = bare.open(f"{proxy.address}/desk", cookie)
    until(page, lambda: other.shows("[data-status=offline][aria-pressed=true]"))
    other.hide()
    first.freeze()
    assert proxy.streams == 1  # that of the page that cannot pass it on any more
    other.send(
        "Runtime.evaluate", expression="document.querySelector('[data-status=available]').click()"
    )
    live.ring()
    until(page, lambda: other.shows(".offer"))
    until(page, lambda: proxy.streams == 2)
    until(page, lambda: other.shows("#trouble[hidden]"))
    first.wake()
    until(page, lambda: first.shows(".offer"))
    until(page, lambda: proxy.open_streams == 1)


def test_a_frozen_page_is_not_available_until_it_is_back(
    live: Live, quick: Pace, bare: BareBrowser, monkeypatch: pytest.MonkeyPatch
):
    desk = bare.open(f"{live.address}/desk", live.cookie_of(live.world.ana, "fr"))
    colleague = live.desk_of(live.world.bruno)
    until(colleague, lambda: desk.shows("[data-status=offline][aria-pressed=true]"))
    desk.send(
        "Runtime.evaluate", expression="document.querySelector('[data-status=available]').click()"
    )
    until(colleague, lambda: desk.shows("[data-status=available][aria-pressed=true]"))
    for module in (offers, presence):
        monkeypatch.setattr(module, "UNHEARD_AFTER", timedelta(seconds=4))
    monkeypatch.setattr(presence, "SEEN_EVERY", timedelta(seconds=0))
    desk.freeze()
    until(colleague, is_unheard(live))
    live.ring()
    colleague.locator(".offer").wait_for()
    with db.reading():
        offered = set(db.session.scalars(select(Offer.user_id)))
    assert offered == {live.world.bruno.id}
    desk.wake()
    until(colleague, lambda: desk.shows(".offer"))
    assert desk.shows("[data-status=available][aria-pressed=true]")
    told = "document.querySelector('#trouble').textContent.includes('pas donné de nouvelles')"
    until(colleague, lambda: desk.holds(told))


def is_unheard(live: Live) -> Callable[[], bool]:
    def look() -> bool:
        presence.mark_unheard()
        with db.reading():
            return db.session.get_one(Presence, live.world.ana.id).unheard_since is not None

    return look


def a_new_sign_in_in_the_same_browser_loses_nothing(
    live: Live, desk: Page, call: SimulatedCall
) -> None:
    desk.locator(".steps [data-step=trapped]").click()
    at_step(desk, "Personne bloquée")
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    desk.context.clear_cookies()
    desk.context.add_cookies([live.cookie_of(live.world.ana, "fr")])
    desk.keyboard.type("5")
    saved(desk)
    assert typed(call)["people"] == "5"


def a_text_that_is_too_long_stays_where_it_was_typed(desk: Page, call: SimulatedCall) -> None:
    desk.locator(".steps [data-step=story]").click()
    at_step(desk, "Ce qui s’est passé")
    desk.locator("#answer").fill("a" * (LONGEST_RAW + 1))
    expect(desk.locator("#step-told.problem")).to_contain_text("trop long")
    expect(desk.locator("#answer")).to_have_value("a" * (LONGEST_RAW + 1))
    assert "story" not in typed(call)
    desk.locator("#answer").fill("a" * 10)
    saved(desk)
    assert typed(call)["story"] == "a" * 10


def test_a_page_that_hears_of_nothing_looks_at_what_the_clock_changes(live: Live):
    page = live.page_of(live.world.ana)
    page.clock.install()
    page.goto("/desk")
    page.locator("[data-status=available]").click()
    live.ring()
    take(page)
    with page.expect_response("**/desk/state"):
        page.clock.fast_forward(60_000)


def test_a_browser_that_gave_its_stream_to_a_newer_one_takes_one_when_its_person_comes(
    live: Live, desk: Page, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(open_pages, "MOST_OF_ONE", 1)
    flows(desk)
    newer = live.page_of(live.world.ana)
    newer.goto("/desk")
    given_up = re.compile("plusieurs autres navigateurs")
    expect(desk.locator("#trouble-text")).to_have_text(given_up)
    flows(newer)
    desk.evaluate("dispatchEvent(new Event('focus'))")
    expect(newer.locator("#trouble-text")).to_have_text(given_up)
    flows(desk)


def test_a_page_goes_to_the_sign_in_when_its_person_signs_out_elsewhere(live: Live, desk: Page):
    elsewhere = live.page_of(live.world.ana)
    elsewhere.goto("/tickets")
    elsewhere.get_by_role("button", name="Ana").click()
    elsewhere.get_by_role("menuitem", name="Déconnexion partout").click()
    elsewhere.wait_for_url("**/login")
    desk.wait_for_url("**/login?next=%2Fdesk")
    with db.reading():
        assert db.session.get_one(Presence, live.world.ana.id).status == "offline"


def test_between_two_looks_the_page_waits_a_tenth_of_a_second(live: Live, desk: Page):
    """What comes meanwhile is seen by one look."""
    waited = desk.evaluate("""async () => {
      const looks = () => performance.getEntriesByType("resource")
        .filter(({ name, responseEnd }) => name.endsWith("/desk/state") && responseEnd);
      const before = looks().length;
      while (looks().length < before + 4) {
        dispatchEvent(new Event("focus"));
        await new Promise((done) => setTimeout(done, 5));
      }
      const made = looks().slice(before);
      return made.slice(1).map(({ startTime }, at) => startTime - made[at].responseEnd);
    }""")
    assert min(waited) >= 95, waited  # the browser's clocks of both are rounded
