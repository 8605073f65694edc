"""More than one call, colleague, ticket or script: nothing of one gets into another, or is lost."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from core import db
from core.clock import now
from core.db import session
from tests.browser.axe import faults
from tests.browser.conftest import SCRIPT, Live
from tests.browser.desk_page import (
    REASON,
    at_step,
    hang_up,
    saved,
    stored,
    take,
    talking,
    typed,
)
from tickets import cases
from tickets.models import Ticket
from voice.simulator.people.call import SimulatedCall
from workflows import library
from workflows.formats.yaml_io import load_script

FIRST, SECOND = "+33639980111", "+33639980222"


@pytest.fixture
def desk(live: Live) -> Page:
    return live.desk_of(live.world.ana)


def tab(desk: Page, caller: str) -> Locator:
    return desk.locator(".tab").filter(has_text=caller)


def two_calls(live: Live, desk: Page) -> tuple[SimulatedCall, SimulatedCall]:
    """The first caller on hold at their second step, the second one on the line."""
    first = live.ring(from_number=FIRST)
    take(desk)
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    desk.keyboard.type("3")
    saved(desk)
    desk.keyboard.press("F4")
    desk.locator(".call-state.is-held").first.wait_for()
    second = live.ring(from_number=SECOND)
    desk.locator(".offer").wait_for()
    desk.keyboard.press("F2")
    expect(tab(desk, "39 98 02 22")).to_have_class("tab is-shown")
    desk.locator(".call-card .call-state.is-connected").wait_for()
    desk.locator(".phone.is-on").wait_for()
    return first, second


# Two calls


def test_two_calls_at_once_from_their_texts_to_the_end_of_one(live: Live, desk: Page):
    first, second = two_calls(live, desk)
    each_has_its_own_step_text_and_notes(desk, first, second)
    a_look_at_another_call_does_not_touch_the_phone(desk, first, second)
    desk.keyboard.press("Alt+w")
    expect(tab(desk, "39 98 02 22")).to_have_class("tab is-shown")
    desk.locator(".call-card .call-state.is-connected").wait_for()
    text_typed_while_the_server_is_away_comes_to_each(live, desk, first, second)
    a_reload_comes_back_to_both(desk, first)
    tab(desk, "39 98 02 22").locator("[data-tab]").click()
    the_end_of_one_call_leads_back_to_the_other(desk, first, second)


def each_has_its_own_step_text_and_notes(
    desk: Page, first: SimulatedCall, second: SimulatedCall
) -> None:
    at_step(desk, "Personne bloquée")
    expect(desk.get_by_role("radio", name="Oui")).not_to_be_checked()
    desk.locator(".steps [data-step=story]").click()
    desk.keyboard.type("Bruit au démarrage")
    desk.locator("#notes").fill("Deuxième appel")
    saved(desk)
    desk.keyboard.press("Alt+w")
    expect(tab(desk, "39 98 01 11")).to_have_class("tab is-shown")
    desk.locator(".call-card .call-state.is-connected").wait_for()
    desk.locator(".phone.is-on").wait_for()
    expect(tab(desk, "39 98 02 22").locator(".call-state")).to_have_text("Mis en attente")
    at_step(desk, "Combien de personnes")
    expect(desk.locator("#answer")).to_have_value("3")
    expect(desk.locator("#notes")).to_have_value("")
    desk.keyboard.press("Alt+w")
    desk.locator(".call-card .call-state.is-connected").wait_for()
    at_step(desk, "Ce qui s’est passé")
    expect(desk.locator("#notes")).to_have_value("Deuxième appel")
    assert typed(first) == {"trapped": "yes", "people": "3"}
    assert typed(second) == {"story": "Bruit au démarrage"}
    assert {stored(first).state, stored(second).state} == {"held", "connected"}


def a_look_at_another_call_does_not_touch_the_phone(
    desk: Page, first: SimulatedCall, second: SimulatedCall
) -> None:
    tab(desk, "39 98 01 11").locator("[data-tab]").click()
    expect(desk.locator(".call-card")).to_contain_text("vous parlez à un autre appelant")
    at_step(desk, "Combien de personnes")
    assert stored(second).state == "connected" and stored(first).state == "held"
    desk.locator(".call-card").get_by_role("button", name="Reprendre cet appel").click()
    desk.locator(".call-card .call-state.is-connected").wait_for()
    expect(tab(desk, "39 98 02 22").locator(".call-state")).to_have_text("Mis en attente")


def text_typed_while_the_server_is_away_comes_to_each(
    live: Live, desk: Page, first: SimulatedCall, second: SimulatedCall
) -> None:
    desk.locator(".steps [data-step=lift]").click()
    live.down.set()
    desk.keyboard.type("0222")
    tab(desk, "39 98 01 11").locator("[data-tab]").click()
    desk.locator(".steps [data-step=lift]").click()
    desk.keyboard.type("0111")
    expect(desk.locator("#step-told")).to_contain_text("pas encore enregistré")
    live.down.clear()
    saved(desk)
    expect(desk.locator("#trouble")).to_be_hidden()
    tab(desk, "39 98 02 22").locator("[data-tab]").click()
    at_step(desk, "Numéro de l’ascenseur")
    expect(desk.locator("#answer")).to_have_value("0222")
    saved(desk)
    assert typed(first)["lift"] == "0111" and typed(second)["lift"] == "0222"


def the_end_of_one_call_leads_back_to_the_other(
    desk: Page, first: SimulatedCall, second: SimulatedCall
) -> None:
    desk.keyboard.press("F8")
    desk.locator(".call-card .call-state.is-wrapping").wait_for()
    desk.fill("#override", REASON)
    desk.press("#override", "Enter")
    expect(desk.locator(".toast")).to_contain_text("Clos")
    expect(desk.locator(".tabs")).to_have_count(0)
    at_step(desk, "Combien de personnes")
    assert stored(second).state == "closed" and stored(first).state == "held"
    desk.keyboard.press("F4")
    talking(desk)


def a_reload_comes_back_to_both(desk: Page, first: SimulatedCall) -> None:
    """The second call is shown, at its lift; the first is at another step."""
    tab(desk, "39 98 01 11").locator("[data-tab]").click()
    desk.locator(".steps [data-step=people]").click()
    tab(desk, "39 98 02 22").locator("[data-tab]").click()
    at_step(desk, "Numéro de l’ascenseur")
    desk.reload()
    expect(desk.locator(".tab")).to_have_count(2)
    expect(tab(desk, "39 98 02 22")).to_have_class("tab is-shown")
    desk.locator(".call-card .call-state.is-connected").wait_for()
    at_step(desk, "Numéro de l’ascenseur")
    expect(desk.locator("#answer")).to_have_value("0222")
    tab(desk, "39 98 01 11").locator("[data-tab]").click()
    at_step(desk, "Combien de personnes")
    assert stored(first).state == "held"


# A colleague


def hand_over(desk: Page, name: str, note: str) -> None:
    desk.keyboard.press("Alt+c")
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("option", name=name)).to_be_visible()
    desk.keyboard.type(name)
    desk.keyboard.press("Enter")
    desk.locator("#transfer-note").fill(note)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".hands-over")).to_contain_text(name)
    expect(dialog).to_be_hidden()


def test_a_call_is_taken_back_then_handed_over_with_everything_in_it(live: Live, desk: Page):
    colleague = live.desk_of(live.world.bruno)
    call = live.ring(from_number=FIRST)
    take(desk)
    desk.keyboard.press("1")
    at_step(desk, "Combien de personnes")
    desk.keyboard.type("3")
    desk.locator("#notes").fill("Deux enfants")
    expect(desk.locator("#notes-told")).to_have_text("enregistré")
    a_call_that_nobody_took_is_taken_back(live, desk, colleague, call)
    hand_over(desk, "Bruno", "Parle mieux anglais")
    offer = colleague.locator(".offer")
    expect(offer).to_contain_text("Ana vous transfère cet appel")
    expect(offer).to_contain_text("Parle mieux anglais")
    type_what_is_not_saved_any_more(desk)
    take(colleague)
    expect(desk.locator(".toast").filter(has_text="Bruno a pris l’appel")).to_be_visible()
    expect(desk.get_by_role("dialog")).to_contain_text("Il y a aussi de la fumée")
    expect(desk.locator("#idle")).to_be_visible()
    expect(colleague.locator(".handed-over")).to_contain_text("Ana")
    expect(colleague.locator("#notes")).to_have_value("Deux enfants")
    colleague.locator(".steps [data-step=people]").click()
    expect(colleague.locator("#answer")).to_have_value("3")
    colleague.locator(".steps [data-step=lift]").click()
    colleague.keyboard.type("0042")
    expect(colleague.locator("#step-told")).to_contain_text("par Bruno")
    expect(colleague.locator(".path-done .step-author").first).to_contain_text("Ana")
    assert typed(call) == {"trapped": "yes", "people": "3", "lift": "0042"}
    assert faults(colleague) == []


def a_call_that_nobody_took_is_taken_back(
    live: Live, desk: Page, colleague: Page, call: SimulatedCall
) -> None:
    hand_over(desk, "Bruno", "")
    colleague.locator(".offer").wait_for()
    desk.locator("[data-do=takeBack]").click()
    expect(colleague.locator(".offer")).to_have_count(0)
    expect(desk.locator(".hands-over")).to_have_count(0)
    assert stored(call).agent_id == live.world.ana.id


def type_what_is_not_saved_any_more(desk: Page) -> None:
    desk.locator(".steps [data-step=story]").click()
    desk.route("**/answers/story", lambda route: route.abort())
    desk.keyboard.type("Il y a aussi de la fumée")
    expect(desk.locator("#step-told")).to_contain_text("pas encore enregistré")


# A ticket that is there already


def earlier(live: Live, *titles: str) -> list[int]:
    numbers = []
    for days, title in enumerate(titles):
        made = cases.open_for_call(
            client_id=live.world.acme.id,
            language="fr",
            caller_number=FIRST,
            opened_at=now() - timedelta(days=days + 1),
            title=title,
        )
        made.state = "open"
        numbers.append(made.number)
    db.commit()
    return numbers


def about(call: SimulatedCall) -> int:
    with db.reading():
        return session.get_one(Ticket, stored(call).ticket_id).number


def test_a_call_joins_the_callers_open_ticket_in_one_key_and_leaves_it_again(
    live: Live, desk: Page
):
    (number,) = earlier(live, "Ascenseur 0042")
    call = live.ring(from_number=FIRST)
    take(desk)
    own = about(call)
    desk.keyboard.press("Alt+r")
    toast = desk.locator(".toast")
    expect(toast).to_contain_text(str(number))
    expect(desk.locator(".client-card")).to_contain_text(f"Rejoint le ticket {number}")
    assert about(call) == number
    assert faults(desk) == []
    toast.get_by_role("button", name="Annuler").click()
    expect(desk.locator(".client-card")).to_contain_text(f"Ticket {own}")
    assert about(call) == own


def test_with_several_open_tickets_one_is_chosen(live: Live, desk: Page):
    numbers = earlier(live, "Ascenseur 0042", "Porte du garage")
    call = live.ring(from_number=FIRST)
    take(desk)
    desk.keyboard.press("Alt+r")
    expect(desk.get_by_role("dialog").get_by_role("option")).to_have_count(2)
    desk.keyboard.type("garage")
    desk.keyboard.press("Enter")
    expect(desk.locator(".client-card")).to_contain_text(f"Rejoint le ticket {numbers[1]}")
    hang_up(desk)
    desk.fill("#override", REASON)
    desk.press("#override", "Enter")
    desk.locator(".call-state.is-closed").wait_for()
    assert about(call) == numbers[1]


# Another script


def test_another_script_keeps_the_answers(live: Live, desk: Page):
    text = Path(SCRIPT).read_text(encoding="utf-8").replace("key: acme", "key: order", 1)
    text = text.replace("name: {fr: Panne, en: Breakdown}", "name: {fr: Commande, en: Order}")
    text = text.replace("key: story", "key: wish").replace("Ce qui s’est passé", "Ce qu’il faut")
    library.publish(live.world.acme.id, "order", load_script(text.encode()), None)
    db.commit()
    live.ring(from_number=FIRST)
    take(desk)
    desk.locator(".steps [data-step=story]").click()
    desk.keyboard.type("Arrêté au troisième")
    desk.keyboard.press("Alt+x")
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_role("option")).to_have_text(["Commande"])
    desk.keyboard.press("Enter")
    expect(desk.locator(".toast")).to_contain_text("Commande")
    expect(desk.locator(".steps [data-step=wish]")).to_be_visible()
    expect(desk.locator(".other-script")).to_contain_text("Arrêté au troisième")
    assert faults(desk) == []
    desk.keyboard.press("Alt+x")
    expect(dialog.get_by_role("option")).to_have_text(["Panne"])
    desk.keyboard.press("Enter")
    desk.locator(".steps [data-step=story]").click()
    expect(desk.locator("#answer")).to_have_value("Arrêté au troisième")
