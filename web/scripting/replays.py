"""Replaying a draft over past runs: asking for it, watching it, and reading what came of it."""

from typing import Any

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_login import current_user, login_required
from sqlalchemy import func, select
from werkzeug.wrappers import Response as AnyResponse

from core import db
from core.languages import say
from web.filters import seconds
from web.languages import page_language
from web.scripting import calls, findings, summaries
from web.scripting.access import (
    about_draft,
    blueprint,
    editable_draft,
    readable_draft,
)
from workflows import replays
from workflows.drafting.models import ScriptDraft, ScriptReplay
from workflows.models import FINISHED, Run, ScriptVersion


@blueprint.get("/scripts/drafts/<draft_id>/replay")
@login_required
def replay(draft_id: str) -> str:
    draft = readable_draft(draft_id)
    rows = replays.latest(draft.id)
    chosen = _chosen(rows)
    result = _result(chosen)
    examples = [run for step in result.get("steps", []) for run in step["examples"]]
    return render_template(
        "scripts/replay.html",
        **about_draft(draft),
        rows=rows,
        chosen=chosen,
        result=result,
        tickets=calls.tickets_of_runs(examples),
        names=summaries.names_of(row.requested_by for row in rows),
        unplayable=_unplayable(draft),
        cannot_be_played=replays.CANNOT_BE_PLAYED,
        runs=_count_runs(draft),
        most=replays.MOST_RUNS,
        periods=replays.PERIODS,
        number=lambda count: str(format_decimal(count)),
        seconds=seconds,
    )


def _chosen(rows: list[ScriptReplay]) -> ScriptReplay | None:
    """The one that the address names, else the newest."""
    named = [row for row in rows if row.id == request.args.get("replay")]
    return next(iter(named or rows), None)


def _result(row: ScriptReplay | None) -> dict[str, Any]:
    """What came of a replay, with titles in the person's language."""
    if row is None or row.state != "done":
        return {}
    language = page_language()
    result = dict(row.result or {})
    result["steps"] = [{**step, "title": say(step["title"], language)} for step in result["steps"]]
    return result


def _unplayable(draft: ScriptDraft) -> list[findings.FindingView]:
    try:
        findings.compiled(draft)
    except findings.Unplayable as refusal:
        return findings.views(refusal.findings, draft)
    return []


def _count_runs(draft: ScriptDraft) -> int:
    wanted = (
        select(func.count(Run.id))
        .join(ScriptVersion, ScriptVersion.id == Run.script_version_id)
        .where(ScriptVersion.script_id == draft.script_id, Run.client_id == draft.client_id)
        .where(Run.state == FINISHED)
    )
    return db.session.scalar(wanted) or 0


@blueprint.post("/scripts/drafts/<draft_id>/replay")
@login_required
def start_replay(draft_id: str) -> AnyResponse:
    """Two clicks ask once."""
    draft = editable_draft(draft_id)
    days = request.form.get("days", "0")
    if days not in {str(period) for period in replays.PERIODS}:
        abort(400)
    row = replays.ask(draft.id, current_user.id, days=int(days))
    db.commit()
    return redirect(url_for("scripts.replay", draft_id=draft_id, replay=row.id))


@blueprint.get("/scripts/drafts/<draft_id>/replay/state")
@login_required
def replay_state(draft_id: str) -> Response:
    """For a page that waits: how far the replay is that it shows."""
    draft = readable_draft(draft_id)
    with db.reading():
        row = _chosen(replays.latest(draft.id))
        result = row.result or {} if row else {}
        state = row.state if row else ""
    return jsonify(state=state, done=result.get("done", 0), of=result.get("of", 0))
