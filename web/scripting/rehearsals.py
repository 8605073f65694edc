"""Playing a draft with a simulated caller. No call, no ticket, and nothing is kept."""

import random
import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response, jsonify, render_template, request, url_for
from flask_babel import gettext
from flask_login import login_required
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from core import db
from core.clock import now
from core.tenants import Client, Line
from web import markdown
from web.desk.words import words as desk_words
from web.languages import page_language
from web.messages import answers, clarity
from web.request_data import json_object
from web.scripting import findings, times
from web.scripting.access import about_draft, blueprint, readable_draft
from web.scripting.words import rehearsal_words
from workflows.document import Weekday
from workflows.drafting.models import ScriptDraft
from workflows.engine import CompiledScript
from workflows.rehearsal import (
    Caller,
    Setting,
    caller,
    is_what_caller_meant,
    play,
    understand_answers,
)

LARGEST_SEED = 999_999
MOST_TICKETS = 99
MOST_ANSWERS = 400


@blueprint.get("/scripts/drafts/<draft_id>/rehearsal")
@login_required
def rehearsal(draft_id: str) -> str:
    draft = readable_draft(draft_id)
    context = about_draft(draft)
    try:
        script = findings.compiled(draft)
    except findings.Unplayable as refusal:
        listed = findings.views(refusal.findings, draft)
        return render_template("scripts/rehearsal.html", findings=listed, **context)
    return render_template(
        "scripts/rehearsal.html",
        findings=[],
        languages=script.document.languages,
        words=desk_words() | rehearsal_words(),
        boot=_boot(draft, context["client"], script),
        **context,
    )


def _boot(draft: ScriptDraft, client: Client, script: CompiledScript) -> dict[str, Any]:
    asked = request.args.get("seed", "")
    seed = int(asked) if re.fullmatch(r"[0-9]{1,6}", asked) else _any_seed()
    language = request.args.get("language", "")
    return {
        "url": url_for("scripts.play_rehearsal", draft_id=draft.id),
        "draft": draft.id,
        "comments": url_for("scripts.add_comment", script_id=draft.script_id),
        "seed": seed,
        "most": LARGEST_SEED,
        "spoken": language if language in script.document.languages else _first(client, script),
    }


def _any_seed() -> int:
    return random.randrange(LARGEST_SEED)  # noqa: S311 - who calls, not a secret


def _first(client: Client, script: CompiledScript) -> str:
    """The client's own language where the script has it, else the script's main one."""
    languages = script.document.languages
    return client.language if client.language in languages else languages[0]


@blueprint.post("/scripts/drafts/<draft_id>/rehearsal")
@login_required
def play_rehearsal(draft_id: str) -> Response | tuple[Response, int]:
    """Where the script stands after these answers, and what this caller says to each step."""
    draft = readable_draft(draft_id)
    content = json_object() or {}
    client = db.session.get_one(Client, draft.client_id)
    try:
        script = findings.compiled(draft)
        setting = _setting(content, client, draft, script)
    except findings.Unplayable:
        message = gettext("The draft was changed and is no script now. Load the page anew.")
        return jsonify(error="unplayable", message=message, csrf=generate_csrf()), 409
    except times.NoSuchTime as refusal:
        return jsonify(error="bad_time", message=str(refusal), csrf=generate_csrf()), 422
    who = caller(script, _seed(content), setting.spoken)
    view = _view(script, _answers(content), setting, who)
    return jsonify(
        view={"id": f"rehearsal-{draft.id}", **view},
        caller=who.as_json(),
        revision=draft.revision,
        moment=times.shown_moment(setting.now, client.timezone),
        csrf=generate_csrf(),
    )


def _view(
    script: CompiledScript, raws: dict[str, str], setting: Setting, who: Caller
) -> dict[str, Any]:
    """Where the script stands; `as_said` tells what was noted rightly from what was not."""
    view = play(script, raws, setting)
    expected, _ = understand_answers(
        script, {key: reply.raw for key, reply in who.replies.items()}, setting
    )
    for step in view["steps"]:
        key = step["key"]
        step["as_said"] = is_what_caller_meant(script.step(key), step["value"], expected[key].value)
        step["problem"] = answers.sentence(step["problem"])
    clarity.say_meter(view["meter"])
    for article in view["articles"]:
        article["html"] = markdown.html(article["body"])
    return view


def _answers(content: dict[str, Any]) -> dict[str, str]:
    given = content.get("answers")
    if not isinstance(given, dict):
        return {}
    texts = [(key, raw) for key, raw in given.items() if isinstance(raw, str)]
    return dict(texts[:MOST_ANSWERS])


def _seed(content: dict[str, Any]) -> int:
    seed = content.get("seed")
    return seed if isinstance(seed, int) and 0 <= seed <= LARGEST_SEED else 0


def _setting(
    content: dict[str, Any], client: Client, draft: ScriptDraft, script: CompiledScript
) -> Setting:
    spoken = content.get("spoken")
    if spoken not in script.document.languages:
        spoken = _first(client, script)
    moment = _moment(content, client)
    return Setting(
        language=page_language(),
        spoken=spoken,
        timezone=client.timezone,
        now=moment,
        facts=_facts(content, client, draft, spoken, moment),
    )


def _moment(content: dict[str, Any], client: Client) -> datetime:
    chosen = content.get("moment")
    if not isinstance(chosen, str) or not chosen.strip():
        return now()
    return times.chosen_moment(chosen, client.timezone).at


def _facts(
    content: dict[str, Any], client: Client, draft: ScriptDraft, spoken: str, moment: datetime
) -> dict[str, Any]:
    """What a call would know at its start; the number is one of fiction."""
    local = moment.astimezone(ZoneInfo(client.timezone))
    return {
        "line": _line(client, str(draft.document.get("key", ""))),
        "language": spoken,
        "hour": local.hour,
        "weekday": list(Weekday)[local.weekday()].value,
        "caller": "+33639980000",
        "caller_known": content.get("caller_known") is True,
        "open_tickets": _count(content.get("open_tickets")),
    }


def _count(value: Any) -> int:
    return min(value, MOST_TICKETS) if isinstance(value, int) and value > 0 else 0


def _line(client: Client, key: str) -> str:
    """A number of the client on which this script would run, else any of theirs."""
    rows = db.session.scalars(select(Line).filter_by(client_id=client.id).order_by(Line.number))
    lines = list(rows)
    fitting = [line for line in lines if line.script_key == key] or lines
    return fitting[0].number if fitting else ""
