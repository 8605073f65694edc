"""A call by keyboard alone: from the offer through the script and the gate to the ticket."""

import pytest
from playwright.sync_api import Page, expect

from core import db
from core.db import session
from tests.browser.conftest import Live
from tests.browser.desk_page import (
    REASON,
    at_step,
    hang_up,
    saved,
    stored,
    take,
    typed,
    wait_for_close,
)
from tickets.models import Ticket
from voice.simulator.people.call import SimulatedCall


@pytest.fixture
def desk(live: Live) -> Page:
    return live.desk_of(live.world.ana)


def test_a_call_by_keyboard_alone(live: Live, desk: Page):
    call = live.ring(from_number="+33639980123")
    offer = desk.locator(".offer")
    expect(offer).to_contain_text("Acme, bonjour")
    expect(offer).to_contain_text("+33 6 39 98 01 23")
    take(desk)
    at_step(desk, "Personne bloquée")
    expect(desk.locator(".ask")).to_have_text("Y a-t-il quelqu’un dans la cabine ?")
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    desk.keyboard.type("2")
    desk.keyboard.press("Enter")
    at_step(desk, "Signes")
    desk.keyboard.press("1")
    desk.keyboard.press("3")
    desk.keyboard.press("Enter")
    at_step(desk, "Numéro de l’ascenseur")
    desk.keyboard.type("0042")
    desk.keyboard.press("Enter")
    at_step(desk, "Ce qui s’est passé")
    desk.keyboard.type("Arrêtée")
    desk.keyboard.press("Alt+Enter")
    desk.keyboard.type("au troisième")
    desk.keyboard.press("Enter")
    at_step(desk, "Rassurez l’appelant")
    desk.keyboard.press("Enter")
    at_step(desk, "Relisez")
    hang_up(desk)
    expect(desk.locator("#gate")).to_contain_text("Toutes les réponses obligatoires sont là.")
    desk.keyboard.press("Enter")
    wait_for_close(desk)
    assert typed(call) == {
        "trapped": "yes", "people": "2", "signs": "noise, light", "lift": "0042",
        "story": "Arrêtée\nau troisième", "reassure": "ok",
    }  # fmt: skip
    with db.reading():
        assert session.get_one(Ticket, stored(call).ticket_id).title == "Ascenseur 0042"


def test_answers_are_gone_back_to_not_understood_and_vague(live: Live, desk: Page):
    call = live.ring()
    take(desk)
    shift_enter_goes_back_and_escape_loses_nothing(desk, call)
    an_answer_not_understood_is_kept_and_stops_the_agent_once(desk, call)
    articles_are_found_without_accents_by_a_key(desk)
    a_vague_word_opens_the_question_that_digs_deeper(desk)


def shift_enter_goes_back_and_escape_loses_nothing(desk: Page, call: SimulatedCall) -> None:
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    desk.keyboard.type("3")
    desk.keyboard.press("Escape")
    expect(desk.locator("#answer")).not_to_be_focused()
    expect(desk.locator("#answer")).to_have_value("3")
    saved(desk)
    desk.keyboard.press("Shift+Enter")
    at_step(desk, "Personne bloquée")
    expect(desk.get_by_role("radio", name="Oui")).to_be_checked()
    desk.keyboard.press("Enter")
    at_step(desk, "Signes")
    assert typed(call)["people"] == "3"


def an_answer_not_understood_is_kept_and_stops_the_agent_once(
    desk: Page, call: SimulatedCall
) -> None:
    desk.locator(".steps [data-step=people]").click()
    at_step(desk, "Combien de personnes")
    desk.locator("#answer").select_text()
    desk.keyboard.type("300")
    desk.keyboard.press("Enter")
    expect(desk.locator("#step-told.problem")).to_contain_text("Entrée encore")
    expect(desk.locator("#answer")).to_have_attribute("aria-invalid", "true")
    desk.keyboard.press("Enter")
    at_step(desk, "Signes")
    expect(desk.locator(".steps .is-wrong")).to_contain_text("Combien de personnes")
    assert typed(call)["people"] == "300"


def a_vague_word_opens_the_question_that_digs_deeper(desk: Page) -> None:
    desk.locator(".steps [data-step=story]").click()
    at_step(desk, "Ce qui s’est passé")
    expect(desk.locator(".probes li")).to_be_hidden()
    desk.keyboard.type("Ça ne MARCHE pas !")
    expect(desk.locator(".probes li.raised")).to_contain_text("Que fait-il exactement ?")


def test_the_gate_lists_missing_answers_and_takes_a_reason(live: Live, desk: Page):
    call = live.ring()
    take(desk)
    hang_up(desk)
    desk.get_by_role("button", name="Clore quand même").click()
    expect(desk.locator("#override")).to_be_focused()
    expect(desk.locator("#override-error")).to_contain_text("Indiquez le motif")
    missing = desk.locator(".missing button")
    expect(missing).to_have_text(["Personne bloquée", "Numéro de l’ascenseur"])
    missing.nth(1).click()
    at_step(desk, "Numéro de l’ascenseur")
    expect(desk.locator("#answer")).to_be_focused()
    desk.keyboard.type("7")
    expect(missing).to_have_text(["Personne bloquée"])
    desk.fill("#override", "non")
    desk.press("#override", "Enter")
    expect(desk.locator("#override-error")).to_contain_text("motif")
    expect(desk.locator("#override")).to_have_value("non")
    expect(desk.locator("#override")).to_have_attribute("aria-invalid", "true")
    desk.fill("#override", REASON)
    desk.press("#override", "Enter")
    wait_for_close(desk)
    assert typed(call) == {"lift": "7"}
    expect(desk.locator(".step-card.over a")).to_be_visible()


def test_steps_are_reached_in_any_order_and_digits_are_text_where_text_is_typed(
    live: Live, desk: Page
):
    call = live.ring()
    take(desk)
    desk.locator(".steps [data-step=lift]").click()
    at_step(desk, "Numéro de l’ascenseur")
    expect(desk.locator(".article.attached")).to_contain_text("Sur la porte, à droite.")
    desk.keyboard.type("12")
    saved(desk)
    assert typed(call) == {"lift": "12"}
    desk.keyboard.press("Enter")
    at_step(desk, "Ce qui s’est passé")
    desk.locator(".steps [data-step=trapped]").click()
    desk.keyboard.press("2")
    at_step(desk, "Signes")
    desk.keyboard.press("Enter")
    at_step(desk, "Ce qui s’est passé")  # the lift's number is known
    assert typed(call) == {"trapped": "no", "signs": "", "lift": "12"}


def articles_are_found_without_accents_by_a_key(desk: Page) -> None:
    desk.keyboard.press("/")
    expect(desk.locator("#article-search")).to_be_focused()
    desk.keyboard.type("OUVERTURE a la")
    expect(desk.locator(".article")).to_have_count(1)
    desk.keyboard.type("zzz")
    found = desk.locator("#knowledge [role=option]")
    expect(found).to_have_count(1)  # by the server: it fits nearly
    expect(desk.locator(".articles")).not_to_contain_text("Aucun article")
    desk.locator("#article-search").fill("zzz")
    expect(desk.locator(".articles")).to_contain_text("Aucun article")
    desk.locator("#article-search").fill("")
    expect(desk.locator(".articles")).not_to_contain_text("Aucun article")


def test_the_agent_reads_english_and_asks_in_french(live: Live):
    desk = live.desk_of(live.world.bruno, "en")
    live.ring()
    take(desk)
    at_step(desk, "Someone trapped")
    question = desk.locator(".ask")
    expect(question).to_have_text("Y a-t-il quelqu’un dans la cabine ?")
    expect(question).to_have_attribute("lang", "fr")
    expect(desk.locator(".meaning")).to_contain_text("Is anyone inside?")
    expect(desk.locator("#instructions")).to_contain_text("Works in the car park.")
