"""What the page makes of an edit is what the server makes of it, and two people's edits meet."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Live
from workflows.drafting.applying import apply
from workflows.drafting.edits import checked_edit
from workflows.drafting.errors import BadEdit
from workflows.drafting.parts import shaped
from workflows.formats.yaml_io import load_script

SCRIPTS = Path(__file__).parents[3] / "demo" / "scripts"
APPLY = """async ([document, edits]) => {
  const { apply } = await import("/static/editor/document/edits.js");
  return edits.map((edit) => (document = apply(document, edit)));
}"""
MERGE = """async ([was, mine, theirs, prefer]) => {
  const { merge } = await import("/static/editor/document/merging.js");
  return merge(was, mine, theirs, () => prefer);
}"""


def documents() -> dict[str, dict[str, Any]]:
    read = {path.stem: load_script(path.read_bytes()) for path in sorted(SCRIPTS.glob("*.yaml"))}
    return {
        name: shaped(script.model_dump(mode="json", by_alias=True, exclude_defaults=True))
        for name, script in read.items()
    }


def some_edit(document: dict[str, Any], chance: random.Random, number: int) -> dict[str, Any]:
    """Any edit that a page can send."""
    filled = [kind for kind in ("step", "step", "article") if document[f"{kind}s"]]
    kind = chance.choice(filled)
    items = document[f"{kind}s"]
    item = chance.choice(items)
    part = f"{kind}:{item['key']}"
    after = chance.choice(["", *(f"{kind}:{one['key']}" for one in items), f"{kind}:gone"])
    new = f"new_{number}"
    named = {**item, "key": new}
    return chance.choice(
        [
            {"action": "set", "part": part, "value": {**item, "title": {"fr": "Autre"}}},
            {"action": "add", "part": f"{kind}:{new}", "value": named, "after": after},
            {"action": "remove", "part": part},
            {"action": "move", "part": part, "after": after},
            {"action": "rename", "part": part, "to": new},
            {"action": "set", "part": "settings:greeting", "value": {"en": f"Hello {number}"}},
        ]
    )  # fmt: skip


def edited(document: dict[str, Any], seed: int) -> tuple[list[dict[str, Any]], list[Any]]:
    """Edits that the server takes, one upon the other, and the document after each."""
    chance, sent, after = random.Random(seed), [], []
    for number in range(25):
        edit = some_edit(document, chance, number)
        try:
            document = apply(document, checked_edit(edit)).document
        except BadEdit:
            continue
        sent.append(edit)
        after.append(document)
    return sent, after


@pytest.fixture
def page(live: Live) -> Page:
    opened = live.page_of(live.world.sofia, "en")
    opened.goto("/tickets")
    return opened


def test_an_edit_does_the_same_on_the_page_as_on_the_server(page: Page):
    for name, document in documents().items():
        for seed in range(6):
            sent, wanted = edited(document, seed)
            assert len(sent) > 15
            made = page.evaluate(APPLY, [document, sent])
            for edit, one, other in zip(sent, made, wanted, strict=True):
                assert one == other, (name, seed, json.dumps(edit)[:200])


def test_a_rename_follows_placeholders_as_on_the_server(page: Page):
    document = next(iter(documents().values()))
    key = document["steps"][0]["key"]
    for text in (f"{{{key}}}", f"{{ {key.upper()} }}", f"{{{{{key}}}}}", f"{{{key}s}} {key}"):
        document["outcome"]["title"] = {"fr": text, "en": text}
        edit = {"action": "rename", "part": f"step:{key}", "to": "other"}
        assert page.evaluate(APPLY, [document, [edit]]) == [
            apply(document, checked_edit(edit)).document
        ]


@pytest.mark.parametrize(
    ("was", "mine", "theirs", "value", "contested"),
    [
        ({"a": 1}, {"a": 2}, {"a": 1}, {"a": 2}, []),
        ({"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}, []),
        ({"a": 1}, {"a": 2}, {"a": 3}, {"a": 2}, [["a"]]),
        ({"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}, []),
        ({"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 2}, []),
        ({"t": {"a": 1, "b": 1}}, {"t": {"a": 2, "b": 1}}, {"t": {"a": 1, "b": 2}},
         {"t": {"a": 2, "b": 2}}, []),
        ({"a": 1}, {}, {"a": 1}, {}, []),
        ({"a": 1}, {}, {"a": 2}, {}, [["a"]]),
        ({}, {"l": [1]}, {"l": [2]}, {"l": [1]}, [["l"]]),
        ({"l": [1, 2]}, {"l": [1, 2, 3]}, {"l": [1, 2]}, {"l": [1, 2, 3]}, []),
    ],
)  # fmt: skip
def test_two_edits_of_one_part_meet_field_by_field(
    page: Page, was: Any, mine: Any, theirs: Any, value: Any, contested: Any
):
    met = page.evaluate(MERGE, [was, mine, theirs, "mine"])
    assert met == {"value": value, "contested": contested}
    other = page.evaluate(MERGE, [was, theirs, mine, "theirs"])
    assert other == {"value": value, "contested": contested}
