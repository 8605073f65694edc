"""A script of fifteen steps from nothing, by keyboard and mouse, and a call taken with it."""

import re

from playwright.sync_api import Page, expect

from core import db
from core.tenants import Line
from tests.browser import desk_page
from tests.browser.conftest import Live
from tests.browser.editor_page import field, findings, no_errors, pick, ready, rows, saved, stored
from workflows.document import ScriptDocument


def begin(page: Page) -> str:
    """A new script, from the list of scripts; the draft's id."""
    page.goto("/scripts")
    page.get_by_role("button", name="New script").click()
    page.fill("#new-script [name=name_fr]", "Panne de portail")
    page.fill("#new-script [name=name_en]", "Gate fault")
    page.fill("#new-script [name=key]", "gate")
    page.get_by_role("button", name="Create and write it").click()
    ready(page)
    return page.url.partition("/drafts/")[2].partition("#")[0]


def name_it(page: Page, english: str, french: str) -> None:
    """The title of the step that was just added: the field has the focus."""
    expect(field(page, "title", "en")).to_be_focused()
    page.keyboard.insert_text(english)
    page.keyboard.press("Shift+Tab")
    page.keyboard.insert_text(french)


def by_key(page: Page, english: str, french: str, sort: str) -> None:
    """A step after the chosen one, without the mouse."""
    page.keyboard.press("Control+Enter")
    name_it(page, english, french)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(field(page, "type")).to_be_focused()
    page.keyboard.type(sort)
    page.keyboard.press("Tab")


def by_mouse(page: Page, english: str, french: str, sort: str) -> None:
    page.locator("#add").click()
    name_it(page, english, french)
    field(page, "type").select_option(label=sort)


def ask(page: Page, english: str, french: str) -> None:
    field(page, "ask", "fr", 0).fill(french)
    field(page, "ask", "en", 0).fill(english)


def option(page: Page, at: int, english: str, french: str) -> None:
    if not field(page, "options", at, "label", "en").count():
        page.get_by_role("button", name="Add an option", exact=True).click()
    field(page, "options", at, "label", "fr").fill(french)
    field(page, "options", at, "label", "en").fill(english)


def condition(page: Page, place: str, name: str, sign: str, value: str) -> None:
    """A condition by choosing: which answer, how compared, with what."""
    pick(page, page.locator(f"[id='f-{place}-0-name']"), name)
    page.locator(f"[id='f-{place}-0-sign']").select_option(label=sign)
    page.locator(f"[id='f-{place}-0-value']").select_option(label=value)


def write_what_decides(page: Page) -> None:
    by_key(page, "Someone hurt", "Quelqu’un est blessé", "Yes or no")
    ask(page, "Is anyone hurt?", "Y a-t-il un blessé ?")
    page.get_by_role("radio", name="Yes").check()

    by_mouse(page, "How many", "Combien", "Number")
    ask(page, "How many are hurt?", "Combien de blessés ?")
    field(page, "minimum").fill("1")
    field(page, "maximum").fill("30")
    field(page, "whole").check()
    page.get_by_role("button", name="Add a condition", exact=True).click()
    condition(page, "when", "Someone hurt", "is", "yes")

    by_mouse(page, "Have 112 called", "Faites appeler le 112", "Do something")
    page.get_by_role("button", name="Add a condition", exact=True).click()
    condition(page, "when", "Someone hurt", "is", "yes")

    by_key(page, "What the gate does", "Ce que fait le portail", "One of a list")
    ask(page, "What does it do?", "Que fait-il ?")
    option(page, 0, "Stays open", "Reste ouvert")
    option(page, 1, "Stays shut", "Reste fermé")
    option(page, 2, "Makes a noise", "Fait du bruit")


def write_what_follows(page: Page) -> None:
    by_mouse(page, "Kind of noise", "Genre de bruit", "Several of a list")
    ask(page, "What noise?", "Quel bruit ?")
    option(page, 0, "Grinding", "Grincement")
    option(page, 1, "Banging", "Choc")

    by_key(page, "Gate number", "Numéro du portail", "Asset")
    ask(page, "Which number is on the post?", "Quel numéro sur le poteau ?")
    field(page, "pattern").fill("[A-Z]{2}-?\\d{3}")
    page.locator("[id$=-try]").fill("ab-12")
    expect(page.locator(".tried")).to_contain_text("expected form")
    page.locator("[id$=-try]").fill("ab-123")
    expect(page.locator(".tried")).to_contain_text("AB-123")

    for english, french, sort in [
        ("Site", "Site", "Site"),
        ("How bad", "Gravité", "Severity"),
        ("Since when", "Depuis quand", "Date and time"),
        ("Who is on site", "Qui est sur place", "Person"),
        ("Call back number", "Numéro de rappel", "Phone"),
        ("Address for the report", "Adresse du rapport", "E-mail"),
    ]:
        by_key(page, english, french, sort)
        ask(page, f"{english}?", f"{french} ?")
    by_mouse(page, "Say that somebody comes", "Dites que quelqu’un vient", "Say or remember")
    field(page, "ask", "fr", 0).fill("Quelqu’un arrive.")
    field(page, "ask", "en", 0).fill("Somebody is on the way.")


def branch_past_the_noise(page: Page) -> None:
    """Where the gate makes no noise, the question about it is passed over."""
    page.locator("#parts button").filter(has_text="What the gate does").click()
    page.get_by_role("button", name="Add a branch", exact=True).click()
    condition(page, "next-0-when", "What the gate does", "is not", "Makes a noise")
    pick(page, field(page, "next", 0, "to"), "Gate number")
    expect(page.locator(".otherwise")).to_contain_text("Kind of noise")
    expect(field(page, "next", 0, "when")).to_have_value('what_the_gate_does != "fait_du_bruit"')


def write_instruction_and_article(page: Page) -> None:
    page.locator("#tab-instructions").click()
    page.locator("#add").click()
    page.keyboard.type("At night only priority 1.")
    field(page, "text", "fr").fill("La nuit, seulement la priorité 1.")
    page.get_by_label("Warning", exact=True).check()
    field(page, "hours").fill("20:00")
    field(page, "hours-to").fill("07:00")
    page.locator("#in-force-at").fill("2026-11-26T21:30")
    expect(page.locator(".in-force-list")).to_contain_text("At night only priority 1.")
    page.locator("#in-force-at").fill("2026-11-26T12:00")
    expect(page.locator(".in-force-list")).to_contain_text("No instruction is in force then.")

    page.locator("#tab-articles").click()
    page.locator("#add").click()
    page.keyboard.type("Where the number is")
    field(page, "title", "fr").fill("Où est le numéro")
    field(page, "body", "fr").fill("Sur le **poteau**, à droite.")
    field(page, "body", "en").fill("On the **post**, <script>alert(1)</script> right.")
    expect(page.locator(".preview strong").last).to_have_text("post")
    pick(page, page.get_by_role("combobox", name="Show it at a step"), "Gate number")
    expect(page.locator(".chips")).to_contain_text("Gate number")


def write_ticket(page: Page) -> None:
    page.locator("#tab-script").click()
    for language in ("fr", "en"):
        title = page.locator(f"[id='f-settings-outcome-title-{language}']")
        title.fill("")
        title.focus()
        answers = page.get_by_role("combobox", name="Insert an answer – Title of the ticket")
        pick(page, answers, "Gate number")
        expect(title).to_have_value("{gate_number}")
        title.press("End")
        title.press_sequentially(": ")
        pick(page, answers, "What the gate does")
    section = page.get_by_role("group", name="Priority", exact=True).first
    section.get_by_role("button", name="Add a rule").click()
    rule = page.locator("[id='f-settings-outcome-priority-0-is']")
    rule.select_option(label="as answered in “How bad”")
    section.get_by_role("button", name="Add a rule").click()


def publish(page: Page) -> None:
    page.locator("#act-submit").click()
    page.locator("#submit-go").click()
    page.get_by_role("button", name="Approve").click()
    page.locator("#publish").get_by_role("button", name="Publish").click()
    page.wait_for_url(re.compile(r"/scripts/[0-9a-f]{32}$"))


def test_a_script_of_fifteen_steps_from_nothing_to_a_call(live: Live):
    page = live.page_of(live.world.sofia, "en")
    draft_id = begin(page)
    write_what_decides(page)
    write_what_follows(page)
    branch_past_the_noise(page)
    expect(rows(page)).to_have_count(15)
    write_instruction_and_article(page)
    write_ticket(page)
    saved(page)
    no_errors(page)

    document = ScriptDocument.model_validate(stored(draft_id))
    assert [step.key for step in document.steps] == [
        "problem", "someone_hurt", "how_many", "have_112_called", "what_the_gate_does",
        "kind_of_noise", "gate_number", "site", "how_bad", "since_when", "who_is_on_site",
        "call_back_number", "address_for_the_report", "say_that_somebody_comes", "done",
    ]  # fmt: skip
    assert document.steps[2].when == "someone_hurt == true"
    assert document.steps[6].articles == [document.articles[0].key] == ["where_the_number_is"]

    publish(page)
    take_a_call(live)


def take_a_call(live: Live) -> None:
    """The agent follows the new script by key, and the branch passes the noise over."""
    db.session.get_one(Line, live.world.acme_line.id).script_key = "gate"
    db.commit()
    desk = live.desk_of(live.world.ana, "en")
    call = live.ring()
    desk_page.take(desk)
    desk_page.at_step(desk, "What is happening")
    for title, text in [
        ("Someone hurt", "The gate hit the fence and stays open"),
        ("What the gate does", "2"),
        ("Gate number", "1"),
        ("Site", "AB-123"),
    ]:
        desk.keyboard.type(text)
        if not re.fullmatch(r"\d", text):
            desk_page.saved(desk)
            desk.keyboard.press("Enter")
        desk_page.at_step(desk, title)
    desk_page.hang_up(desk)
    live.simulator.wait(call.sid)
    answers = desk_page.typed(call)
    assert answers["gate_number"] == "AB-123"
    assert answers["what_the_gate_does"] == "reste_ouvert"
    assert "kind_of_noise" not in answers


def test_findings_lead_to_the_field_that_they_are_about(live: Live):
    page = live.page_of(live.world.sofia, "en")
    begin(page)
    by_mouse(page, "Kind", "Genre", "One of a list")
    option(page, 0, "One", "Un")
    saved(page)
    finding = findings(page).filter(has_text="Choice 2").first
    finding.click()
    expect(page.locator("[id^='f-options-1-label-']:focus")).to_have_count(1)
    expect(
        page.locator(".card.option").nth(1).locator(".field-error.is-error").first
    ).to_be_visible()
    expect(page.locator("#parts .row").nth(1).locator(".badge.danger")).to_be_visible()
    option(page, 1, "Two", "Deux")
    page.locator("#parts button").first.click()
    saved(page)
    no_errors(page)


def test_options_and_wordings_by_enter_alone(live: Live):
    page = live.page_of(live.world.sofia, "en")
    draft_id = begin(page)
    page.locator("#add").click()
    page.keyboard.type("Colour of the light")
    page.keyboard.press("Control+Enter")  # the key comes from the title even so
    page.keyboard.type("Sound")
    field(page, "type").select_option(label="One of a list")
    field(page, "ask", "en", 0).fill("What do you hear?")
    field(page, "ask", "en", 0).press("Enter")
    expect(field(page, "ask", "en", 1)).to_be_focused()
    page.keyboard.type("Which sound?")
    field(page, "options", 0, "label", "en").fill("Buzz")
    for text in ("Click", "Nothing at all"):
        page.keyboard.press("Enter")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(field(page, "options", 3, "label", "en")).to_be_focused()
    saved(page)
    steps = stored(draft_id)["steps"]
    assert [step["key"] for step in steps] == ["problem", "colour_of_the_light", "sound", "done"]
    assert steps[2]["ask"] == {"en": ["What do you hear?", "Which sound?"]}
    values = [option["value"] for option in steps[2]["options"]]
    assert values == ["buzz", "click", "nothing_at_all", "option_4"]
