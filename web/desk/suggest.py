"""Suggests answers while the agent types: the step's options, and the client's directory."""

from typing import Any

from flask import jsonify, request
from flask_login import current_user

from core import db
from core.folding import fold
from core.languages import say
from web.desk.calls import run_of
from web.desk.refusals import Reply
from web.desk.routes import own_call, route
from workflows import directory, library, runs
from workflows.directory import DirectoryEntry
from workflows.document import SUGGESTING, Option, Step

Item = dict[str, Any]

MOST = 8
LONGEST_QUERY = 200


@route("GET", "/calls/<call_id>/suggest")
def suggest(call_id: str) -> Reply:
    """Options of the step first, then sites, assets or people of the client; best first."""
    call, run_id = own_call(call_id), run_of(call_id)
    query = request.args.get("q", "")[:LONGEST_QUERY]
    with db.reading():
        step = _step(run_id, request.args.get("step", ""))
        options = _options(step, query)
        items = [_option(one) for one in options]
        if call.client_id is not None and step.type in SUGGESTING:
            # What an option is called is there already, with the value that conditions know.
            named = {fold(label) for one in options for label in one.label.values()}
            entries = directory.search(call.client_id, step.type, query, MOST)
            items += [_entry(one, query) for one in entries if fold(one.name) not in named]
    return jsonify(items=items[:MOST], q=query)


def _step(run_id: str, key: str) -> Step:
    script = library.compiled(runs.get(run_id).script_version_id)
    if key not in script.place:
        raise runs.UnknownStep(key)
    return script.step(key)


def _options(step: Step, query: str) -> list[Option]:
    wanted = fold(query).split()
    language = current_user.language
    return [
        one
        for one in step.options
        if all(word in fold(f"{say(one.label, language)} {one.value}") for word in wanted)
    ]


def _option(one: Option) -> Item:
    label, detail = say(one.label, current_user.language), say(one.help, current_user.language)
    return {"label": label, "value": one.value, "detail": detail, "fits": True}


def _entry(entry: DirectoryEntry, query: str) -> Item:
    """The entry's name, details that tell namesakes apart, and the value of the answer; `fits` is
    False where some word of the query is in it only with a slip of the fingers, or not at all."""
    details = (entry.detail, entry.site if entry.site != entry.name else "", entry.reference)
    return {
        "label": entry.name,
        "value": directory.answer_of(entry),
        "detail": " · ".join(part for part in details if part),
        "fits": directory.fits(entry, query),
    }
