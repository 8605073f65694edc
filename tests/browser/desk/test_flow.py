"""From call to call at one desk: who waits meanwhile, and what a key says that does nothing."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from core import db
from core.clock import now
from core.db import session
from tests.browser.conftest import Live
from tests.browser.desk.test_calls import FIRST, SECOND, hand_over, tab, two_calls
from tests.browser.desk_page import REASON, hang_up, stored, take, wait_for_close
from voice.models import Call, CallEvent


@pytest.fixture
def desk(live: Live) -> Page:
    return live.desk_of(live.world.ana)


def look(desk: Page) -> None:
    """As when the agent comes back to the page."""
    desk.evaluate("dispatchEvent(new Event('focus'))")


def test_the_callers_who_wait_are_in_sight_while_one_is_busy_wraps_up_or_is_on_a_break(
    live: Live, desk: Page
):
    queue, said, status = (desk.locator(each) for each in ("#queue", "#queue-said", "#since"))
    available = desk.locator("[data-status=available]")
    live.ring(from_number=FIRST)
    desk.locator(".offer").wait_for()
    expect(queue).to_be_empty()  # it is in sight, and can be taken
    take(desk)
    expect(available).to_have_text("En appel")
    second = live.ring(from_number=SECOND)
    expect(queue).to_contain_text("1 appelant attend depuis 0:0")
    expect(said).to_have_text("Appelants qui attendent : 1")
    hang_up(desk)
    expect(available).to_have_text("Clôture")
    expect(status).to_have_text("0:00")
    live.ring(from_number="+33639980333")
    expect(queue).to_contain_text("2 appelants attendent, le premier depuis")
    expect(said).to_have_text("Appelants qui attendent : 1")  # said once
    expect(queue.locator(".is-long")).to_have_count(0)
    long_ago = now() - timedelta(minutes=2)
    session.execute(
        update(Call)
        .where(Call.id == stored(second).id)
        .values(started_at=long_ago, waiting_at=long_ago)
    )
    db.commit()
    expect(queue.locator(".is-long")).to_contain_text("2:0")
    desk.locator("#break").select_option("lunch")
    expect(queue).to_contain_text("2 appelants attendent")
    second.leg.hang_up()
    expect(queue).to_contain_text("1 appelant attend")


def test_how_long_a_caller_is_on_hold_is_in_sight(live: Live, desk: Page):
    first, _second = two_calls(live, desk)
    time = tab(desk, "39 98 01 11").locator(".tab-time")
    expect(time).not_to_have_class("tab-time is-long")
    session.execute(
        update(CallEvent)
        .where(CallEvent.call_id == stored(first).id, CallEvent.happening == "held")
        .values(stamped_at=now() - timedelta(seconds=75))
    )
    db.commit()
    look(desk)
    expect(time).to_have_class("tab-time is-long")
    expect(time).to_contain_text("1:1")
    tab(desk, "39 98 01 11").locator("[data-tab]").click()
    held = desk.locator(".timers div").filter(has_text="Mis en attente").locator("dd")
    expect(held).to_have_class("is-long")
    expect(held).to_contain_text("1:1")
    desk.reload()
    expect(tab(desk, "39 98 01 11").locator(".tab-time")).to_have_class("tab-time is-long")
    desk.locator(".call-card .call-state.is-connected").wait_for()
    expect(held).to_have_count(0)


def says(desk: Page, sentence: str) -> None:
    expect(desk.locator(".toast").last).to_have_text(re.compile(sentence))


def test_a_key_that_does_nothing_says_why(live: Live, desk: Page):
    desk.locator("[data-status=offline]").click()
    desk.locator("[data-status=offline][aria-pressed=true]").wait_for()
    desk.keyboard.press("F2")
    says(desk, "Vous n’êtes pas disponible")
    desk.locator("[data-status=available]").click()
    desk.locator("[data-status=available][aria-pressed=true]").wait_for()
    desk.keyboard.press("F2")
    says(desk, "Aucun appel ne vous attend")
    for key in ("F4", "F8", "Alt+u", "Alt+w", "Alt+j", "Alt+q", "Alt+r", "Alt+x", "Alt+c", "/"):
        desk.evaluate("document.querySelectorAll('.toast').forEach((one) => one.remove())")
        desk.keyboard.press(key)
        says(desk, "aucun appel en main")
    live.ring()
    take(desk)
    desk.keyboard.press("F2")
    says(desk, "Terminez d’abord")
    for key, sentence in (
        ("Alt+x", "pas d’autre script"), ("Alt+w", "pas d’autre appel"),
        ("Alt+r", "Aucun ticket ouvert"), ("Alt+c", "Aucun collègue"),
    ):  # fmt: skip
        desk.keyboard.press(key)
        says(desk, sentence)
    hang_up(desk)
    for key in ("F8", "F4", "Alt+u", "Alt+c"):
        desk.evaluate("document.querySelectorAll('.toast').forEach((one) => one.remove())")
        desk.keyboard.press(key)
        says(desk, "n’est plus en ligne")


def test_a_transfer_and_an_offer_that_go_say_so(live: Live, desk: Page):
    colleague = live.desk_of(live.world.bruno)
    the_window_of_a_transfer_says_what_happens_and_goes_with_the_caller(live, desk, colleague)
    desk.fill("#override", REASON)
    desk.press("#override", "Enter")
    wait_for_close(desk)
    a_key_for_an_offer_that_has_gone_says_so(live, desk, colleague)


def the_window_of_a_transfer_says_what_happens_and_goes_with_the_caller(
    live: Live, desk: Page, colleague: Page
) -> None:
    call = live.ring()
    take(desk)
    hand_over(desk, "Bruno", "")
    colleague.locator(".offer").wait_for()
    desk.locator(".call-card .call-state.is-held").wait_for()
    names = desk.locator(".call-card .button").all_inner_texts()
    assert len(names) == len(set(names)), names
    desk.get_by_role("button", name="Annuler le transfert").click()
    says(desk, "Vous gardez l’appel. L’appelant est toujours en attente.")
    expect(colleague.locator(".offer")).to_have_count(0)
    desk.keyboard.press("Alt+c")
    expect(desk.get_by_role("dialog").get_by_role("option", name="Bruno")).to_be_visible()
    desk.keyboard.type("Bruno")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("dialog")).to_contain_text("Dès l’envoi, l’appelant est mis en attente")
    desk.keyboard.type("Presse arrêtée")
    call.leg.hang_up()
    expect(desk.get_by_role("dialog")).to_have_count(0)
    says(desk, "n’a pas été transféré")
    expect(desk.locator("#notes")).to_have_value("Presse arrêtée")


def a_key_for_an_offer_that_has_gone_says_so(live: Live, desk: Page, colleague: Page) -> None:
    live.ring(from_number=FIRST)
    desk.locator(".take").focus()
    take(colleague)
    expect(desk.locator(".offer")).to_have_count(0)
    desk.keyboard.press("Enter")
    says(desk, "Cet appel n’est plus là")
    desk.evaluate("document.querySelectorAll('.toast').forEach((one) => one.remove())")
    desk.keyboard.press("F2")
    says(desk, "Cet appel n’est plus là")
