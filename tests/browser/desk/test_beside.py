"""Beside the step: suggestions while one types, the client's articles, how clear it is, notes."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from core import db
from core.db import session
from tests.browser.conftest import SCRIPT, Live
from tests.browser.desk_page import at_step, saved, take, typed
from tests.browser.waiting import until
from workflows import directory, library
from workflows.directory import EntryFields
from workflows.drafting.models import ScriptComment
from workflows.formats.yaml_io import load_script

CALLER = "+33639980123"
FRUIT = ["Abricot", "Banane", "Cerise", "Datte", "Figue", "Groseille", "Kiwi", "Litchi", "Mangue",
         "Noix", "Orange", "Pêche"]  # fmt: skip


UNLISTED = "Hors annuaire : le texte reste tel quel."
SITE = """  - key: site
    kind: question
    type: site
    title: {fr: Immeuble, en: Building}
    ask: {fr: Quel immeuble ?, en: Which building?}
"""


def publish(live: Live, text: str, key: str = "acme") -> None:
    document = load_script(text.replace("key: acme", f"key: {key}", 1).encode())
    library.publish(live.world.acme.id, key, document, None)
    db.commit()


def script() -> str:
    return Path(SCRIPT).read_text(encoding="utf-8")


def with_long_choice() -> str:
    """The lift's number becomes a choice among more than there are digits to choose with."""
    options = "".join(f"\n      - {{value: f{n}, label: {{fr: {name}, en: {name}}}}}"
                      for n, name in enumerate(FRUIT))  # fmt: skip
    texts = "title: {fr: Étage, en: Floor}\n    ask: {fr: Quel étage ?, en: Which floor?}"
    step = (
        f"  - key: fruit\n    kind: choice\n    type: choice\n    {texts}\n    options:{options}\n"
    )
    return script().replace("  - key: lift\n", f"{step}  - key: lift\n", 1)


@pytest.fixture
def lifts(live: Live) -> None:
    for name, where, number, site in (
        ("Ascenseur A", "12 rue des Lilas", "0042", ""),
        ("Ascenseur B", "3 quai du Port", "0043", "Tour du Port"),
        ("Monte-charge", "Dépôt", "0101", ""),
    ):
        fields = EntryFields(name, detail=where, reference=number, site=site)
        directory.upsert(live.world.acme.id, "asset", fields)
    directory.upsert(live.world.acme.id, "site", EntryFields("Tour du Port"))
    directory.upsert(
        live.world.globex.id, "asset", EntryFields("Ascenseur de Globex", reference="9")
    )
    db.commit()


def in_call(live: Live) -> Page:
    desk = live.desk_of(live.world.ana)
    live.ring(from_number=CALLER)
    take(desk)
    return desk


def at_empty(desk: Page, step: str) -> None:
    """At the field of this step, where nothing is written."""
    desk.locator(f".steps [data-step={step}]").click()
    expect(desk.locator(f".steps .is-shown [data-step={step}]")).to_be_visible()
    desk.locator("#answer").fill("")
    expect(options(desk)).to_have_count(0)


def options(desk: Page) -> Locator:
    """What is suggested at present."""
    return desk.locator(".options:not([hidden]) [role=option]")


def saved_answers(live: Live) -> dict[str, str]:
    """What the database has of the only call's answers."""
    return typed(next(iter(live.simulator.calls.values())))


def test_the_clients_assets_are_suggested_by_key_by_mouse_and_to_free_text(live: Live, lifts: None):
    desk = in_call(live)
    escape_closes_the_suggestions_and_keeps_the_text(desk)
    a_late_reply_to_an_older_question_is_dropped(desk)
    a_suggestion_is_chosen_with_the_mouse(desk)
    assets_are_chosen_by_key(live, desk)
    enter_shows_several_and_tells_of_none(desk)
    free_text_stays_while_the_server_is_away(live, desk)


def test_a_long_choice_is_typed_and_a_lift_brings_its_site(live: Live, lifts: None):
    publish(live, with_long_choice().replace("  - key: story\n", f"{SITE}  - key: story\n", 1))
    desk = in_call(live)
    a_long_choice_is_typed_and_kept_by_its_value(live, desk)
    enter_takes_the_one_that_fits_and_its_site(live, desk)


def test_the_meter_articles_notes_and_proposals_beside_the_step(live: Live):
    other = script().replace("Où est la plaque", "Horaires de la loge")
    other = other.replace(
        "Sur la **porte**, à droite.", "Loge **ouverte** <b>à 8 h</b> [plan](/tickets)"
    )
    publish(live, other, "loge")
    desk = in_call(live)
    the_meter_follows_and_leads_to_its_question(desk)
    articles_of_other_scripts_are_found_and_read_and_one_goes_back(desk)
    a_key_puts_the_time_of_the_call_into_the_notes(desk)
    a_change_is_proposed_in_one_key(desk)
    articles_are_found_while_the_server_is_away(live, desk)


# Suggestions


def assets_are_chosen_by_key(live: Live, desk: Page) -> None:
    at_empty(desk, "lift")
    field = desk.locator("#answer")
    expect(field).to_have_attribute("role", "combobox")
    desk.keyboard.type("port")
    option = options(desk)
    expect(option).to_have_count(1)
    expect(option).to_contain_text("3 quai du Port")
    expect(field).to_have_attribute("aria-expanded", "true")
    desk.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    desk.keyboard.press("Enter")
    expect(field).to_have_value("0043")
    expect(field).to_have_attribute("aria-expanded", "false")
    at_step(desk, "Numéro de l’ascenseur")  # choosing does not go on
    saved(desk)
    desk.keyboard.press("Enter")
    at_step(desk, "Ce qui s’est passé")
    assert saved_answers(live)["lift"] == "0043"


def escape_closes_the_suggestions_and_keeps_the_text(desk: Page) -> None:
    at_empty(desk, "lift")
    desk.keyboard.type("asc")
    expect(options(desk)).to_have_count(2)
    desk.keyboard.press("Escape")
    expect(desk.locator(".options:not([hidden])")).to_have_count(0)
    expect(desk.locator("#answer")).to_be_focused()
    expect(desk.locator("#answer")).to_have_value("asc")
    desk.keyboard.press("Escape")
    expect(desk.locator("#answer")).not_to_be_focused()


def a_suggestion_is_chosen_with_the_mouse(desk: Page) -> None:
    at_empty(desk, "lift")
    desk.keyboard.type("monte")
    options(desk).click()
    expect(desk.locator("#answer")).to_have_value("0101")
    expect(desk.locator("#answer")).to_be_focused()


def free_text_stays_while_the_server_is_away(live: Live, desk: Page) -> None:
    at_empty(desk, "lift")
    live.down.set()
    desk.keyboard.type("0077")
    desk.wait_for_timeout(500)
    expect(options(desk)).to_have_count(0)
    desk.keyboard.press("Enter")
    at_step(desk, "Ce qui s’est passé")
    live.down.clear()
    desk.locator(".steps [data-step=lift]").click()
    expect(desk.locator("#step-told")).to_have_text(UNLISTED)
    assert saved_answers(live)["lift"] == "0077"


def enter_takes_the_one_that_fits_and_its_site(live: Live, desk: Page) -> None:
    at_empty(desk, "lift")
    desk.keyboard.type("quai por")
    desk.keyboard.press("Enter")
    at_step(desk, "Ce qui s’est passé")  # behind the site, which follows from the lift
    expect(desk.locator(".steps .is-done [data-step=lift]")).to_contain_text("0043")
    site = desk.locator(".steps .is-done [data-step=site]")
    expect(site).to_contain_text("Tour du Port")
    expect(site).to_contain_text("D’après « Numéro de l’ascenseur »")
    desk.keyboard.press("Shift+Enter")
    at_step(desk, "Immeuble")
    expect(desk.locator("#step-told")).to_contain_text("D’après « Numéro de l’ascenseur »")
    desk.keyboard.press("Control+a")
    desk.keyboard.press("Delete")
    expect(site).to_have_count(0)
    desk.keyboard.type("Globex")
    expect(desk.locator("#step-told")).to_have_text(UNLISTED)
    assert saved_answers(live) == {"fruit": "f2", "lift": "0043", "site": "Globex"}


def enter_shows_several_and_tells_of_none(desk: Page) -> None:
    at_empty(desk, "lift")
    desk.keyboard.type("asc")
    desk.keyboard.press("Enter")
    expect(desk.locator("#step-told")).to_contain_text("2 entrées conviennent")
    expect(options(desk)).to_have_count(2)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator("#answer")).to_have_value("0043")
    desk.keyboard.press("Control+a")
    desk.keyboard.type("99")
    desk.keyboard.press("Enter")
    expect(desk.locator("#step-told")).to_contain_text(f"{UNLISTED} Entrée encore")
    desk.keyboard.press("Enter")
    at_step(desk, "Ce qui s’est passé")
    expect(desk.locator(".steps .is-unlisted [data-step=lift]")).to_contain_text("(hors annuaire)")


def a_late_reply_to_an_older_question_is_dropped(desk: Page) -> None:
    at_empty(desk, "lift")
    waiting = []
    desk.route("**/suggest?*q=a", lambda route: waiting.append(route))
    desk.keyboard.type("a")
    until(desk, lambda: waiting)
    desk.locator("#answer").fill("monte")
    expect(options(desk)).to_have_text(["Monte-chargeDépôt · 0101"])
    waiting[0].continue_()
    desk.wait_for_timeout(400)
    expect(options(desk)).to_have_count(1)
    desk.unroute("**/suggest?*q=a")


def a_long_choice_is_typed_and_kept_by_its_value(live: Live, desk: Page) -> None:
    at_empty(desk, "fruit")
    desk.keyboard.type("pe")
    expect(options(desk)).to_have_text(["Pêche"])
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator("#answer")).to_have_value("Pêche")
    saved(desk)
    assert saved_answers(live)["fruit"] == "f11"
    desk.locator(".steps [data-step=lift]").click()
    desk.locator(".steps [data-step=fruit]").click()
    expect(desk.locator("#answer")).to_have_value("Pêche")
    desk.locator("#answer").fill("Ananas")
    expect(desk.locator("#step-told.problem")).to_contain_text("Choisissez")
    desk.locator("#answer").fill("ceri")
    desk.keyboard.press("Enter")  # takes the only one that fits
    at_step(desk, "Numéro de l’ascenseur")
    assert saved_answers(live)["fruit"] == "f2"


# Articles


def articles_of_other_scripts_are_found_and_read_and_one_goes_back(desk: Page) -> None:
    at_empty(desk, "story")
    desk.keyboard.type("Rien")
    desk.keyboard.press("Alt+k")
    search = desk.locator("#article-search")
    expect(search).to_be_focused()
    desk.keyboard.type("horaire loge")
    hit = options(desk)
    expect(hit).to_have_count(1)
    expect(hit.locator("mark")).to_have_text("Loge")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    read = desk.locator(".article.is-read")
    expect(read.locator("strong")).to_have_text("ouverte")
    expect(read.locator("b")).to_have_count(0)  # markup of others is text
    expect(read.locator("a")).to_have_attribute("target", "_blank")  # the talk goes on
    desk.keyboard.press("Escape")
    expect(desk.locator("#answer")).to_be_focused()
    desk.keyboard.type(" de plus")
    expect(desk.locator("#answer")).to_have_value("Rien de plus")


def articles_are_found_while_the_server_is_away(live: Live, desk: Page) -> None:
    live.down.set()
    desk.keyboard.press("Alt+k")
    desk.locator("#article-search").fill("ouverture")
    expect(desk.locator(".articles .article")).to_have_count(1)
    live.down.clear()


# How clear it is


def the_meter_follows_and_leads_to_its_question(desk: Page) -> None:
    at_empty(desk, "story")
    meter = desk.locator(".meter")
    expect(meter.locator(".meter-word")).to_have_text("Vague")
    desk.keyboard.type("ça marche pas")
    expect(meter.locator(".meter-junk")).to_contain_text("« ça marche pas »")
    expect(desk.locator("#meter-said")).to_be_empty()  # the level is the same: nothing is said
    desk.locator("#answer").fill(
        "La porte de l’ascenseur du bâtiment B reste bloquée depuis 8 h, code E42 affiché, "
        "les habitants ne peuvent plus descendre."
    )
    expect(meter.locator(".meter-word")).not_to_have_text("Vague")
    expect(meter.locator(".meter-junk")).to_have_count(0)
    expect(desk.locator("#meter-said")).not_to_be_empty()
    meter.locator(".meter-missing [data-step=lift]").click()
    at_step(desk, "Numéro de l’ascenseur")


# Notes


def a_key_puts_the_time_of_the_call_into_the_notes(desk: Page) -> None:
    at_empty(desk, "story")
    desk.keyboard.type("Arrêtée")
    desk.keyboard.press("Alt+y")
    notes = desk.locator("#notes")
    expect(notes).to_be_focused()
    desk.keyboard.type("rappeler")
    desk.keyboard.press("Alt+y")
    desk.keyboard.type("le gardien")
    text = notes.input_value()
    first, second = text.split("\n")
    assert first.startswith("[0:") and first.endswith("] rappeler")
    assert second.startswith("[0:") and second.endswith("] le gardien")
    desk.keyboard.press("Escape")
    expect(desk.locator("#answer")).to_be_focused()
    expect(desk.locator("#notes-told")).to_have_text("enregistré")


# Proposals


def a_change_is_proposed_in_one_key(desk: Page) -> None:
    at_empty(desk, "lift")
    desk.keyboard.press("Alt+p")
    dialog = desk.get_by_role("dialog")
    expect(dialog).to_contain_text("Numéro de l’ascenseur")
    desk.keyboard.type("Demander aussi la couleur de la plaque.")
    desk.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(desk.locator(".toast")).to_contain_text("Merci")
    expect(desk.locator("#answer")).to_be_focused()
    with db.reading():
        made = session.scalars(select(ScriptComment)).one()
        assert made.part == "step:lift" and made.kind == "proposal"
