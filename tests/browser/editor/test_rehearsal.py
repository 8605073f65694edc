"""A draft rehearsed in a real browser: by keys alone, with a caller who is made up."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from core import db
from tests.browser.axe import faults_in_both
from tests.browser.conftest import SCRIPT, Live
from tests.browser.waiting import until
from tickets.models import Ticket
from workflows import drafting
from workflows.document import ScriptDocument
from workflows.drafting.models import ScriptComment, ScriptDraft
from workflows.engine import CompiledScript, compile_script
from workflows.formats.yaml_io import load_script
from workflows.models import Run, Script
from workflows.rehearsal import Caller, caller

# A voice of a browser that has one; what it says is kept for the test.
VOICE = """
const said = [];
window.heardAloud = said;
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "fr-FR", name: "Voix" }],
  addEventListener: () => {},
  cancel: () => {},
  speak: (one) => said.push(one.text),
} });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture
def script() -> CompiledScript:
    return compile_script(load_script(SCRIPT.read_bytes()))


@pytest.fixture
def draft(live: Live) -> ScriptDraft:
    row = db.session.scalars(select(Script)).one()
    draft = drafting.open_draft(row.id, live.world.sofia.id)
    db.commit()
    return draft


def seed_where(script: CompiledScript, fits: Callable[[Caller], bool]) -> int:
    """The number of a caller who does what a test is about."""
    return next(seed for seed in range(500) if fits(caller(script, seed, "fr")))


def rehearse(live: Live, draft: ScriptDraft, seed: int, language: str = "fr") -> Page:
    page = live.page_of(live.world.ana, language)
    page.goto(f"/scripts/drafts/{draft.id}/rehearsal?seed={seed}&language=fr")
    page.locator("#step-title").wait_for()
    return page


def lines_of(page: Page, who: str) -> list[str]:
    return page.locator(f".line.by-{who} .line-text").all_inner_texts()


def at(page: Page, script: CompiledScript) -> str:
    """The key of the step that is shown."""
    title = page.locator("#step-title").inner_text()
    return next(step.key for step in script.document.steps if step.title["fr"] == title)


def answer(page: Page, script: CompiledScript, key: str, raw: str) -> None:
    """Give an answer with the keyboard, and go on."""
    step = script.step(key)
    if step.options and step.type and step.type.startswith(("choice", "yes_no")):
        values = [option.value for option in step.options]
        for value in raw.split(", "):
            page.keyboard.press(str(values.index(value) + 1))
        if step.type == "choices":
            page.keyboard.press("Enter")
    else:
        if step.type:
            page.keyboard.type(raw)
        page.keyboard.press("Enter")
    if step.kind != "end":
        expect(page.locator("#step-title")).not_to_have_text(step.title["fr"])


def test_a_whole_call_by_keys_alone_leaves_nothing(
    live: Live, draft: ScriptDraft, script: CompiledScript
):
    seed = seed_where(script, lambda who: bool(who.replies["story"].raw))
    who = caller(script, seed, "fr")
    page = rehearse(live, draft, seed)
    expect(page.locator(".rehearsal-banner")).to_contain_text("aucun ticket")
    assert (
        lines_of(page, "agent")[0] == "Acme, bonjour."
        and lines_of(page, "caller")[0] == who.opening
    )
    for _ in script.document.steps:
        key = at(page, script)
        if key == "done":
            break
        answer(page, script, key, who.replies[key].raw)
    assert at(page, script) == "done"
    expect(page.locator("#missing")).to_have_text("Toutes les réponses obligatoires sont là.")
    expect(page.locator(".outcome-title")).to_contain_text(who.replies["lift"].raw)
    assert lines_of(page, "caller")[-1] == who.goodbye
    assert who.confirms in lines_of(page, "caller")  # the lift's number was read back
    assert "Quelqu’un arrive." in lines_of(page, "agent")
    with db.reading():
        assert db.session.query(Run).count() == db.session.query(Ticket).count() == 0


def test_a_vague_caller_gives_way_when_the_agent_digs(
    live: Live, draft: ScriptDraft, script: CompiledScript
):
    probe = "Que fait-il exactement ?"
    seed = seed_where(script, lambda who: who.replies["story"].probe == probe)
    reply = caller(script, seed, "fr").replies["story"]
    page = rehearse(live, draft, seed)
    page.locator("#steps [data-step=story]").click()
    assert lines_of(page, "caller")[-1] == reply.vague
    expect(page.locator("#dig.is-wanted")).to_be_visible()
    page.keyboard.type("ça marche pas")
    expect(page.locator(".probes .raised")).to_contain_text(probe)
    page.keyboard.press("F9")
    assert lines_of(page, "agent")[-1] == probe and reply.words in lines_of(page, "caller")
    expect(page.locator("#dig.is-wanted")).to_have_count(0)
    page.keyboard.press("F9")  # there is no more to find out
    assert lines_of(page, "caller")[-1] == reply.again
    expect(page.locator("#answer")).to_have_value("ça marche pas")


def test_what_is_read_back_wrongly_is_put_right(
    live: Live, draft: ScriptDraft, script: CompiledScript
):
    seed = seed_where(script, lambda who: who.replies["lift"].raw != "7")
    reply = caller(script, seed, "fr").replies["lift"]
    page = rehearse(live, draft, seed)
    page.locator("#steps [data-step=lift]").click()
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    expect(page.locator(".line.by-caller").filter(has_text=reply.corrects)).to_be_visible()


def test_what_the_caller_told_before_they_say_again(live: Live, draft: ScriptDraft):
    phone = {"key": "callback", "kind": "question", "type": "phone",
             "title": {"fr": "Rappel", "en": "Call back"},
             "ask": {"fr": "Quel numéro ?", "en": "Which number?"}}  # fmt: skip
    edit = {"action": "add", "part": "step:callback", "value": phone, "after": "step:story"}
    drafting.save(draft.id, draft.revision, [edit], by=live.world.sofia.id, token="p")
    db.commit()
    script = compile_script(ScriptDocument.model_validate(draft.document))
    seed = seed_where(
        script,
        lambda who: who.replies["lift"].volunteers == "callback" and not who.replies["lift"].vague,
    )
    replies = caller(script, seed, "fr").replies
    page = rehearse(live, draft, seed)
    page.locator("#steps [data-step=lift]").click()
    assert lines_of(page, "caller")[-1] == replies["lift"].aside
    page.locator("#steps [data-step=callback]").click()
    assert lines_of(page, "caller")[-1] == replies["callback"].again


def test_a_rehearsal_with_comments_an_absent_server_other_callers_and_a_voice(
    live: Live, draft: ScriptDraft, script: CompiledScript
):
    page = rehearse(live, draft, 3)
    a_step_can_be_commented_on_while_it_is_rehearsed(page)
    a_server_that_is_away_loses_nothing(live, page)
    another_caller_the_same_one_again_and_another_moment(page, script)
    the_caller_is_read_aloud_where_there_is_a_voice(page)


def another_caller_the_same_one_again_and_another_moment(
    page: Page, script: CompiledScript
) -> None:
    page.locator("#steps [data-step=trapped]").click()
    expect(page.locator("#step-title")).to_have_text("Personne bloquée")
    page.keyboard.press("1")
    expect(page.locator("#step-title")).to_have_text("Combien de personnes")
    page.keyboard.press("F2")
    expect(page.locator("#step-title")).to_have_text("Personne bloquée")
    expect(page.locator(".choice input:checked")).to_have_count(0)
    page.locator(".stage-settings summary").click()
    assert page.locator("#seed").input_value() != "3"
    page.fill("#seed", "3")
    page.keyboard.press("Tab")
    expect(page.locator(".line.by-caller").first).to_contain_text(caller(script, 3, "fr").opening)
    page.fill("#moment", "2027-03-28T02:30")
    page.keyboard.press("Tab")
    expect(page.locator("#trouble")).to_contain_text("n’existe pas ce jour-là")
    page.fill("#moment", "2027-03-28T12:00")
    page.keyboard.press("Tab")
    expect(page.locator("#moment-note")).to_contain_text("28 mars 2027 12:00")
    expect(page.locator("#trouble")).to_be_hidden()
    page.locator("#spoken").select_option("en")
    expect(page.locator(".line.by-agent").first).to_contain_text("Acme, hello.")
    expect(page.locator(".meaning")).to_contain_text("Y a-t-il quelqu’un")


def test_keys_pressed_while_another_caller_is_on_the_way_are_for_their_step(
    live: Live, draft: ScriptDraft
):
    page = rehearse(live, draft, 3)
    requests = []

    def hold_the_first(route: Route) -> None:
        requests.append(route)
        if len(requests) > 1:
            route.continue_()

    page.route("**/rehearsal", hold_the_first)
    page.keyboard.press("F2")
    page.keyboard.press("1")
    page.keyboard.type("4")
    until(page, lambda: requests)
    requests[0].continue_()
    expect(page.locator("#step-title")).to_have_text("Combien de personnes")
    expect(page.locator("#answer")).to_have_value("4")
    expect(page.locator("#steps [data-step=trapped]")).to_contain_text("Oui")


def a_server_that_is_away_loses_nothing(live: Live, page: Page) -> None:
    page.locator("#steps [data-step=story]").click()
    live.down.set()
    page.keyboard.type("Elle s’est arrêtée")
    expect(page.locator("#trouble")).to_be_visible()
    live.down.clear()
    page.keyboard.type(" net")
    expect(page.locator("#trouble")).to_be_hidden()
    expect(page.locator("#steps [data-step=story]")).to_contain_text("Elle s’est arrêtée net")


def a_step_can_be_commented_on_while_it_is_rehearsed(page: Page) -> None:
    page.locator("[data-do=propose]").click()
    page.keyboard.type("Demander d’abord l’étage")
    assert faults_in_both(page) == []
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator("#remark")).to_be_hidden()
    with db.reading():
        row = db.session.scalars(select(ScriptComment)).one()
        assert (row.part, row.text) == ("step:trapped", "Demander d’abord l’étage")
    expect(page.locator("#step-title")).to_have_text("Personne bloquée")


def the_caller_is_read_aloud_where_there_is_a_voice(page: Page) -> None:
    expect(page.locator("#aloud-place")).to_be_hidden()  # this browser has none
    page.context.add_init_script(VOICE)
    page.reload()
    page.locator("#step-title").wait_for()
    page.check("#aloud")
    page.keyboard.press("F9")
    assert page.evaluate("heardAloud") == lines_of(page, "caller")[-1:]


def test_hostile_words_are_shown_as_text(live: Live, draft: ScriptDraft, script: CompiledScript):
    row = db.session.get_one(ScriptDraft, draft.id)
    hostile = "<img src=x onerror=document.title='caught'> **" + "w" * 300 + "\u202eabc"
    steps = row.document["steps"]
    value = {**steps[0], "title": {"fr": hostile, "en": hostile}, "ask": {"fr": hostile, "en": "?"}}
    edit = {"action": "set", "part": "step:trapped", "value": value}
    drafting.save(draft.id, row.revision, [edit], by=live.world.sofia.id, token="h")
    db.commit()
    page = rehearse(live, draft, 3)
    assert page.locator("#step-title").inner_text().startswith("<img src=x")
    assert lines_of(page, "agent")[-1].startswith("<img src=x")
    assert page.title() != "caught"
    wide = "node => node.scrollWidth - node.clientWidth"
    for place in ("html", "#chat", ".zone-script", ".zone-stage"):
        assert page.locator(place).evaluate(wide) <= 0, place


def test_axe(live: Live, draft: ScriptDraft):
    page = rehearse(live, draft, 3)
    page.locator(".stage-settings summary").click()
    page.keyboard.press("F9")
    page.locator("#steps [data-step=lift]").click()
    assert faults_in_both(page) == []
    row = db.session.get_one(ScriptDraft, draft.id)
    broken = {"action": "set", "part": "step:lift", "value": {"key": "lift", "kind": "riddle"}}
    drafting.save(draft.id, row.revision, [broken], by=live.world.sofia.id, token="b")
    db.commit()
    page.keyboard.type("7")
    expect(page.locator("#trouble")).to_contain_text("Rechargez la page")
    page.reload()
    expect(page.locator(".finding a").first).to_have_attribute(
        "href", re.compile(f"/scripts/drafts/{draft.id}#step:lift$")
    )
    assert faults_in_both(page) == []
