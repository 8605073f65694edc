"""The agent's phone and status: reload, hold, mute, objection, and calls that end early."""

import re

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from core import db
from core.clock import now
from core.db import session
from core.sign_ins import SignIn
from core.tenants import Client, Line
from tests.browser.conftest import Live
from tests.browser.desk_page import at_step, hang_up, saved, stored, take, talking, tell, typed
from tests.browser.waiting import until
from voice.models import Leg, Presence
from voice.simulator.people.call import SimulatedCall
from workflows import runs


@pytest.fixture
def desk(live: Live) -> Page:
    return live.desk_of(live.world.ana)


def pressed(page: Page, act: str) -> None:
    page.locator(f"[data-act={act}]").click()


def legs_of(call: SimulatedCall) -> int:
    with db.reading():
        return len(session.scalars(select(Leg).filter_by(call_id=stored(call).id)).all())


def test_reloads_take_the_call_up_again_whatever_becomes_of_the_old_leg(live: Live, desk: Page):
    call = live.ring()
    take(desk)
    a_reload_takes_the_call_up_again_where_it_was(desk, call)
    the_old_leg_is_lost_while_the_new_phone_connects(live, desk, call)
    a_phone_that_the_network_refuses_after_its_leg_is_lost_takes_the_call_up(live, desk)


def a_reload_takes_the_call_up_again_where_it_was(desk: Page, call: SimulatedCall) -> None:
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    desk.keyboard.type("3")
    saved(desk)
    desk.reload()
    talking(desk)
    at_step(desk, "Combien de personnes")
    expect(desk.locator("#answer")).to_have_value("3")
    expect(desk.locator("#answer")).to_be_focused()
    desk.keyboard.press("Enter")
    at_step(desk, "Signes")
    until(desk, lambda: legs_of(call) == 2)  # one of each page, however often the page looked


def the_old_leg_is_lost_while_the_new_phone_connects(
    live: Live, desk: Page, call: SimulatedCall
) -> None:
    before = legs_of(call)
    desk.evaluate("navigator.sendBeacon = () => true")  # the network learns of it later
    connecting: list[Route] = []
    desk.route("**/phone/connect", lambda route: connecting.append(route), times=1)
    desk.reload()
    until(desk, lambda: connecting)
    with desk.expect_response(lambda reply: "/state" in reply.url and not reply.json()["calls"]):
        live.phones_of(live.world.ana)[-1].hang_up()
    desk.wait_for_timeout(500)  # what the page would do about it
    connecting[0].continue_()
    talking(desk)
    assert len(live.phones_of(live.world.ana)) == legs_of(call) == before + 1


def a_phone_that_the_network_refuses_after_its_leg_is_lost_takes_the_call_up(
    live: Live, desk: Page
) -> None:
    desk.evaluate("navigator.sendBeacon = () => true")
    connecting: list[Route] = []
    desk.route("**/phone/connect", lambda route: connecting.append(route), times=1)
    desk.reload()
    until(desk, lambda: connecting)
    with desk.expect_response(lambda reply: "/state" in reply.url and not reply.json()["calls"]):
        live.phones_of(live.world.ana)[-1].hang_up()
    connecting[0].abort()
    talking(desk)


def test_the_phone_is_in_one_page_and_can_be_heard_when_it_is_had_back(live: Live, desk: Page):
    live.ring()
    take(desk)
    pressed(desk, "mute")
    expect(desk.locator("[data-act=mute]")).to_have_attribute("aria-pressed", "true")
    other = desk.context.new_page()
    other.goto("/desk")
    expect(other.locator(".phone")).to_have_class(re.compile("is-elsewhere"))
    pressed(other, "phone")
    talking(other)
    expect(desk.locator(".phone")).to_have_class(re.compile("is-elsewhere"))
    pressed(desk, "phone")
    talking(desk)
    expect(desk.locator("[data-act=mute]")).to_have_attribute("aria-pressed", "false")


def test_a_talk_with_its_hold_objection_and_notes(live: Live):
    tell(Client, live.world.acme.id, recording_policy="always")
    desk = live.desk_of(live.world.ana)
    call = live.ring()
    take(desk)
    hold_and_back_by_key(desk, call)
    an_objection_is_asked_twice(desk, call)
    notes_are_kept_and_closed_with_the_call(live, desk, call)


def hold_and_back_by_key(desk: Page, call: SimulatedCall) -> None:
    desk.keyboard.press("F4")
    desk.locator(".call-state.is-held").wait_for()
    assert stored(call).state == "held"
    desk.keyboard.press("F4")
    desk.locator(".call-state.is-connected").wait_for()
    pressed(desk, "mute")
    expect(desk.locator("[data-act=mute]")).to_have_attribute("aria-pressed", "true")


def an_objection_is_asked_twice(desk: Page, call: SimulatedCall) -> None:
    pressed(desk, "objection")
    expect(desk.locator("[data-act=objection]")).to_have_text("Confirmer : rien n’en sera gardé")
    assert not stored(call).recording_objected
    pressed(desk, "objection")
    expect(desk.locator(".recording-state")).to_contain_text("l’appelant s’y est opposé")
    expect(desk.locator("[data-act=objection]")).to_have_count(0)
    assert stored(call).recording_objected


def test_callers_who_go_before_and_in_the_talk(live: Live, desk: Page):
    an_offer_goes_when_the_caller_gives_up(live, desk)
    the_caller_hangs_up_and_the_wrap_up_begins(live, desk)


def an_offer_goes_when_the_caller_gives_up(live: Live, desk: Page) -> None:
    live.ring(gives_up_after=30.0)
    desk.locator(".offer").wait_for()
    expect(desk).to_have_title(re.compile(r"^\(1\) "))
    expect(desk.locator(".offer")).to_have_count(0)
    expect(desk.locator("#idle-title")).to_be_visible()
    expect(desk).to_have_title(re.compile("^Poste"))


def the_caller_hangs_up_and_the_wrap_up_begins(live: Live, desk: Page) -> None:
    live.ring(silent_talk=40.0)
    take(desk)
    desk.locator(".call-state.is-wrapping").wait_for()
    expect(desk.locator("#gate")).to_be_visible()
    expect(desk.locator("[data-act=hangup]")).to_have_count(0)


def notes_are_kept_and_closed_with_the_call(live: Live, desk: Page, call: SimulatedCall) -> None:
    desk.locator("#notes").fill("Rappeler avant midi.")
    expect(desk.locator("#notes-told")).to_have_text("enregistré")
    hang_up(desk)
    live.simulator.wait(call.sid)
    desk.fill("#override", "L’appelant a été coupé, rappel prévu")
    desk.press("#override", "Enter")
    desk.locator(".call-state.is-closed").wait_for()
    expect(desk.locator("#notes")).not_to_be_editable()
    run_id = stored(call).run_id
    assert run_id is not None
    with db.reading():
        assert runs.get(run_id).notes == "Rappeler avant midi."


def test_on_a_break_nothing_is_offered(live: Live, desk: Page):
    desk.locator("#break").select_option("lunch")
    expect(desk.locator("#idle-title")).to_have_text("En pause.")
    live.ring()
    colleague = live.desk_of(live.world.bruno)
    colleague.locator(".offer").wait_for()
    expect(desk.locator(".offer")).to_have_count(0)
    with db.reading():
        row = session.get_one(Presence, live.world.ana.id)
        assert (row.status, row.reason) == ("break", "lunch")
    desk.locator("[data-status=available]").click()
    desk.locator(".offer").wait_for()


def test_text_typed_after_the_session_ended_comes_after_the_sign_in(live: Live, desk: Page):
    call = live.ring()
    take(desk)
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    cookies = desk.context.cookies()
    with db.reading():
        sign_in = session.scalars(select(SignIn.id).filter_by(user_id=live.world.ana.id)).one()
    tell(SignIn, sign_in, ended_at=now())
    desk.keyboard.type("4")
    desk.wait_for_url("**/login?next=%2Fdesk")
    assert "people" not in typed(call)
    tell(SignIn, sign_in, ended_at=None)
    desk.context.add_cookies(cookies)
    desk.goto("/desk")
    at_step(desk, "Combien de personnes")
    expect(desk.locator("#answer")).to_have_value("4")
    saved(desk)
    assert typed(call)["people"] == "4"


def test_a_line_of_nobody_and_one_with_texts_that_mean_harm(live: Live):
    tell(Client, live.world.acme.id, name="<img src=x onerror=alert(1)> & Co")
    tell(Line, live.world.acme_line.id, label="</script><b>Acme")
    desk = live.desk_of(live.world.ana)
    a_line_of_nobody_has_no_script_and_says_so(live, desk)
    texts_of_others_are_shown_as_text_on_the_desk(live, desk)


def a_line_of_nobody_has_no_script_and_says_so(live: Live, desk: Page) -> None:
    live.ring("+33199000999")
    expect(desk.locator(".offer")).to_contain_text("Ligne inconnue")
    take(desk)
    expect(desk.locator("#step")).to_contain_text("pas de script")
    hang_up(desk)
    pressed(desk, "close")
    desk.locator(".call-state.is-closed").wait_for()


def texts_of_others_are_shown_as_text_on_the_desk(live: Live, desk: Page) -> None:
    live.ring(from_number="<b>12</b>")
    expect(desk.locator(".offer-client")).to_have_text("<img src=x onerror=alert(1)> & Co")
    take(desk)
    expect(desk.locator(".call-card")).to_contain_text("</script><b>Acme")
    assert desk.locator(".desk img, .desk .offer-line b").count() == 0
