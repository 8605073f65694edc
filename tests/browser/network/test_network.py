"""The desk while the server is away, and with several pages and agents at once."""

from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import APIResponse, BrowserContext, Page, Route, expect

from core import db
from core.tenants import Client
from tests.browser.conftest import PATIENCE, Live
from tests.browser.desk_page import (
    REASON,
    at_step,
    hang_up,
    saved,
    stored,
    take,
    talking,
    tell,
    typed,
    wait_for_close,
)
from tests.browser.waiting import until
from voice.simulator.people.call import SimulatedCall
from workflows import runs

NEWS = ["**/stream/desk*", "**/desk/state"]


@pytest.fixture
def desk(live: Live) -> Page:
    return live.desk_of(live.world.ana)


def to_the_lift(page: Page) -> None:
    """Through the first steps, to the field where text is typed."""
    at_step(page, "Personne bloquée")
    page.keyboard.press("2")
    at_step(page, "Signes")
    page.keyboard.press("Enter")
    at_step(page, "Numéro de l’ascenseur")


def to_the_lift_by_press(page: Page) -> None:
    page.locator(".steps [data-step=lift]").click()
    at_step(page, "Numéro de l’ascenseur")


def in_talk(live: Live, desk: Page) -> SimulatedCall:
    call = live.ring()
    take(desk)
    to_the_lift(desk)
    return call


def cut_off_from_news(page: Page) -> None:
    """The page hears of nothing any more, but may still send."""
    for address in NEWS:
        page.route(address, refuse)


def hear_news_again(page: Page) -> None:
    for address in NEWS:
        page.unroute(address, refuse)


def come_back_to(page: Page) -> None:
    """What a browser tells a page that the person turns to again."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def refuse(route: Route) -> None:
    route.abort()


def second_page(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/desk")
    return page


def expect_saved(page: Page, key: str) -> AbstractContextManager[object]:
    """The server takes the answer within the block."""
    return page.expect_response(
        lambda reply: reply.url.endswith(f"/answers/{key}") and reply.ok, timeout=PATIENCE
    )


def test_a_desk_whose_server_and_connection_go_and_come_back(live: Live, desk: Page):
    call = in_talk(live, desk)
    text_typed_while_the_server_is_away_is_sent_when_it_is_back(live, desk, call)
    an_outage_is_said_at_once_and_the_phone_that_lasts_it_is_on_again(live, desk)
    a_phone_that_an_outage_cut_off_comes_back_by_itself(live, desk, call)
    again = text_the_server_never_got_outlives_its_page(live, desk, call)
    a_conflict_ends_an_outage_and_says_that_it_is_with_oneself(live, again, call)


def test_two_pages_of_one_agent(live: Live, desk: Page):
    call = in_talk(live, desk)
    other = a_second_page_shows_the_same_text_and_takes_over_what_is_typed(desk)
    for choice, saved_text in (("mine", "0007"), ("theirs", "0042")):
        two_texts_for_one_field_are_both_shown_and_one_is_chosen(
            desk, other, call, choice, saved_text
        )
    a_save_shows_what_another_page_saved_meanwhile(desk, other)


def test_what_comes_late_undoes_nothing_on_the_page(live: Live, desk: Page):
    tell(Client, live.world.acme.id, recording_policy="always")
    call = in_talk(live, desk)
    a_look_that_began_before_a_save_undoes_nothing_on_the_page(desk, call)
    what_is_typed_while_a_text_is_on_its_way_is_sent_after_it(desk, call)
    a_look_that_began_before_an_objection_does_not_undo_it_on_the_page(desk)
    a_reply_that_comes_late_undoes_nothing_on_the_page(desk)


def test_an_offer_leaves_the_others_and_who_is_too_late_reads_who_took_it(live: Live, desk: Page):
    other = live.desk_of(live.world.bruno)
    live.ring()
    other.locator(".offer").wait_for()
    take(desk)
    expect(other.locator(".offer")).to_have_count(0)
    expect(other.locator("#idle")).to_be_visible()
    hang_up(desk)
    desk.fill("#override", REASON)
    desk.press("#override", "Enter")
    wait_for_close(desk)
    live.ring()
    other.locator(".offer").wait_for()
    cut_off_from_news(other)
    take(desk)
    other.keyboard.press("F2")
    expect(other.locator("#trouble")).to_contain_text("Ana")
    expect(other.locator("#step-title")).to_have_count(0)


def text_typed_while_the_server_is_away_is_sent_when_it_is_back(
    live: Live, desk: Page, call: SimulatedCall
) -> None:
    live.down.set()
    desk.keyboard.type("0042")
    expect(desk.locator("#trouble")).to_contain_text("serveur")
    expect(desk.locator("#step-told")).to_contain_text("pas encore enregistré")
    desk.keyboard.press("Enter")
    at_step(desk, "Ce qui s’est passé")  # the caller does not wait for our server
    desk.keyboard.type("Plus rien")
    assert "lift" not in typed(call)
    with expect_saved(desk, "lift"), expect_saved(desk, "story"):
        live.down.clear()
    assert typed(call) == {"trapped": "no", "signs": "", "lift": "0042", "story": "Plus rien"}
    expect(desk.locator("#trouble")).to_be_hidden()


def an_outage_is_said_at_once_and_the_phone_that_lasts_it_is_on_again(
    live: Live, desk: Page
) -> None:
    desk.context.set_offline(True)
    expect(desk.locator("#trouble")).to_contain_text("Pas de connexion")  # nothing was typed
    expect(desk.locator(".phone")).to_contain_text("se reconnecte")
    desk.context.set_offline(False)
    talking(desk)
    expect(desk.locator("#trouble")).to_be_hidden()
    assert len(live.phones_of(live.world.ana)) == 1


def a_phone_that_an_outage_cut_off_comes_back_by_itself(
    live: Live, desk: Page, call: SimulatedCall
) -> None:
    to_the_lift_by_press(desk)
    desk.context.set_offline(True)
    expect(desk.locator(".phone")).to_contain_text("se reconnecte")
    live.phones_of(live.world.ana)[0].hang_up()
    until(desk, lambda: stored(call).state == "waiting")
    desk.context.set_offline(False)
    until(desk, lambda: len(live.phones_of(live.world.ana)) == 2)
    talking(desk)
    at_step(desk, "Numéro de l’ascenseur")
    expect(desk.locator("#trouble")).to_be_hidden()


def text_the_server_never_got_outlives_its_page(
    live: Live, desk: Page, call: SimulatedCall
) -> Page:
    """The page that has it now."""
    to_the_lift_by_press(desk)
    live.down.set()
    desk.locator("#answer").fill("0043")
    expect(desk.locator("#step-told")).to_contain_text("pas encore enregistré")
    desk.close()
    live.down.clear()
    again = second_page(live.contexts[-1])
    take(again)  # the line went down with the page that had the phone
    at_step(again, "Numéro de l’ascenseur")
    expect(again.locator("#answer")).to_have_value("0043")
    saved(again)
    assert typed(call)["lift"] == "0043"
    return again


def a_conflict_ends_an_outage_and_says_that_it_is_with_oneself(
    live: Live, desk: Page, call: SimulatedCall
) -> None:
    live.down.set()
    desk.locator("#answer").fill("0044")
    expect(desk.locator("#trouble")).to_contain_text("serveur")
    run_id = stored(call).run_id
    assert run_id is not None
    revision = runs.stored(run_id)["lift"].revision
    runs.save_answer(run_id, "lift", "0007", author_id=live.world.ana.id, base_revision=revision)
    db.commit()
    desk.route("**/desk/state", refuse)  # the answer to what was typed is all that comes
    live.down.clear()
    conflict = desk.locator("#conflicts [role=alert]")
    expect(conflict).to_contain_text("Numéro de l’ascenseur")
    expect(conflict).to_contain_text("dans un autre de vos onglets")
    desk.unroute("**/desk/state", refuse)
    expect(desk.locator("#trouble")).to_be_hidden()


def a_second_page_shows_the_same_text_and_takes_over_what_is_typed(desk: Page) -> Page:
    """The second page."""
    desk.keyboard.type("0042")
    saved(desk)
    other = second_page(desk.context)
    other.locator(".call-state.is-connected").wait_for()
    other.locator(".steps [data-step=lift]").click()
    expect(other.locator("#answer")).to_have_value("0042")
    desk.locator("#answer").fill("0043")
    saved(desk)
    expect(other.locator("#answer")).to_have_value("0043")
    return other


def two_texts_for_one_field_are_both_shown_and_one_is_chosen(
    desk: Page, other: Page, call: SimulatedCall, choice: str, saved_text: str
) -> None:
    cut_off_from_news(other)
    desk.locator("#answer").fill("0042")
    saved(desk)
    other.locator("#answer").fill("0007")
    conflict = other.locator("#conflicts [role=alert]")
    expect(conflict).to_contain_text("0042")
    expect(conflict).to_contain_text("0007")
    assert typed(call)["lift"] == "0042"
    hear_news_again(other)
    conflict.locator(f"[data-keep={choice}]").click()
    expect(conflict).to_have_count(0)
    expect(other.locator("#answer")).to_have_value(saved_text)
    saved(other)
    come_back_to(desk)
    expect(desk.locator("#answer")).to_have_value(saved_text)
    assert typed(call)["lift"] == saved_text


def a_save_shows_what_another_page_saved_meanwhile(desk: Page, other: Page) -> None:
    other.locator(".steps [data-step=story]").click()
    other.keyboard.type("En panne")
    saved(other)
    desk.locator("#answer").fill("12")
    saved(desk)
    expect(desk.locator(".path-done")).to_contain_text("En panne")


def late_replies(desk: Page, address: str) -> list[tuple[Route, APIResponse]]:
    """What the server answers to one request to this address, kept from the page."""
    late: list[tuple[Route, APIResponse]] = []
    desk.route(address, lambda route: late.append((route, route.fetch())), times=1)
    return late


def a_look_that_began_before_a_save_undoes_nothing_on_the_page(
    desk: Page, call: SimulatedCall
) -> None:
    late = late_replies(desk, "**/desk/state")
    come_back_to(desk)
    desk.wait_for_timeout(300)
    desk.keyboard.type("12")
    saved(desk)
    route, reply = late.pop()
    with desk.expect_response("**/desk/state"):
        route.fulfill(response=reply)
    desk.wait_for_timeout(300)
    saved(desk)
    desk.keyboard.type("3")
    desk.wait_for_timeout(500)
    saved(desk)
    expect(desk.locator("#conflicts [role=alert]")).to_have_count(0)
    assert typed(call)["lift"] == "123"


def what_is_typed_while_a_text_is_on_its_way_is_sent_after_it(
    desk: Page, call: SimulatedCall
) -> None:
    late = late_replies(desk, "**/answers/lift")
    desk.locator("#answer").fill("45")
    until(desk, lambda: len(late) == 1)
    desk.keyboard.type("6")
    route, reply = late.pop()
    route.fulfill(response=reply)
    until(desk, lambda: typed(call)["lift"] == "456")
    saved(desk)
    expect(desk.locator("#answer")).to_have_value("456")


NOTE_OBJECTION = """() => {
  window.isOffered = false;
  const look = () => (isOffered ||= document.querySelector("[data-act=objection]") !== null);
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
}"""


def a_look_that_began_before_an_objection_does_not_undo_it_on_the_page(desk: Page) -> None:
    late = late_replies(desk, "**/desk/state")
    come_back_to(desk)
    until(desk, lambda: len(late) == 1)
    button = desk.locator("[data-act=objection]")
    button.click()
    button.click()
    expect(button).to_have_count(0)
    desk.evaluate(NOTE_OBJECTION)
    route, reply = late.pop()
    with desk.expect_response(
        lambda each: (
            each.url.endswith("/state") and each.json()["calls"][0]["recording"]["objected"]
        ),
        timeout=PATIENCE,
    ):
        route.fulfill(response=reply)
        come_back_to(desk)
    assert not desk.evaluate("isOffered")


def a_reply_that_comes_late_undoes_nothing_on_the_page(desk: Page) -> None:
    desk.locator(".steps [data-step=trapped]").click()
    at_step(desk, "Personne bloquée")
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    late = late_replies(desk, "**/answers/people")
    desk.keyboard.type("3")
    desk.wait_for_timeout(800)
    desk.locator(".steps [data-step=lift]").click()
    desk.locator("#answer").fill("12")
    saved(desk)
    desk.wait_for_timeout(500)
    route, reply = late.pop()
    route.fulfill(response=reply)
    desk.wait_for_timeout(300)
    expect(desk.locator(".path-done")).to_contain_text("Combien de personnes")
    desk.locator(".steps [data-step=done]").click()
    expect(desk.locator("#gate-title")).to_have_text("Toutes les réponses obligatoires sont là.")
