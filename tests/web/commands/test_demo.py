"""What the demo prints of its ticket, and that a call nobody played is a failure."""

from typing import Any

import pytest
import yaml

from voice.simulator.remote import Outcome, RemoteSimulator
from web.commands import demo
from web.commands.stack import Addresses


def heard(speaker: str, start: float, end: float, text: str) -> dict[str, Any]:
    return {"speaker": speaker, "start": start, "end": end, "text": text}


def turns(language: str) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = yaml.safe_load(
        (demo.SPEECH / language / "conversation.yaml").read_text()
    )["turns"]
    return said


def ticket(*segments: dict[str, Any]) -> dict[str, Any]:
    return {
        "ticket": {
            "number": 1001, "title": "서울 빌딩", "priority": 1, "team_name": "Astreinte",
            "summary": "",
        },
        "client": {"name": "Ascenseurs Belleroche"},
        "answers": [],
        "transcript": {"segments": [*segments]},
    }  # fmt: skip


def test_a_reader_of_no_korean_follows_the_call(capsys: pytest.CaptureFixture[str]) -> None:
    one, two, three = turns("ko")[:3]
    segments = [
        heard("agent", one["start"] + 0.2, one["end"] - 0.2, "승강기 고객센터입니다"),
        # A turn that was heard in two pieces; both voices at once.
        heard("caller", two["start"], two["start"] + 2, "여기는 서울 빌딩"),
        heard("caller", two["start"] + 2.5, two["end"], "승강기가 오 층에서 멈췄습니다"),
        heard("agent", two["end"] - 1, three["end"], "사람이 있습니까"),
    ]
    demo.print_ticket(ticket(*segments), turns("ko"))
    head, told, spoken = capsys.readouterr().out.partition("not made from the sound.\n")
    assert told and "translation from the demo’s script" in head
    assert [line.strip() for line in spoken.splitlines()] == [
        "0.7  agent   승강기 고객센터입니다",
        f"[fr: {one['fr']}]",
        f"[en: {one['en']}]",
        "4.5  caller  여기는 서울 빌딩",
        "7.0  caller  승강기가 오 층에서 멈췄습니다",
        f"[fr: {two['fr']}]",
        f"[en: {two['en']}]",
        "12.3  agent   사람이 있습니까",
        f"[fr: {three['fr']}]",
        f"[en: {three['en']}]",
    ]


def test_a_call_without_translation_is_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    said = heard("agent", 0.5, 3, "Assistance, bonjour")
    demo.print_ticket(ticket(said), [said])
    printed = capsys.readouterr().out
    assert "Assistance, bonjour" in printed
    assert "translation" not in printed


@pytest.mark.parametrize("language", ["ko", "en", "fr"])
def test_each_turn_is_translated(language: str) -> None:
    wanted = {"fr", "en"} - {language}
    assert [turn["text"] for turn in turns(language) if not wanted <= {*turn}] == []


def test_a_call_its_agent_did_not_get_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person at the agent's desk has a call to wrap up: the demo's would be an empty ticket."""
    unplayed = Outcome("CA1", "+33639980103", ticket_id="", recorded=False)
    monkeypatch.setattr(RemoteSimulator, "play", lambda *_details: unplayed)
    monkeypatch.setattr(demo, "_ensure_model", lambda _language: None)
    nowhere = Addresses(*["http://127.0.0.1:1"] * 3)
    with pytest.raises(demo.DemoFailed, match="did not get the call"):
        demo.play(nowhere, "ko")
