"""A draft on its way to calls, in a real browser: review, a set time, going back, replaying."""

import threading
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core import db, outbox
from core.clock import now
from core.outbox import Task
from tests.browser.axe import faults_in_both
from tests.browser.conftest import Live
from tests.browser.desk_page import stored, take
from workflows import drafting
from workflows.drafting.models import ScriptDraft
from workflows.models import FINISHED, Answer, Run, Script, ScriptVersion


@pytest.fixture
def draft(live: Live) -> ScriptDraft:
    """Sofia has changed how the lift's number is asked, and asks for the colour as well."""
    row = db.session.scalars(select(Script)).one()
    draft = drafting.open_draft(row.id, live.world.sofia.id)
    lift = next(step for step in draft.document["steps"] if step["key"] == "lift")
    question = {"fr": "Quel est le numéro de la cabine ?", "en": "What is the number of the car?"}
    colour = {"key": "colour", "kind": "question", "type": "text", "mandatory": True,
              "title": {"fr": "Couleur", "en": "Colour"},
              "ask": {"fr": "De quelle couleur ?", "en": "Which colour?"}}  # fmt: skip
    edits = [
        {"action": "set", "part": "step:lift", "value": {**lift, "ask": question}},
        {"action": "add", "part": "step:colour", "value": colour, "after": "step:lift"},
    ]
    drafting.save(draft.id, draft.revision, edits, by=live.world.sofia.id, token="e")
    db.commit()
    return draft


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def test_from_review_to_calls_and_back(live: Live, draft: ScriptDraft):
    writer = live.page_of(live.world.sofia, "fr")
    writer.goto("/scripts")
    writer.get_by_role("link", name="Panne").click()
    writer.get_by_role("link", name="Modifications et publication").click()
    expect(writer.locator(".change.is-added").first).to_contain_text("Couleur")
    expect(writer.locator(".change.is-changed ins").first).to_contain_text("la")
    press(writer, "Donner à relire")
    expect(writer.locator(".notice")).to_contain_text("Mieux vaut une autre personne")
    press(writer, "Approuver")
    press(writer, "Publier")
    expect(writer.locator(".in-force")).to_contain_text("Version 2")

    desk = live.desk_of(live.world.ana)
    call = live.ring()
    take(desk)
    used = stored(call)
    with db.reading():
        versions = {row.number: row.id for row in db.session.scalars(select(ScriptVersion))}
        run = db.session.get_one(Run, used.run_id)
        assert run.script_version_id == versions[2]

    writer.get_by_role("link", name="Mettre la version 1 en vigueur").click()
    expect(writer.locator("#roll-back")).to_contain_text("Les appels en cours gardent la version")
    writer.locator("#roll-back textarea").fill("La couleur n’aide personne")
    press(writer, "Mettre la version 1 en vigueur")
    expect(writer.locator(".in-force")).to_contain_text("Version 1")
    expect(writer.locator(".note").first).to_contain_text("La couleur n’aide personne")
    desk.reload()
    expect(desk.locator("#steps [data-step=colour]")).to_have_count(
        1
    )  # the call keeps what it began with


def test_a_set_time_that_cannot_be_then_one_that_can_then_called_off(
    live: Live, draft: ScriptDraft
):
    drafting.submit(draft.id, live.world.sofia.id)
    drafting.approve(draft.id, live.world.bruno.id)
    db.commit()
    page = live.page_of(live.world.sofia, "en")
    page.goto(f"/scripts/drafts/{draft.id}/changes")
    year = now().year + 1
    springs = {2026: 29, 2027: 28, 2028: 26, 2029: 25, 2030: 31}
    page.get_by_label("At a set time").check()
    page.fill("#starts-at", f"{year}-03-{springs[year]}T02:30")
    page.locator("#publish textarea").fill("Kept words")
    press(page, "Publish")
    expect(page.locator("#starts-at-error")).to_contain_text("02:30 does not exist that day")
    expect(page.locator("#starts-at")).to_be_focused()
    expect(page.locator("#publish textarea")).to_have_value("Kept words")
    page.fill("#starts-at", f"{(now() + timedelta(days=9)).date()}T08:00")
    press(page, "Publish")
    expect(page.locator(".scheduled")).to_contain_text("08:00")
    expect(page.locator(".in-force")).to_contain_text("Version 1")
    press(page, "Call it off")
    expect(page.locator(".scheduled")).to_have_count(0)


def test_a_faulty_draft_leads_to_the_field_in_the_editor(live: Live, draft: ScriptDraft):
    row = db.session.get_one(ScriptDraft, draft.id)
    broken = next(step for step in row.document["steps"] if step["key"] == "people")
    edit = {"action": "set", "part": "step:people", "value": {**broken, "when": "nowhere == 1"}}
    drafting.save(draft.id, row.revision, [edit], by=live.world.sofia.id, token="b")
    drafting.submit(draft.id, live.world.sofia.id)
    drafting.approve(draft.id, live.world.bruno.id)
    db.commit()
    page = live.page_of(live.world.sofia, "en")
    page.goto(f"/scripts/drafts/{draft.id}/changes")
    press(page, "Publish")
    expect(page.locator("[role=alert]")).to_contain_text("Not published")
    page.locator(".finding.is-error a").first.click()
    page.wait_for_url(f"**/scripts/drafts/{draft.id}#step:people")


def test_a_replay_is_watched_until_its_result_is_there(live: Live, draft: ScriptDraft):
    for _ in range(3):
        add_run(live)
    page = live.page_of(live.world.sofia, "en")
    page.goto(f"/scripts/drafts/{draft.id}/replay")
    press(page, "Replay")
    expect(page.locator("#waiting")).to_be_visible()
    work()
    expect(page.locator(".figures")).to_be_visible()
    row = page.locator(".effects tbody tr").filter(has_text="Colour")
    expect(row).to_contain_text("new")
    assert row.locator("td.number").all_inner_texts() == ["3", "–", "3", "–"]


def add_run(live: Live) -> None:
    version = db.session.scalars(select(ScriptVersion)).one()
    run = Run(client_id=live.world.acme.id, script_version_id=version.id, language="fr", facts={},
              state=FINISHED, finished_at=now())  # fmt: skip
    db.session.add(run)
    db.session.flush()
    for key, value in (("trapped", False), ("lift", "12")):
        db.session.add(Answer(run_id=run.id, client_id=live.world.acme.id, step_key=key, raw="x",
                              value=value, revision=1))  # fmt: skip
    db.commit()


def work() -> None:
    task_id = db.session.scalars(select(Task.id).where(Task.name == "replay_script")).one()
    db.session.rollback()
    worker = threading.Thread(target=outbox.run, args=(task_id,))
    worker.start()
    worker.join()


def test_a_new_script_is_begun_from_the_list(live: Live):
    page = live.page_of(live.world.sofia, "en")
    page.goto("/scripts")
    begin(page)
    with db.reading():
        row = db.session.scalars(select(Script).filter_by(key="imprimantes")).one()
        draft = drafting.open_of(row.id)
        assert draft is not None
        expect(page).to_have_url(f"{live.address}/scripts/drafts/{draft.id}")
    page.goto("/scripts")
    begin(page)
    expect(page.locator("#key-error")).to_contain_text("See that script")
    expect(page.get_by_label("Key")).to_be_focused()
    expect(page.get_by_label("Name in English")).to_have_value("Printers")


def begin(page: Page) -> None:
    page.get_by_role("button", name="New script").click()
    form = page.get_by_role("dialog")
    expect(form.get_by_label("French", exact=True)).to_be_visible()
    form.get_by_label("Client").select_option(label="Globex")
    form.get_by_label("Name in French").fill("Imprimantes")
    form.get_by_label("Name in English").fill("Printers")
    press(page, "Create and write it")


def test_the_list_of_scripts_by_keys(live: Live, draft: ScriptDraft):
    page = live.page_of(live.world.ana, "en")
    page.goto("/scripts")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("acme")
    page.keyboard.press("Enter")
    page.wait_for_url("**/scripts?q=acme*")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/scripts/{draft.script_id}")


def test_a_draft_is_discarded_after_a_question(live: Live, draft: ScriptDraft):
    page = live.page_of(live.world.sofia, "en")
    page.goto(f"/scripts/drafts/{draft.id}/changes")
    press(page, "Discard the draft")
    press(page, "Cancel")
    expect(page.get_by_role("dialog")).to_have_count(0)
    press(page, "Discard the draft")
    press(page, "Discard it")
    expect(page.get_by_role("button", name="Take it up again")).to_be_visible()


def test_axe(live: Live, draft: ScriptDraft):
    add_run(live)
    script_id = draft.script_id
    drafting.comment(script_id, "step:lift", "<b>Why?</b>", by=live.world.ana.id,
                     kind="proposal", token="c")  # fmt: skip
    db.commit()
    page = live.page_of(live.world.sofia)
    paths = (
        "/scripts", f"/scripts/{script_id}?all=1", f"/scripts/{script_id}/versions/1",
        f"/scripts/{script_id}/compare", f"/scripts/drafts/{draft.id}/changes",
        f"/scripts/drafts/{draft.id}/file", f"/scripts/drafts/{draft.id}/replay",
    )  # fmt: skip
    for path in paths:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert faults_in_both(page) == [], path
        for opener in page.locator("[data-opens]").all():
            opener.click()
            assert faults_in_both(page) == [], f"{path}: {opener.inner_text()}"
            page.keyboard.press("Escape")
    page.goto(f"/scripts/drafts/{draft.id}/changes")
    press(page, "Donner à relire")
    assert faults_in_both(page) == [], "review"
    press(page, "Approuver")
    assert faults_in_both(page) == [], "approved"
    page.goto(f"/scripts/drafts/{draft.id}/file")
    page.locator("textarea.code").fill("key: [")
    press(page, "Montrer ce qu’il changerait")
    assert faults_in_both(page) == [], "problems"
