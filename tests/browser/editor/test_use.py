"""The editor by key and by pointer, for those who only read, and with texts that mean harm."""

import re

import pytest
from playwright.sync_api import Page, expect

from core import db
from tests.browser.axe import each_look, faults
from tests.browser.conftest import Live
from tests.browser.desk.test_layout import apart, resize
from tests.browser.editor_page import (
    begun,
    choose,
    field,
    findings,
    open_draft,
    pick,
    question,
    rows,
    saved,
    step_of,
    stored,
)
from workflows import drafting

YES_NO = {"kind": "choice", "type": "yes_no"}
STEPS = [
    question("floor", "Floor", type="number", minimum=1, mandatory="inside == true"),
    question("inside", "Inside", **YES_NO, next=[{"when": "inside == false", "to": "how_bad"}]),
    question("door", "Door", when="inside == true and floor > 3",
             probes=[{"words": {}, "ask": {}}]),
    question(
        "how_bad", "How bad", kind="choice", type="severity",
        impacts=[{"value": "high", "label": {"fr": "Fort", "en": "High"}}],
        urgencies=[{"value": "now", "label": {"fr": "Vite", "en": "Now"}}],
        matrix={"high": {"now": 1}},
    ),
]  # fmt: skip
# What a chosen part changes, of a page that was looked at before.
CHANGED = {"door": "#form", "how_bad": "#form", "keys": "#sheet"}
BESIDE_ONE_ANOTHER = [
    ".brand, .nav, .script-head > :not(:empty), .bar-end > *",
    ".tabs, .tools > *, .acts > *",
    ".side, .middle, .right",
]
SIZES = [(911, 417), (1024, 768), (1093, 500), (1366, 768), (1920, 1080)]


# What does not fit: the page, the text of a part of it, or a title, which needs room for a word.
TOO_LARGE = """() => {
  const { scrollWidth, scrollHeight } = document.documentElement;
  const zones = [...document.querySelectorAll(".side, .middle, .right")];
  const titles = [...document.querySelectorAll(".form-title")];
  return [
    ...(scrollWidth > innerWidth || scrollHeight > innerHeight ? ["page"] : []),
    ...zones.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.className),
    ...titles.filter((one) => one.clientWidth < 120).map((one) => one.textContent),
  ];
}"""


@pytest.fixture
def draft_id(live: Live) -> str:
    return begun(live.world.acme, live.world.sofia, *STEPS)


def extras(live: Live, draft_id: str) -> None:
    """An instruction, an article, a rule and something said."""
    by = live.world.sofia.id
    both = {"fr": "Nuit", "en": "Night"}
    edits = [
        {"action": "add", "part": "instruction:night",
         "value": {"key": "night", "text": both, "hours": "20:00-07:00", "tone": "danger"}},
        {"action": "add", "part": "article:plate",
         "value": {"key": "plate", "title": both, "body": {"en": "On the **door**"}}},
        {"action": "set", "part": "settings:outcome",
         "value": {"title": both, "priority": [{"when": "inside == true", "is": 1}, {"is": 3}],
                   "team": [{"is": "works"}], "deadline": [{"minutes": 60}]}},
    ]  # fmt: skip
    draft = drafting.get(draft_id)
    drafting.save(draft_id, draft.revision, edits, by=by, token="extras")
    drafting.comment(draft.script_id, "step:problem", "Say “car”", by=by, token="said")
    db.commit()


def everything(page: Page, draft_id: str) -> list[str]:
    """The names of all parts of the page, each on show when it is yielded to the check."""
    open_draft(page, draft_id)
    return ["steps", "door", "how_bad", "instructions", "articles", "script", "words", "keys"]


def go(page: Page, part: str) -> None:
    if part in ("door", "how_bad"):
        page.locator(f"[data-part='step:{part}']").click()
    elif part == "keys":
        page.locator("body").press("?")
    elif part != "steps":
        page.locator(f"#tab-{part}").click()


@each_look
def test_nothing_keeps_a_person_from_using_it_and_it_fits_each_window(
    live: Live, draft_id: str, language: str, scheme: str
):
    extras(live, draft_id)
    page = live.page_of(live.world.sofia, language, color_scheme=scheme)
    for part in everything(page, draft_id):
        resize(page, (1366, 768))
        go(page, part)
        page.locator("#saving.is-saved").wait_for()
        assert faults(page, within=CHANGED.get(part, "")) == [], part
        for size in SIZES:
            resize(page, size)
            assert page.evaluate(TOO_LARGE) == [], (part, size)
            apart(page, *BESIDE_ONE_ANOTHER)


def test_by_dragging_and_by_key_alone(live: Live, draft_id: str):
    page = live.page_of(live.world.sofia, "en")
    open_draft(page, draft_id)
    steps_are_dragged_and_the_end_stays_last(page, draft_id)
    page.locator("#undo").click()
    choose(page, "What is happening")
    by_key_alone(page, draft_id)


def test_the_graph_is_moved_and_shows_where_each_step_leads(live: Live, draft_id: str):
    page = live.page_of(live.world.sofia, "en")
    open_draft(page, draft_id)
    the_graph_is_moved_by_pointer_wheel_and_key(page)
    the_graph_shows_where_each_step_leads(page)


def test_what_others_have_written(live: Live, draft_id: str):
    script_id = drafting.get(draft_id).script_id
    drafting.comment(
        script_id, "step:door", "Ask for the side", by=live.world.ana.id, kind="proposal", token="p"
    )
    db.commit()
    page = live.page_of(live.world.sofia, "en")
    open_draft(page, draft_id)
    a_proposal_is_shown_at_its_step_and_settled(page)
    hostile_texts_stay_texts(page, draft_id)


def test_fields_of_an_instruction_and_of_steps(live: Live, draft_id: str):
    extras(live, draft_id)
    draft = drafting.get(draft_id)
    value = {"key": "ice", "text": {"fr": "Gel", "en": "Ice"}, "topic": "weather"}
    edit = {"action": "add", "part": "instruction:ice", "value": value}
    drafting.save(draft_id, draft.revision, [edit], by=live.world.sofia.id, token="ice")
    db.commit()
    page = live.page_of(live.world.sofia, "en")
    open_draft(page, draft_id, "instruction:night")
    what_other_instructions_are_about_is_suggested(page, draft_id)
    page.locator("#tab-steps").click()
    another_key_is_put_everywhere(page, draft_id)
    a_field_says_with_its_hint_what_is_wrong_with_it(page)
    a_step_is_picked_by_typing_a_part_of_it(page, draft_id)
    choosing_what_is_chosen_already_keeps_its_comparison(page)
    a_condition_too_rich_for_lines_stays_text(page, draft_id)


def by_key_alone(page: Page, draft_id: str) -> None:
    page.keyboard.press("ArrowDown")
    expect(page.locator(".form-title")).to_have_text("Floor")
    page.keyboard.press("Alt+ArrowDown")
    saved(page)
    assert [step["key"] for step in stored(draft_id)["steps"]][:3] == ["problem", "inside", "floor"]
    page.keyboard.press("Delete")
    expect(rows(page)).not_to_contain_text(["Floor"])
    page.keyboard.press("Control+z")
    expect(rows(page).nth(2)).to_have_text("Floor*")
    page.keyboard.press("Control+z")  # the move
    saved(page)
    assert [step["key"] for step in stored(draft_id)["steps"]][:3] == ["problem", "floor", "inside"]
    page.keyboard.press("Control+Alt+d")  # AltGr types
    page.keyboard.press("Control+d")
    expect(field(page, "title", "en")).to_have_value("Floor (copy)")
    page.keyboard.press("Alt+PageDown")
    expect(page.locator(".form-title")).to_have_text("Inside")
    page.locator("#parts [aria-current]").focus()
    page.keyboard.press("/")
    page.keyboard.type("how b")
    expect(rows(page)).to_have_text(["How bad"])
    page.keyboard.press("Enter")
    expect(page.locator(".form-title")).to_have_text("How bad")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(rows(page)).to_have_count(7)
    page.locator("#parts [aria-current]").focus()
    page.keyboard.press("F8")
    expect(page.locator("#form :focus")).to_have_count(1)
    page.locator("#parts [aria-current]").focus()
    page.keyboard.press("?")
    expect(page.locator("#sheet")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()


def drag(page: Page, title: str, onto: str) -> None:
    """The row is let go once it is seen before the other: the list looks only now and then."""
    grip, target = (
        page.locator("#parts .row").filter(has_text=text).locator(".grip").bounding_box()
        for text in (title, onto)
    )
    assert grip and target
    page.mouse.move(grip["x"] + 8, grip["y"] + 12)
    page.mouse.down()
    page.mouse.move(grip["x"] + 8, grip["y"] - 10, steps=4)
    page.mouse.move(target["x"] + 8, target["y"] + 2, steps=12)
    kept = page.locator("#parts li:not(.sortable-fallback)")
    place = kept.filter(has_text=title).locator("xpath=following-sibling::li[1]")
    expect(place).to_contain_text(onto)
    page.mouse.up()


def steps_are_dragged_and_the_end_stays_last(page: Page, draft_id: str) -> None:
    drag(page, "How bad", "What is happening")
    expect(rows(page).first).to_have_text("How bad")
    saved(page)
    assert stored(draft_id)["steps"][0]["key"] == "how_bad"
    assert stored(draft_id)["steps"][-1]["kind"] == "end"


def the_graph_shows_where_each_step_leads(page: Page) -> None:
    graph = page.locator("#graph-svg")
    expect(graph.locator(".node")).to_have_count(6)
    expect(graph.locator(".edge-label title")).to_have_text("is no")
    page.locator("#graph-fit").click()
    graph.locator("[data-key=door]").click()
    expect(page.locator(".form-title")).to_have_text("Door")
    for key in ("problem", "done"):
        expect(graph.locator(f"[data-key={key}]")).to_be_in_viewport()

    choose(page, "Inside")
    field(page, "next-0-kind").select_option("always")
    pick(page, field(page, "next-0-to"), "How bad")
    expect(graph.locator(".node.is-lost")).to_have_attribute("data-key", "door")
    expect(findings(page).filter(has_text="Door").first).to_be_visible()
    page.locator("#graph-toggle").click()
    expect(graph).to_be_hidden()


IN_WINDOW = """([key, wanted]) => {
  const { x, width } = document.querySelector(`[data-key=${key}] rect`).getBoundingClientRect();
  return wanted === null || Math.abs(x - wanted) < 1 ? [x, width] : null;
}"""


def place_of(page: Page, key: str, x: float | None = None) -> tuple[float, float]:
    """Where a step lies in the window and how wide it is, once it is at `x`."""
    point = page.wait_for_function(IN_WINDOW, arg=[key, x]).json_value()
    return point[0], point[1]


def the_graph_is_moved_by_pointer_wheel_and_key(page: Page) -> None:
    graph = page.locator("#graph-svg")
    box = graph.bounding_box()
    assert box
    left, wide = place_of(page, "problem")
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.wheel(25, 0)
    place_of(page, "problem", left - 25)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_function(
        "wide => document.querySelector('[data-key=problem] rect')"
        ".getBoundingClientRect().width > wide * 1.3",
        arg=wide,
    )
    left, wide = place_of(page, "problem")
    page.mouse.down()
    page.mouse.move(box["x"] + 50, box["y"] + 60, steps=4)
    page.mouse.up()
    place_of(page, "problem", left + 20)
    graph.press("ArrowRight")
    place_of(page, "problem", left - 40)
    graph.press("-")
    assert place_of(page, "problem")[1] < wide
    graph.dispatch_event("keydown", {"key": "à", "code": "Digit0"})  # 0 of a French keyboard
    for key in ("problem", "done"):
        expect(graph.locator(f"[data-key={key}]")).to_be_in_viewport(ratio=1)

    chosen = page.locator(".form-title").inner_text()
    node = graph.locator("[data-key=door] rect").bounding_box()
    assert node
    page.mouse.move(node["x"] + 9, node["y"] + 9)
    page.mouse.down()
    page.mouse.move(node["x"] + 60, node["y"] + 40, steps=4)
    page.mouse.up()
    expect(page.locator(".form-title")).to_have_text(chosen)  # it was dragged, not chosen
    graph.locator("[data-key=door]").click()
    expect(page.locator(".form-title")).to_have_text("Door")


def hostile_texts_stay_texts(page: Page, draft_id: str) -> None:
    hostile = "<img src=x onerror=\"document.title='harm'\"><b>bold</b> & \u202eright to left"
    choose(page, "Door")
    field(page, "title", "en").fill(hostile)
    field(page, "ask", "en", 0).fill("W" * 1_000)
    field(page, "help", "en").fill("שלום עולם " * 40)
    page.keyboard.press("Control+Enter")
    page.keyboard.insert_text("x" * 1_000)
    saved(page)
    expect(rows(page).filter(has_text="<b>bold</b>")).to_have_count(1)
    assert page.locator("main b, main img").filter(has_text="bold").count() == 0
    assert "harm" not in page.title()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate("document.querySelector('.middle').scrollWidth") <= page.evaluate(
        "document.querySelector('.middle').clientWidth"
    )
    assert step_of(draft_id, "door")["title"]["en"] == hostile


def test_who_may_only_read_can_comment_and_change_nothing(live: Live, draft_id: str):
    extras(live, draft_id)
    page = live.page_of(live.world.ana, "en")
    open_draft(page, draft_id, "step:problem")
    expect(page.locator(".form-head .notice")).to_contain_text("not change it")
    assert page.locator("#form input:not([readonly]):not([disabled]):not([id$=-try])").count() == 0
    for gone in ("#act-submit", "#part-delete", ".grip"):
        assert page.locator(gone).count() == 0
    expect(page.locator("#add")).to_be_hidden()
    expect(page.locator(".comment-text")).to_have_text("Say “car”")
    page.fill("#comment-text", "On the phone they say “lift”")
    page.locator("#comment-send").click()
    expect(page.locator(".comment-text")).to_have_text(
        ["Say “car”", "On the phone they say “lift”"]
    )
    assert len(drafting.comments_of(drafting.get(draft_id).script_id)) == 2


def a_proposal_is_shown_at_its_step_and_settled(page: Page) -> None:
    expect(page.locator("[data-part='step:door'] .badge.info")).to_be_visible()
    choose(page, "Door")
    proposal = page.locator(".comment.is-proposal")
    expect(proposal).to_contain_text("Ana")
    proposal.get_by_role("button", name="Done with it").click()
    expect(proposal).to_have_class("comment is-proposal is-resolved")
    expect(page.locator("[data-part='step:door'] .badge.info")).to_have_count(0)


def choosing_what_is_chosen_already_keeps_its_comparison(page: Page) -> None:
    choose(page, "Door")
    name = page.locator("[id='f-when-1-name']")
    pick(page, name, "Floor")
    name.fill("floor")
    page.keyboard.press("Tab")
    expect(name).to_have_value("Floor")
    expect(field(page, "when")).to_have_value("inside == true and floor > 3", timeout=5000)


def a_condition_too_rich_for_lines_stays_text(page: Page, draft_id: str) -> None:
    choose(page, "Door")
    when = field(page, "when")
    expect(when).to_have_value("inside == true and floor > 3")
    expect(page.locator(".condition-row")).to_have_count(2)
    when.fill("(inside == true or floor > 3) and not answered(problem)")
    when.press("Tab")
    expect(page.locator(".condition-row")).to_have_count(0)
    expect(page.locator(".condition .hint")).to_contain_text("more than lines")
    when.fill("inside ==")
    when.press("Tab")
    expect(page.locator(".condition .field-error")).to_be_visible()
    saved(page)
    assert step_of(draft_id, "door")["when"] == "inside =="
    when.fill("floor >= 2")
    when.press("Tab")
    expect(page.locator("[id='f-when-0-sign']")).to_have_value(">=")
    saved(page)


def a_field_says_with_its_hint_what_is_wrong_with_it(page: Page) -> None:
    choose(page, "Floor")
    least = field(page, "minimum")
    least.fill("many")
    expect(least).to_have_attribute("aria-invalid", "true")
    expect(least).to_have_accessible_description(re.compile("number", re.IGNORECASE))
    expect(field(page, "key")).to_have_accessible_description(re.compile("^Its name in conditions"))
    least.fill("1")
    expect(least).not_to_have_attribute("aria-invalid", "true")
    expect(least).to_have_accessible_description("")


def a_step_is_picked_by_typing_a_part_of_it(page: Page, draft_id: str) -> None:
    choose(page, "Inside")
    target = field(page, "next", 0, "to")
    options = page.locator(".options:not([hidden]) [role=option]")
    expect(target).to_have_role("combobox")
    target.focus()
    page.keyboard.press("ArrowDown")  # all of them, those that follow first
    expect(target).to_have_attribute("aria-expanded", "true")
    expect(options.locator(".option-label")).to_have_text(
        ["Door", "How bad", "Read it back and say goodbye", "What is happening", "Floor"]
    )
    page.keyboard.press("Enter")  # nothing is chosen yet
    expect(target).to_have_value("How bad")
    target.fill("zzz")
    expect(options).to_have_count(0)
    nothing = page.get_by_role("status").filter(has_text="Nothing fits.")
    expect(nothing).to_be_in_viewport(ratio=1)
    page.keyboard.press("Tab")
    expect(target).to_have_value("How bad")
    expect(nothing).to_have_class("visually-hidden")
    target.fill("flo")
    expect(options).to_have_count(1)
    page.keyboard.press("Escape")
    expect(target).to_have_value("How bad")
    target.fill("DOOR")  # written whole, and left
    page.keyboard.press("Tab")
    expect(target).to_have_value("Door")
    target.focus()
    page.keyboard.press("Control+z")
    expect(target).to_have_value("How bad")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(target).to_have_value("Floor")
    saved(page)
    assert step_of(draft_id, "inside")["next"][0]["to"] == "floor"


def what_other_instructions_are_about_is_suggested(page: Page, draft_id: str) -> None:
    topic = field(page, "topic")
    topic.fill("wea")
    page.locator(".options:not([hidden])").get_by_role("option", name="weather").click()
    expect(topic).to_have_value("weather")
    saved(page)
    topic.fill("Night Shift")  # another one stays possible
    page.keyboard.press("Tab")
    expect(topic).to_have_value("night_shift")
    saved(page)
    by_key = {one["key"]: one for one in stored(draft_id)["instructions"]}
    assert by_key["night"]["topic"] == "night_shift"


def another_key_is_put_everywhere(page: Page, draft_id: str) -> None:
    choose(page, "Inside")
    field(page, "key").fill("Not A Key")
    field(page, "key").press("Tab")
    expect(field(page, "key")).to_have_value("inside")
    field(page, "key").fill("people")
    field(page, "key").press("Tab")
    saved(page)
    assert step_of(draft_id, "door")["when"] == "people == true and floor > 3"
    assert step_of(draft_id, "people")["next"][0]["when"] == "people == false"
    assert step_of(draft_id, "floor")["mandatory"] == "people == true"
    page.locator("#undo").click()
    saved(page)
    expect(field(page, "key")).to_have_value("inside")
    assert step_of(draft_id, "door")["when"] == "inside == true and floor > 3"


def test_a_script_of_three_hundred_steps(live: Live):
    """As many as a long script has: listed, drawn, searched and written in."""
    steps = [question(f"s{number}", f"Step number {number}") for number in range(298)]
    draft_id = begun(live.world.acme, live.world.sofia, *steps[:150])
    draft = drafting.get(draft_id)
    edits = [
        {"action": "add", "part": f"step:{one['key']}", "value": one, "after": "step:s149"}
        for one in reversed(steps[150:])
    ]
    drafting.save(draft_id, draft.revision, edits, by=live.world.sofia.id, token="rest")
    db.commit()
    page = live.page_of(live.world.sofia, "en")
    open_draft(page, draft_id, "step:s200")
    expect(rows(page)).to_have_count(300)
    expect(page.locator("#graph-svg .node")).to_have_count(300)
    expect(page.locator("#graph-svg .is-chosen")).to_be_in_viewport()
    expect(page.locator("#parts .is-chosen")).to_be_in_viewport()
    page.locator("#search").fill("number 299")
    expect(page.locator("#list-empty")).to_be_visible()
    page.locator("#search").fill("number 297")
    page.keyboard.press("Enter")
    field(page, "title", "en").fill("The last question")
    saved(page)
    assert step_of(draft_id, "s297")["title"]["en"] == "The last question"
