"""Two people in one script, a page that is loaded anew, a server that is away: nothing is lost."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core import db
from core.tenants import User
from tests.browser.conftest import Live
from tests.browser.editor_page import (
    begun,
    choose,
    field,
    open_draft,
    pick,
    question,
    ready,
    rows,
    saved,
    step_of,
    stored,
)
from workflows import drafting
from workflows.drafting.models import ScriptDraft

STEPS = [question("floor", "Floor"), question("door", "Door"), question("light", "Light")]


@pytest.fixture
def draft_id(live: Live) -> str:
    return begun(live.world.acme, live.world.sofia, *STEPS)


@pytest.fixture
def page(live: Live) -> Page:
    return live.page_of(live.world.sofia, "en")


def written(draft_id: str, by: str, *edits: dict[str, Any], base: int | None = None) -> None:
    """Somebody else changes the draft behind the page's back."""
    revision = db.session.get_one(ScriptDraft, draft_id).revision
    drafting.save(
        draft_id, revision if base is None else base, list(edits), by=by, token=f"by-{revision}"
    )
    db.commit()


def title_of(draft_id: str, key: str) -> str:
    title: str = step_of(draft_id, key)["title"]["en"]
    return title


def chosen(page: Page, key: str) -> None:
    page.locator(f"#parts [data-part='step:{key}']").click()
    expect(field(page, "key")).to_have_value(key)


def titled_again(page: Page, title: str) -> None:
    field(page, "title", "en").fill(title)
    saved(page)


def test_what_is_typed_before_others_are_heard_is_not_lost(live: Live, page: Page, draft_id: str):
    open_draft(page, draft_id)
    different_fields_of_one_step_both_stay(live, page, draft_id)
    a_step_that_somebody_deleted_meanwhile_is_not_lost(live, page, draft_id)
    what_is_typed_follows_a_step_that_got_another_name(live, page, draft_id)
    what_is_no_text_is_shown_side_by_side_too(live, page, draft_id)


def test_what_others_write_while_the_page_is_open_disturbs_nobody(
    live: Live, page: Page, draft_id: str
):
    open_draft(page, draft_id)
    undo_and_redo_leave_what_others_wrote(live, page, draft_id)
    a_button_stays_under_the_pointer_while_it_is_pressed(live, page, draft_id)
    titled_again(page, "Floor")
    a_field_stays_the_same_one_while_others_write_around_it(live, page, draft_id)
    titled_again(page, "Floor")
    what_others_write_in_the_field_itself_leaves_the_caret(live, page, draft_id)


def test_what_a_page_that_goes_leaves_to_the_next_is_sent_once(
    live: Live, page: Page, draft_id: str
):
    open_draft(page, draft_id)
    a_page_loaded_anew_in_mid_edit_keeps_what_was_typed(page, draft_id)
    an_answer_that_got_lost_counts_once(page, draft_id)
    the_server_is_away_while_typing_and_the_page_is_closed(live, page, draft_id)


def test_two_people_write_different_steps_and_see_each_other(live: Live, draft_id: str):
    one = live.page_of(live.world.sofia, "en")
    open_draft(one, draft_id, "step:floor")
    db.session.get_one(User, live.world.bruno.id).staff_role = "supervisor"
    db.commit()
    other = live.page_of(live.world.bruno, "en")
    open_draft(other, draft_id, "step:door")

    field(one, "title", "en").fill("Floor where it stopped")
    field(other, "title", "en").fill("Door that sticks")
    saved(one)
    saved(other)
    expect(rows(one)).to_contain_text(["Floor where it stopped", "Door that sticks"])
    expect(rows(other)).to_contain_text(["Floor where it stopped", "Door that sticks"])
    expect(one.locator(".toast")).to_contain_text("Bruno")
    expect(one.locator("#people")).to_contain_text("Bruno")
    expect(field(one, "title", "en")).to_have_value("Floor where it stopped")
    assert title_of(draft_id, "floor") == "Floor where it stopped"
    assert title_of(draft_id, "door") == "Door that sticks"


def different_fields_of_one_step_both_stay(live: Live, page: Page, draft_id: str) -> None:
    chosen(page, "floor")
    mine = step_of(draft_id, "floor")
    live.down.set()
    field(page, "title", "en").fill("Floor, please")
    page.locator("#saving.is-waiting").wait_for()
    why = {"fr": "Pour aller vite", "en": "To be quick"}
    written(
        draft_id,
        live.world.bruno.id,
        {"action": "set", "part": "step:floor", "value": {**mine, "why": why}},
    )
    live.down.clear()
    saved(page)
    expect(field(page, "why", "en")).to_have_value("To be quick")
    step = step_of(draft_id, "floor")
    assert step["title"]["en"] == "Floor, please" and step["why"] == why
    assert not page.locator(".conflict").count()


def both_write_the_title(live: Live, page: Page, draft_id: str) -> None:
    open_draft(page, draft_id, "step:floor")
    theirs = step_of(draft_id, "floor")
    live.down.set()
    field(page, "title", "en").fill("My floor")
    field(page, "help", "en").fill("Mine alone")
    page.locator("#saving.is-waiting").wait_for()
    value = {**theirs, "title": {**theirs["title"], "en": "Their floor"}, "read_back": True}
    written(draft_id, live.world.bruno.id, {"action": "set", "part": "step:floor", "value": value})
    live.down.clear()
    page.locator(".conflict").wait_for()


def test_the_same_field_is_chosen_by_a_person(live: Live, page: Page, draft_id: str):
    both_write_the_title(live, page, draft_id)
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text("Bruno")
    expect(conflict).to_contain_text("My floor")
    expect(conflict).to_contain_text("Their floor")
    assert title_of(draft_id, "floor") == "Their floor"  # until it is chosen
    choose(page, "Door")  # other parts go on meanwhile
    field(page, "title", "en").fill("Another door")
    expect(rows(page)).to_contain_text(["Another door"])

    page.reload()
    ready(page)  # the choice is still there after a reload
    conflict.locator("td label").filter(has_text="Their floor").locator("input").check()
    conflict.locator("[data-keep=each]").click()
    saved(page)
    step = step_of(draft_id, "floor")
    assert step["title"]["en"] == "Their floor" and step["read_back"] is True
    assert step["help"] == {"en": "Mine alone"}
    assert title_of(draft_id, "door") == "Another door"


def test_mine_can_be_kept_whole(live: Live, page: Page, draft_id: str):
    both_write_the_title(live, page, draft_id)
    page.locator("[data-keep=mine]").click()
    saved(page)
    step = step_of(draft_id, "floor")
    assert step["title"]["en"] == "My floor" and "read_back" not in step


def a_step_that_somebody_deleted_meanwhile_is_not_lost(
    live: Live, page: Page, draft_id: str
) -> None:
    chosen(page, "door")
    live.down.set()
    field(page, "title", "en").fill("A door I care for")
    page.locator("#saving.is-waiting").wait_for()
    written(draft_id, live.world.bruno.id, {"action": "remove", "part": "step:door"})
    live.down.clear()
    conflict = page.locator(".conflict")
    expect(conflict).to_contain_text("Bruno")
    conflict.locator("[data-keep=mine]").click()
    saved(page)
    assert title_of(draft_id, "door") == "A door I care for"
    assert stored(draft_id)["steps"][-1]["kind"] == "end"


def what_is_typed_follows_a_step_that_got_another_name(
    live: Live, page: Page, draft_id: str
) -> None:
    chosen(page, "door")
    live.down.set()
    field(page, "title", "en").fill("Main door")
    page.locator("#saving.is-waiting").wait_for()
    rename = {"action": "rename", "part": "step:door", "to": "entrance"}
    written(draft_id, live.world.bruno.id, rename)
    live.down.clear()
    saved(page)
    expect(field(page, "key")).to_have_value("entrance")
    assert title_of(draft_id, "entrance") == "Main door"


def a_page_loaded_anew_in_mid_edit_keeps_what_was_typed(page: Page, draft_id: str) -> None:
    chosen(page, "light")
    field(page, "title", "en").press("End")
    page.keyboard.type("s out")
    page.reload()  # at once, before anything could be sent
    ready(page)
    saved(page)
    expect(field(page, "title", "en")).to_have_value("Lights out")
    assert title_of(draft_id, "light") == "Lights out"


def the_server_is_away_while_typing_and_the_page_is_closed(
    live: Live, page: Page, draft_id: str
) -> None:
    """What is kept in the browser is sent by the next page, once."""
    chosen(page, "light")
    live.down.set()
    field(page, "title", "en").fill("Light of the hall")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("A step from the time without server")
    page.locator("#trouble").wait_for()
    expect(page.locator("#saving")).to_have_class("saving is-waiting")
    context = page.context
    page.close()
    live.down.clear()
    page = context.new_page()
    open_draft(page, draft_id)
    saved(page)
    titles = [step["title"].get("en") for step in stored(draft_id)["steps"]]
    assert titles.count("A step from the time without server") == 1
    assert title_of(draft_id, "light") == "Light of the hall"


def an_answer_that_got_lost_counts_once(page: Page, draft_id: str) -> None:
    chosen(page, "light")
    lost = []

    def lose(route: Any) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/edits", lose)
    page.locator("#add").click()
    page.keyboard.type("Added once")
    saved(page)
    assert lost
    titles = [step["title"].get("en") for step in stored(draft_id)["steps"]]
    assert titles.count("Added once") == 1
    expect(rows(page).filter(has_text="Added once")).to_have_count(1)


def undo_and_redo_leave_what_others_wrote(live: Live, page: Page, draft_id: str) -> None:
    chosen(page, "floor")
    field(page, "title", "en").fill("Storey")
    saved(page)
    now = step_of(draft_id, "floor")
    why = {"fr": "Parce que", "en": "Because"}
    written(
        draft_id,
        live.world.bruno.id,
        {"action": "set", "part": "step:floor", "value": {**now, "why": why}},
    )
    expect(field(page, "why", "en")).to_have_value("Because")
    page.locator("#undo").click()
    saved(page)
    expect(field(page, "title", "en")).to_have_value("Floor")
    assert step_of(draft_id, "floor")["why"] == why
    page.locator("#redo").click()
    saved(page)
    assert title_of(draft_id, "floor") == "Storey"


def what_is_no_text_is_shown_side_by_side_too(live: Live, page: Page, draft_id: str) -> None:
    page.locator("#tab-script").click()
    live.down.set()
    pick(page, page.locator("[id='f-settings-languages']"), "Korean")
    page.locator("#saving.is-waiting").wait_for()
    theirs = {"action": "set", "part": "settings:languages", "value": ["en", "fr"]}
    written(draft_id, live.world.bruno.id, theirs)
    live.down.clear()
    both = page.locator(".conflict .both")
    expect(both.locator("td").first).to_have_text("fr\nen\nko")
    expect(both.locator("td").last).to_have_text("en\nfr")
    page.locator("[data-keep=theirs]").click()
    saved(page)
    assert stored(draft_id)["languages"] == ["en", "fr"]


def test_a_step_deleted_before_it_is_decided_is_not_deleted_behind_the_other(
    live: Live, page: Page, draft_id: str
):
    both_write_the_title(live, page, draft_id)
    page.locator("#part-delete").click()
    conflict = page.locator(".conflict")
    expect(conflict.locator("[data-keep=mine]")).to_have_text("Delete it anyway")
    assert title_of(draft_id, "floor") == "Their floor"
    conflict.locator("[data-keep=theirs]").click()
    saved(page)
    expect(rows(page).filter(has_text="Their floor")).to_have_count(1)


def hear(page: Page) -> None:
    """The page asks at once what others did."""
    with page.expect_response("**/news*"):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def rewritten(live: Live, draft_id: str, key: str, **fields: Any) -> None:
    value = {**step_of(draft_id, key), **fields}
    written(draft_id, live.world.bruno.id, {"action": "set", "part": f"step:{key}", "value": value})


def a_field_stays_the_same_one_while_others_write_around_it(
    live: Live, page: Page, draft_id: str
) -> None:
    chosen(page, "floor")
    title = field(page, "title", "en")
    title.focus()
    title.evaluate("node => (node.setSelectionRange(2, 2), node.isMine = true)")
    for number, letter in enumerate("xyz"):
        why = {"fr": f"Parce que {number}", "en": f"Because {number}"}
        rewritten(live, draft_id, "floor", why=why, next=[{"to": "light"}] * number)
        hear(page)
        expect(field(page, "why", "en")).to_have_value(f"Because {number}")
        page.keyboard.type(letter)
        saved(page)
    expect(title).to_be_focused()
    expect(title).to_have_value("Flxyzoor")
    assert title.evaluate("node => node.isMine")
    assert title_of(draft_id, "floor") == "Flxyzoor"
    assert step_of(draft_id, "floor")["why"]["en"] == "Because 2"


def what_others_write_in_the_field_itself_leaves_the_caret(
    live: Live, page: Page, draft_id: str
) -> None:
    chosen(page, "floor")
    title = field(page, "title", "en")
    title.focus()
    title.evaluate("node => node.setSelectionRange(5, 5)")
    rewritten(live, draft_id, "floor", title={"fr": "Étage", "en": "Floor or level"})
    hear(page)
    expect(title).to_have_value("Floor or level")
    page.keyboard.type("s")
    expect(title).to_have_value("Floors or level")


def a_button_stays_under_the_pointer_while_it_is_pressed(
    live: Live, page: Page, draft_id: str
) -> None:
    chosen(page, "floor")
    button = page.get_by_role("button", name="Add a branch", exact=True)
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    rewritten(live, draft_id, "floor", ask={"en": ["One", "Two", "Three", "Four"]})
    hear(page)
    expect(field(page, "ask", "en", 3)).to_have_count(0)
    page.mouse.up()
    expect(field(page, "ask", "en", 3)).to_have_value("Four")
    expect(page.locator(".card.branch")).to_have_count(1)
    saved(page)
    assert len(step_of(draft_id, "floor")["next"]) == 1
