"""The keys of the desk: going to any step, the sheet of all keys, and keys of one's own."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Live
from tests.browser.desk_page import at_step, saved, take, talking, typed
from tests.browser.waiting import held_requests
from voice.simulator.people.call import SimulatedCall


@pytest.fixture
def desk(live: Live) -> Page:
    return live.desk_of(live.world.ana)


def sheet(desk: Page) -> Locator:
    """The window of all keys, opened where nothing is being typed."""
    desk.keyboard.press("?")
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


def key_of(dialog: Locator, name: str) -> Locator:
    return dialog.locator(f"[data-key-of={name}]")


SEEN = """element => {
  const { x, y, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""

# Windows and texts


def test_keys_over_a_window_and_in_a_text(live: Live, desk: Page):
    live.ring()
    take(desk)
    nothing_is_answered_while_a_window_is_open(desk)
    an_expert_jumps_to_a_step_by_typing_a_part_of_it(desk)
    signs_of_a_text_are_no_shortcuts(desk)
    a_key_over_a_window_says_why_it_does_nothing_above_it(desk)
    the_phone_answers_its_keys_under_a_window(desk)


def signs_of_a_text_are_no_shortcuts(desk: Page) -> None:
    at_step(desk, "Ce qui s’est passé")
    desk.keyboard.type("Pourquoi ? 1/2")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect(desk.locator("#answer")).to_have_value("Pourquoi ? 1/2")


def the_phone_answers_its_keys_under_a_window(desk: Page) -> None:
    desk.keyboard.press("Alt+j")
    desk.keyboard.press("F4")
    expect(desk.locator(".call-state.is-held")).to_be_visible()
    expect(desk.get_by_role("dialog")).to_be_visible()
    desk.keyboard.press("Alt+u")
    expect(desk.locator("[data-act=mute]")).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("[data-do=holdOrResume]")).to_have_text(re.compile("Reprendre"))


def an_expert_jumps_to_a_step_by_typing_a_part_of_it(desk: Page) -> None:
    desk.keyboard.press("Alt+j")
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("combobox")).to_be_focused()
    desk.keyboard.type("passe")
    expect(dialog.get_by_role("option")).to_have_text(["Ce qui s’est passé"])
    desk.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    at_step(desk, "Ce qui s’est passé")
    expect(desk.locator("#answer")).to_be_focused()


def nothing_is_answered_while_a_window_is_open(desk: Page) -> None:
    desk.keyboard.press("Alt+j")
    desk.keyboard.type("1")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    at_step(desk, "Personne bloquée")
    expect(desk.get_by_role("radio", name="Oui")).not_to_be_checked()
    expect(desk.get_by_role("radio", name="Oui")).to_be_focused()


def a_key_over_a_window_says_why_it_does_nothing_above_it(desk: Page) -> None:
    desk.keyboard.press("Alt+j")
    dialog = desk.get_by_role("dialog")
    desk.keyboard.press("F2")
    toast = dialog.get_by_role("status").get_by_text("Terminez d’abord")
    expect(toast).to_be_visible()
    assert toast.evaluate(SEEN)
    assert dialog.evaluate("window => getComputedStyle(window).position") == "fixed"
    assert toast.evaluate(f"one => (one.closest('dialog').close(), ({SEEN})(one))")  # without a gap
    expect(dialog).to_have_count(0)
    above = desk.locator("#toasts").get_by_text("Terminez d’abord")
    assert above.evaluate(SEEN)
    desk.keyboard.press("F4")
    desk.locator(".call-state.is-held").wait_for()
    assert not above.count()  # it is not so any more
    desk.keyboard.press("F4")
    talking(desk)


# The path


def test_the_path_shows_steps_done_and_ahead_and_a_key_held_down_answers_one(
    live: Live, desk: Page
):
    call = live.ring()
    take(desk)
    expect(desk.locator(".path-told")).to_have_text("0 sur 5, reste 2 obligatoires")
    expect(desk.locator(".path-now")).to_contain_text("Personne bloquée")
    expect(desk.locator(".path-maybe")).to_contain_text("Combien de personnes")
    desk.locator(".steps [data-step=lift]").click()
    desk.keyboard.type("12")
    saved(desk)
    expect(desk.locator(".path-told")).to_have_text("1 sur 5, reste 1 obligatoire")
    expect(desk.locator(".path-done")).to_contain_text("Numéro de l’ascenseur")
    desk.locator(".steps [data-step=trapped]").click()
    at_step(desk, "Personne bloquée")
    desk.keyboard.down("2")
    at_step(desk, "Signes")
    desk.keyboard.down("2")  # as the system repeats it
    desk.keyboard.up("2")
    expect(desk.locator(".path-maybe")).to_have_count(0)
    desk.keyboard.press("Enter")
    at_step(desk, "Ce qui s’est passé")  # what was answered out of order is not asked again
    expect(desk.locator(".path-done")).to_contain_text("laissé vide")
    expect(desk.locator(".path-told")).to_have_text("3 sur 5, plus rien d’obligatoire")
    assert typed(call) == {"lift": "12", "trapped": "no", "signs": ""}


# Keys that come before their step


def test_keys_wait_for_the_first_step_and_are_not_added_to_an_answer_not_understood(
    live: Live, desk: Page
):
    call = live.ring()
    desk.locator(".offer").wait_for()
    with held_requests(desk, "**/claim") as claims:
        desk.keyboard.press("F2")
    desk.keyboard.press("1")
    desk.keyboard.type("3")
    desk.wait_for_timeout(200)
    claims.pop().continue_()
    at_step(desk, "Combien de personnes")
    expect(desk.locator("#answer")).to_have_value("3")
    saved(desk)
    assert typed(call) == {"trapped": "yes", "people": "3"}
    desk.locator("#answer").select_text()
    with held_requests(desk, "**/answers/people") as answers:
        desk.keyboard.type("99")
        desk.keyboard.press("Enter")
    desk.keyboard.type("2")
    desk.keyboard.press("Enter")
    desk.wait_for_timeout(200)
    answers.pop().continue_()
    expect(desk.locator("#step-told")).to_contain_text("Au plus 30")
    desk.wait_for_timeout(500)
    at_step(desk, "Combien de personnes")
    expect(desk.locator("#answer")).to_have_value("99")
    assert typed(call) == {"trapped": "yes", "people": "99"}


def test_keys_for_a_refused_call_answer_nothing_and_those_before_a_step_are_its_own(
    live: Live, desk: Page
):
    call = live.ring()
    desk.locator(".offer").wait_for()
    with held_requests(desk, "**/claim") as claims:
        desk.keyboard.press("F2")
    desk.keyboard.press("1")
    desk.wait_for_timeout(200)
    with desk.expect_response("**/desk/state"):  # the page looks whether the call is its own
        claims.pop().fulfill(status=409, json={"error": "taken", "message": "Déjà pris"})
    expect(desk.locator("#trouble")).to_contain_text("Déjà pris")
    desk.unroute("**/claim")
    take(desk)
    at_step(desk, "Personne bloquée")
    assert typed(call) == {}
    keys_pressed_while_an_answer_is_being_saved_belong_to_the_next_step(desk, call)
    correcting_what_waits_for_its_step_leaves_the_step_before(desk, call)


def keys_pressed_while_an_answer_is_being_saved_belong_to_the_next_step(
    desk: Page, call: SimulatedCall
) -> None:
    with held_requests(desk, "**/answers/trapped") as answers:
        desk.keyboard.press("1")
    desk.keyboard.type("2")
    desk.keyboard.press("Enter")
    desk.wait_for_timeout(200)
    answers.pop().continue_()
    at_step(desk, "Signes")
    assert typed(call) == {"trapped": "yes", "people": "2"}


ALT_GR = """key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
  key, ctrlKey: true, altKey: true, modifierAltGraph: true, bubbles: true, cancelable: true }))"""


def correcting_what_waits_for_its_step_leaves_the_step_before(
    desk: Page, call: SimulatedCall
) -> None:
    desk.locator(".steps [data-step=lift]").click()
    at_step(desk, "Numéro de l’ascenseur")
    with held_requests(desk, "**/answers/lift") as answers:
        desk.keyboard.type("12")
        desk.keyboard.press("Enter")
    desk.keyboard.type("Bloc")
    desk.keyboard.press("Backspace")
    desk.evaluate(ALT_GR, "@")
    desk.wait_for_timeout(200)
    answers.pop().continue_()
    at_step(desk, "Ce qui s’est passé")
    expect(desk.locator("#answer")).to_have_value("Blo@")
    saved(desk)
    assert typed(call) == {"trapped": "yes", "people": "2", "lift": "12", "story": "Blo@"}


# Keys of one's own


def test_the_sheet_lists_all_keys_refuses_some_and_changes_one(live: Live, desk: Page):
    for pressed, sentence in (
        ("F8", "F8 sert déjà à : Raccrocher"),
        ("F5", "F5 sert au navigateur"),
        ("j", "J sert au"),
    ):
        a_key_that_cannot_be_had_is_refused_with_a_sentence(desk, pressed, sentence)
    a_key_can_be_given_up_and_all_be_reset(desk)
    a_key_of_ones_own_is_there_after_a_reload(live, desk)


def a_key_of_ones_own_is_there_after_a_reload(live: Live, desk: Page) -> None:
    dialog = sheet(desk)
    key_of(dialog, "take").click()
    expect(key_of(dialog, "take")).to_have_text("Appuyez…")
    desk.keyboard.press("F9")
    expect(key_of(dialog, "take")).to_have_text("F9")
    expect(dialog.get_by_role("status")).to_contain_text("F9")
    desk.keyboard.press("Escape")
    expect(desk.locator("#keys-bar")).to_contain_text("F9")
    desk.reload()
    live.ring()
    expect(desk.locator(".take kbd")).to_have_text("F9")
    desk.keyboard.press("F2")
    expect(desk.locator(".offer")).to_be_visible()
    desk.keyboard.press("F9")
    talking(desk)


def a_key_that_cannot_be_had_is_refused_with_a_sentence(
    desk: Page, pressed: str, sentence: str
) -> None:
    dialog = sheet(desk)
    key_of(dialog, "take").click()
    desk.keyboard.press(pressed)
    expect(dialog.get_by_role("status")).to_contain_text(sentence)
    desk.keyboard.press("Escape")  # out of the change, not of the window
    expect(key_of(dialog, "take")).to_have_text("F2")
    desk.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def a_key_can_be_given_up_and_all_be_reset(desk: Page) -> None:
    dialog = sheet(desk)
    key_of(dialog, "articles").click()
    desk.keyboard.press("Delete")
    expect(key_of(dialog, "articles")).to_have_text("aucune")
    dialog.get_by_role("button", name="Toutes les touches d’origine").click()
    expect(key_of(dialog, "articles")).to_have_text("/")
    desk.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
