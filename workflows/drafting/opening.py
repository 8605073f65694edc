"""Begins a script, and begins or finds the draft of an existing one.

The first steps of a new script are its author's texts from then on: so they are data by language.
"""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from core import audit
from core.db import session
from core.languages import read_on_screens
from core.tenants import Client
from workflows import library
from workflows.drafting.edits import Changed
from workflows.drafting.errors import BadEdit, KeyTaken, UnknownVersion
from workflows.drafting.models import ScriptDraft
from workflows.drafting.parts import checked_setting, shaped
from workflows.drafting.reading import locked_script, open_of
from workflows.drafting.saving import record
from workflows.models import Script, ScriptVersion
from workflows.texts import LANGUAGE

SCRIPT_KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}")


def new_script(
    client_id: str, key: str, name: dict[str, str], languages: list[str], by: str | None
) -> ScriptDraft:
    """A script without a version yet, with a first draft.

    Raises `KeyTaken`, `BadEdit`.
    """
    document = shaped(_starter(key, name, languages))
    # Two who begin the same script meet at the client's row; calls may refer to it meanwhile.
    meeting = select(Client.id).where(Client.id == client_id)
    session.execute(meeting.with_for_update(key_share=True))
    same_key = select(Script.id).where(Script.client_id == client_id, Script.key == key)
    if (script_id := session.scalar(same_key)) is not None:
        raise KeyTaken("script-key-taken", script_id, key=key)
    script = Script(client_id=client_id, key=key, name=document["name"])
    session.add(script)
    session.flush()
    audit.record("script.created", actor_id=by, client_id=client_id, subject=script.id)
    return _draft(script, document, None, by)


def _starter(key: str, name: dict[str, str], languages: list[str]) -> dict[str, Any]:
    if not isinstance(key, str) or not SCRIPT_KEY.fullmatch(key):
        raise BadEdit("script-key-form")
    texts = {language: text.strip() for language, text in checked_setting("name", name).items()}
    if not any(texts.values()):
        raise BadEdit("script-without-name")
    if not languages or not all(map(LANGUAGE.fullmatch, languages)):
        raise BadEdit("script-without-language")
    return {
        "key": key,
        "name": {language: text for language, text in texts.items() if text},
        "languages": list(dict.fromkeys(languages)),
        "steps": _first_steps(languages),
        "outcome": {"title": dict.fromkeys(read_on_screens(languages), "{problem}")},
    }


PROBLEM = {"fr": "Ce qui se passe", "en": "What is happening", "ko": "무슨 일인지"}
FAREWELL = {
    "fr": "Relisez et prenez congé",
    "en": "Read it back and say goodbye",
    "ko": "내용을 다시 확인하고 인사하기",
}
ASKED = {"fr": "Que se passe-t-il ?", "en": "What is happening?", "ko": "무슨 일이신가요?"}


def _first_steps(languages: list[str]) -> list[dict[str, Any]]:
    problem = {
        "key": "problem",
        "kind": "question",
        "type": "long_text",
        "title": _known(PROBLEM, read_on_screens(languages)),
        "ask": _known(ASKED, languages),
        "mandatory": True,
    }
    end = {
        "key": "done",
        "kind": "end",
        "title": _known(FAREWELL, read_on_screens(languages)),
    }
    return [problem, end]


def _known(texts: Mapping[str, str], languages: list[str]) -> dict[str, str]:
    """What we can begin with; in other languages the author does, and is told so."""
    return {language: texts[language] for language in languages if language in texts}


def open_draft(script_id: str, by: str | None, *, version_id: str | None = None) -> ScriptDraft:
    """The script's open draft, else a new one; raises `UnknownScript`, `UnknownVersion`.

    A new draft begins with the version `version_id`, else with the version that the last decision
    puts in force, now or later, so that no version which waits for its day is lost.
    """
    script = locked_script(script_id)
    draft = open_of(script_id)
    if draft is not None:
        return draft
    version = _version(script, version_id) if version_id else _newest(script_id)
    document = shaped(version.document) if version else _last_document(script_id)
    return _draft(script, document, version.id if version else None, by)


def _newest(script_id: str) -> ScriptVersion | None:
    """The version to go on from; a version cancelled before its day where there is no other."""
    numbered = select(ScriptVersion).where(ScriptVersion.script_id == script_id)
    by_number = numbered.order_by(ScriptVersion.number.desc()).limit(1)
    return library.latest(script_id) or session.scalars(by_number).first()


def _last_document(script_id: str) -> dict[str, Any]:
    """The document of the last draft of a script that was never published."""
    drafts = select(ScriptDraft.document).where(ScriptDraft.script_id == script_id)
    return session.scalars(drafts.order_by(ScriptDraft.created_at.desc()).limit(1)).one()


def _version(script: Script, version_id: str) -> ScriptVersion:
    version = session.get(ScriptVersion, version_id)
    if version is None or version.script_id != script.id:
        raise UnknownVersion(version_id)
    return version


def _draft(
    script: Script, document: dict[str, Any], version_id: str | None, by: str | None
) -> ScriptDraft:
    draft = ScriptDraft(
        client_id=script.client_id,
        script_id=script.id,
        based_on_id=version_id,
        document=document,
        revision=0,
        created_by=by,
        updated_by=by,
    )
    session.add(draft)
    session.flush()
    record(draft, [Changed("open", "", None, {"version": version_id})], by)
    audit.record("script.draft_opened", actor_id=by, client_id=script.client_id, subject=draft.id)
    return draft
