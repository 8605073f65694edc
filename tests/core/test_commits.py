"""Operations add and flush: what commits is a job, a webhook, or says in its docstring why."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("tickets", "transcription", "voice", "workflows")
JOBS = {"periodic", "task"}
COMMITS = {"db.commit", "session.commit", "commit"}
SAYS_WHY = {
    "voice/agents/presence.py _silent",
    "voice/calls/hold_music.py _want_no_more",
    "voice/recordings/control.py _note_refused",
    "voice/recordings/erasure.py _retire_audio",
    "voice/recordings/erasure.py _retire_transcripts",
    "voice/rows.py commit_then_ask",
    "voice/telephony/webhooks.py _committed",
}


def is_job(function: ast.FunctionDef) -> bool:
    calls = [each.func for each in function.decorator_list if isinstance(each, ast.Call)]
    return any(ast.unparse(call).rpartition(".")[2] in JOBS for call in calls)


def commits(function: ast.FunctionDef) -> bool:
    called = (each.func for each in ast.walk(function) if isinstance(each, ast.Call))
    named = (each for each in called if "commit" in (vars(each).get("attr"), vars(each).get("id")))
    return any(ast.unparse(each) in COMMITS for each in named)


def test_only_jobs_and_a_few_named_functions_commit() -> None:
    committing = {
        f"{path.relative_to(ROOT)} {function.name}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef) and commits(function) and not is_job(function)
    }
    assert committing == SAYS_WHY


def test_each_of_them_says_that_it_commits() -> None:
    for place in SAYS_WHY:
        file, name = place.split()
        for function in ast.walk(ast.parse((ROOT / file).read_text())):
            if isinstance(function, ast.FunctionDef) and function.name == name:
                assert "ommit" in (ast.get_docstring(function) or ""), place
