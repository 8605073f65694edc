"""Each rule of the linter: a script that shows the fault, and a near one that has none."""

import re
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from workflows.document import ScriptDocument
from workflows.engine.walking import compile_script
from workflows.linting import Fault, lint
from workflows.linting.review import review

ROOT = Path(__file__).parents[3]
T = {"fr": "a", "en": "a"}
K = {"ko": "a"}
TEAM = {"team": [{"is": "everyone"}]}


def step(key: str, type_: str = "text", **fields: Any) -> dict[str, Any]:
    kind = "choice" if type_ in ("yes_no", "choice", "choices", "severity") else "question"
    return {"key": key, "kind": kind, "type": type_, "title": T, "ask": T, **fields}


def yes_no(key: str, **fields: Any) -> dict[str, Any]:
    return step(key, "yes_no", mandatory=True, **fields)


def action(key: str, **fields: Any) -> dict[str, Any]:
    return {"key": key, "kind": "action", "title": T, **fields}


def kind(*values: str, **fields: Any) -> dict[str, Any]:
    options = [{"value": value, "label": T} for value in values]
    return step("kind", "choice", options=options, mandatory=True, **fields)


def number(key: str, **fields: Any) -> dict[str, Any]:
    return step(key, "number", mandatory=True, **fields)


SEVERITY = step(
    "impact",
    "severity",
    mandatory=True,
    impacts=[{"value": "high", "label": T}, {"value": "low", "label": T}],
    urgencies=[{"value": "now", "label": T}],
    matrix={"high": {"now": 1}, "low": {"now": 3}},
)


def script(*steps: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "key": "one",
        "name": T,
        "languages": ["fr"],
        "steps": [*steps, {"key": "fin", "kind": "end", "title": T}],
        "outcome": {"title": T, **TEAM},
        **fields,
    }


def reminders(*instructions: dict[str, Any]) -> dict[str, Any]:
    numbered = enumerate(instructions)
    listed = [{"key": f"i{n}", "text": T, "topic": "t", **fields} for n, fields in numbered]
    return script(step("a"), instructions=listed)


def outcome(**rules: Any) -> dict[str, Any]:
    return script(step("a"), SEVERITY, outcome={"title": T, **TEAM, **rules})


def to(target: str, when: str = "") -> dict[str, str]:
    return {"when": when, "to": target} if when else {"to": target}


# (code, script with the fault, exact place, near script without any finding)
RULES: list[tuple[str, dict[str, Any], tuple[str | int, ...], dict[str, Any]]] = [
    (
        "unreachable",
        script(step("a", next=[to("fin")]), step("b")),
        ("steps", 1),
        script(yes_no("a", next=[to("fin", "a == true")]), step("b")),
    ),
    (
        "unreachable",
        script(yes_no("a", next=[to("fin", "a == true"), to("fin", "not a")]), step("b")),
        ("steps", 1),
        # Left blank, an optional question takes no branch.
        script(
            step("a", "yes_no", next=[to("fin", "a == true"), to("fin", "not a")]),
            step("b"),
        ),
    ),
    (
        "unreachable",
        script(
            number("n", minimum=1, maximum=9, next=[to("fin", "n < 5"), to("fin", "n >= 5")]),
            step("b"),
        ),
        ("steps", 1),
        script(number("n", next=[to("fin", "n < 5"), to("fin", "n > 5")]), step("b")),
    ),
    (
        "dead-branch",
        script(step("a", next=[to("fin"), to("b", "a == 'x'")]), step("b"), action("c")),
        ("steps", 0, "next", 1),
        script(step("a", next=[to("b", "a == 'x'"), to("c")]), step("b"), action("c")),
    ),
    (
        "dead-branch",
        script(kind("x", "y", next=[to("fin", "kind == 'x' and kind == 'y'")]), step("b")),
        ("steps", 0, "next", 0),
        script(kind("x", "y", "z", next=[to("fin", "kind == 'x' or kind == 'y'")]), step("b")),
    ),
    (
        "dead-branch",
        script(number("n", maximum=9, next=[to("fin", "n > 9")]), step("b")),
        ("steps", 0, "next", 0),
        script(number("n", maximum=9, next=[to("fin", "n > 8")]), step("b")),
    ),
    (
        "loop",
        script(step("a"), step("b", next=[to("a", "b == 'again'"), to("fin")])),
        ("steps", 1, "next", 0, "to"),
        script(step("a", next=[to("fin", "a == 'done'")]), step("b")),
    ),
    (
        "loop",
        script(step("a", next=[to("a", "a == 'again'")])),
        ("steps", 0, "next", 0, "to"),
        script(step("a", next=[to("fin", "a == 'again'")]), step("b")),
    ),
    (
        "optional-exit",
        script(step("a", "yes_no", next=[to("fin", "a == true")]), step("b", mandatory=True)),
        ("steps", 0, "mandatory"),
        script(yes_no("a", next=[to("fin", "a == true")]), step("b", mandatory=True)),
    ),
    (
        "optional-exit",
        script(step("a", "yes_no"), step("b", mandatory=True, when="a == true")),
        ("steps", 0, "mandatory"),
        script(step("a", "yes_no"), step("b", mandatory=True, when="answered(a)")),
    ),
    (
        "not-known-yet",
        script(step("a", when="b == 'x'"), step("b")),
        ("steps", 0, "when"),
        script(step("b"), step("a", when="b == 'x'")),
    ),
    (
        "not-known-yet",
        script(step("a", next=[to("c", "b == 'x'")]), step("b"), step("c")),
        ("steps", 0, "next", 0, "when"),
        script(step("a", next=[to("c", "a == 'x'")]), step("b"), step("c")),
    ),
    (
        "not-known-yet",
        script(
            yes_no("q", next=[to("b", "q == true")]),
            step("a", next=[to("fin")]),
            step("b", when="a == 'x'"),
        ),
        ("steps", 2, "when"),
        script(yes_no("q", next=[to("b", "q == true")]), step("a"), step("b", when="a == 'x'")),
    ),
    (
        "never-true",
        script(yes_no("a"), step("b", when="a == true and not a")),
        ("steps", 1, "when"),
        script(yes_no("a"), step("b", when="a == true")),
    ),
    (
        "never-true",
        script(number("n", minimum=0, maximum=10), step("b", when="n > 10")),
        ("steps", 1, "when"),
        script(number("n", minimum=0, maximum=10), step("b", when="n >= 10")),
    ),
    (
        "never-true",
        script(number("n", whole=True), step("b", when="n > 1 and n < 2")),
        ("steps", 1, "when"),
        script(number("n"), step("b", when="n > 1 and n < 2")),
    ),
    (
        "always-true",
        script(yes_no("a"), step("b", when="a == true or a == false")),
        ("steps", 1, "when"),
        script(step("a", "yes_no"), step("b", when="a == true or a == false")),
    ),
    (
        "unknown-step",
        script(step("floor"), step("b", when="flor == 'x'")),
        ("steps", 1, "when"),
        script(step("floor"), step("b", when="floor == 'x'")),
    ),
    (
        "unknown-step",
        script(step("a", next=[to("nowhere")])),
        ("steps", 0, "next", 0, "to"),
        script(step("a", next=[to("fin")])),
    ),
    (
        "unknown-step",
        outcome(summary={"fr": "{x}"}),
        ("outcome", "summary", "fr"),
        outcome(summary={"fr": "{a}"}),
    ),
    (
        "stray-brace",
        outcome(summary={"fr": "{a"}),
        ("outcome", "summary", "fr"),
        outcome(summary={"fr": "{{a}}"}),
    ),
    (
        "idle-placeholder",
        script(step("a", help={"fr": "{a}", "en": "a"})),
        ("steps", 0, "help", "fr"),
        script(step("a", help={"fr": "{b}", "en": "a"})),
    ),
    (
        "unknown-step",
        outcome(priority=[{"from": "a"}, {"is": 3}]),
        ("outcome", "priority", 0, "from"),
        outcome(priority=[{"from": "impact"}, {"is": 3}]),
    ),
    (
        "unknown-fact",
        script(step("a", when="facts.our > 8")),
        ("steps", 0, "when"),
        script(step("a", when="facts.hour > 8")),
    ),
    (
        "unknown-part",
        script(SEVERITY, step("a", when="impact == 'high'")),
        ("steps", 1, "when"),
        script(SEVERITY, step("a", when="impact.impact == 'high'")),
    ),
    (
        "unknown-article",
        script(step("a", articles=["none"])),
        ("steps", 0, "articles", 0),
        script(step("a", articles=["one"]), articles=[{"key": "one", "title": T, "body": T}]),
    ),
    (
        "impossible-value",
        script(kind("x", "y"), step("b", when="kind == 'z'")),
        ("steps", 1, "when"),
        script(kind("x", "y"), step("b", when="kind == 'y'")),
    ),
    (
        "impossible-value",
        script(step("a", when="facts.weekday in ['monday', 'tue']")),
        ("steps", 0, "when"),
        script(step("a", when="facts.weekday in ['mon', 'tue']")),
    ),
    (
        "never-true",
        script(step("a", when="facts.hour > 23")),
        ("steps", 0, "when"),
        script(step("a", when="facts.hour > 22")),
    ),
    (
        "never-true",
        script(step("a", when="facts.open_tickets < 0")),
        ("steps", 0, "when"),
        script(step("a", when="facts.open_tickets < 1")),
    ),
    (
        "never-true",
        script(step("a"), step("b", when="a == 'x' and a == 'y'")),
        ("steps", 1, "when"),
        script(step("a"), step("b", when="a contains 'x' and a contains 'y'")),
    ),
    (
        "never-true",
        script(number("n"), number("m"), step("b", when="n > 5 and n < 3")),
        ("steps", 2, "when"),
        # Where answers are compared with each other, nothing is claimed.
        script(number("n"), number("m"), step("b", when="n == m and n > 5 and m > 3")),
    ),
    (
        "impossible-value",
        script(step("a"), step("b", mandatory="a in []")),
        ("steps", 1, "mandatory"),
        script(step("a"), step("b", mandatory="a in ['x']")),
    ),
    (
        "not-ordered",
        script(kind("x", "y"), step("b", when="kind < 'y'")),
        ("steps", 1, "when"),
        script(number("n"), step("b", when="n < 3")),
    ),
    (
        "missing-language",
        script(step("a", ask={"fr": "a"}), languages=["fr", "ko"]),
        ("steps", 0, "ask", "ko"),
        script(step("a", ask={"fr": "a", "ko": "a"}), languages=["fr", "ko"]),
    ),
    (
        "missing-language",
        script(step("a", title={"fr": "a"}), languages=["fr", "en"]),
        ("steps", 0, "title", "en"),
        script(step("a", title={"fr": "a"}, ask={"fr": "a"})),
    ),
    (
        "missing-language",
        script(step("a", ask={"ko": "a"}), languages=["ko"]),
        ("steps", 0, "title", "ko"),
        {
            "key": "one",
            "name": K,
            "languages": ["ko"],
            "steps": [step("a", title=K, ask=K), {"key": "fin", "kind": "end", "title": K}],
            "outcome": {"title": K, **TEAM},
        },
    ),
    (
        "no-team-rule",
        script(step("a"), outcome={"title": T}),
        ("outcome", "team"),
        script(step("a"), outcome={"title": T, **TEAM}),
    ),
    (
        "no-wording",
        script(step("a", ask={})),
        ("steps", 0, "ask"),
        script(action("a")),
    ),
    (
        "too-many-mandatory",
        script(*(step(f"q{n}", mandatory=True) for n in range(13))),
        ("steps", 12, "mandatory"),
        script(*(step(f"q{n}", mandatory=True) for n in range(12)), step("q12")),
    ),
    (
        "too-many-choices",
        script(kind(*(f"v{n}" for n in range(16)))),
        ("steps", 0, "options"),
        script(kind(*(f"v{n}" for n in range(15)))),
    ),
    (
        "conflicting-instructions",
        reminders({"hours": "18:00-08:00"}, {"hours": "08:00-22:00"}),
        ("instructions", 1, "hours"),
        reminders({"hours": "20:00-08:00"}, {"hours": "08:00-20:00"}),
    ),
    (
        "conflicting-instructions",
        reminders({"when": "facts.hour > 8"}, {"when": "facts.hour > 9"}),
        ("instructions", 1, "hours"),
        reminders({"when": "facts.hour > 8"}, {"when": "facts.hour < 9"}),
    ),
    (
        "conflicting-instructions",
        reminders(
            {"from": "2026-10-24", "until": "2026-10-25"},
            {"from": "2026-10-25", "until": "2026-10-26"},
        ),
        ("instructions", 1, "until"),
        # Over the hour that comes twice, the one ends where the other begins.
        reminders(
            {"from": "2026-10-24T02:30", "until": "2026-10-25T02:30"},
            {"from": "2026-10-25T02:30", "until": "2026-10-26T02:30"},
        ),
    ),
    (
        "conflicting-instructions",
        reminders(
            {"weekdays": ["sun"], "hours": "22:00-06:00"},
            {"weekdays": ["mon"], "hours": "05:00-13:00"},
        ),
        ("instructions", 1, "hours"),
        # The night of Sunday is over.
        reminders(
            {"weekdays": ["sun"], "hours": "22:00-06:00"},
            {"weekdays": ["mon"], "hours": "06:00-14:00"},
        ),
    ),
    (
        "empty-window",
        reminders({"from": "2026-12-26", "until": "2026-12-24"}),
        ("instructions", 0, "until"),
        reminders({"from": "2026-12-24", "until": "2026-12-24"}),
    ),
    (
        "empty-window",
        # The 24th of December 2026 is a Thursday.
        reminders({"from": "2026-12-24", "until": "2026-12-24", "weekdays": ["mon"]}),
        ("instructions", 0, "weekdays"),
        reminders({"from": "2026-12-24", "until": "2026-12-24", "weekdays": ["thu"]}),
    ),
    (
        "hours-in-dst-gap",
        reminders({"hours": "02:00-03:00"}),
        ("instructions", 0, "hours"),
        reminders({"hours": "02:00-03:01"}),
    ),
    (
        "hours-in-dst-gap",
        reminders({"from": "2027-03-28T02:30"}),
        ("instructions", 0, "from"),
        # The hour that comes twice exists.
        reminders({"from": "2026-10-25T02:30"}),
    ),
    (
        "no-default",
        outcome(team=[{"is": "x", "when": "a == 'b'"}]),
        ("outcome", "team"),
        outcome(team=[{"is": "x", "when": "a == 'b'"}, {"is": "y"}]),
    ),
    (
        "dead-branch",
        outcome(team=[{"is": "x"}, {"is": "y"}]),
        ("outcome", "team", 1),
        outcome(team=[{"is": "y", "when": "a == 'b'"}, {"is": "x"}]),
    ),
    (
        "unknown-pattern",
        script(step("a", pattern="(?=[A-Z])[0-9]+")),
        ("steps", 0, "pattern"),
        script(step("a", pattern="[A-Z0-9]+")),
    ),
    (
        "impossible-pattern",
        script(step("a", pattern=r"[^\s\S]\d")),
        ("steps", 0, "pattern"),
        script(step("a", pattern=r"[\s\S]\d")),
    ),
    (
        "invalid",
        script(step("a", maximum=3)),
        ("steps", 0, "maximum"),
        script(number("a", maximum=3)),
    ),
]


@pytest.mark.parametrize(("code", "bad", "place", "good"), RULES)
def test_a_rule_finds_its_fault_and_leaves_the_near_one_alone(
    code: str, bad: dict[str, Any], place: tuple[str | int, ...], good: dict[str, Any]
) -> None:
    results = review(bad, "Europe/Paris")
    assert (code, place) in [(one.code, one.place) for one in results]
    assert review(good, "Europe/Paris") == ()


def test_a_fault_that_is_no_error_can_be_published() -> None:
    severities = {one.code: one.severity for _, bad, _, _ in RULES for one in review(bad, "UTC")}
    assert {code for code, severity in severities.items() if severity == "warning"} >= {
        "optional-exit",
        "too-many-mandatory",
        "too-many-choices",
        "conflicting-instructions",
        "always-true",
        "no-wording",
        "no-default",
    }


def test_without_a_zone_no_clock_is_known() -> None:
    for timezone in ("", "Nowhere/At_All", "UTC", "../etc/passwd", "Asia/Seoul"):
        assert review(reminders({"hours": "02:00-03:00"}), timezone) == ()


def test_other_zones_have_other_gaps() -> None:
    assert review(reminders({"hours": "00:00-01:00"}), "Europe/Paris") == ()
    (finding,) = review(reminders({"hours": "00:15-00:45"}), "Africa/Cairo")
    assert (finding.params["begins"], finding.params["ends"]) == (time(0), time(1))
    sunday = reminders({"hours": "02:00-03:00", "weekdays": ["sun"]})
    assert [one.code for one in review(sunday, "Europe/Paris")] == ["hours-in-dst-gap"]
    assert review(reminders({"hours": "02:00-03:00", "weekdays": ["mon"]}), "Europe/Paris") == ()
    winter = reminders({"hours": "02:00-03:00", "from": "2026-11-01", "until": "2027-02-01"})
    assert review(winter, "Europe/Paris") == ()


def test_two_conditions_that_can_hold_at_once_conflict_and_two_that_exclude_do_not() -> None:
    both = [{"when": "q == true"}, {"when": "p == true"}]
    other = [{"when": "q == true"}, {"when": "q == false"}]
    for when, expected in ((both, ["conflicting-instructions"]), (other, [])):
        listed = [{"key": f"i{n}", "text": T, "topic": "t", **one} for n, one in enumerate(when)]
        data = script(yes_no("q"), yes_no("p"), instructions=listed)
        assert [one.code for one in review(data)] == expected


def test_a_path_that_only_a_rare_call_takes_is_found() -> None:
    gates = [
        yes_no(f"g{n}", next=[to("fin", f"g{n} == false")]) | {"mandatory": True} for n in range(8)
    ]
    rest = [step(f"q{n}", mandatory=True, when="n == 7341") for n in range(5)]
    results = review(script(number("n"), *gates, *rest))
    assert [(one.code, one.key) for one in results] == [("too-many-mandatory", "q3")]
    assert results[0].params["count"] == 14


def test_very_many_instructions_of_one_topic_are_compared_in_time() -> None:
    hours = [f"{n % 24:02d}:{n % 60:02d}-{(n + 7) % 24:02d}:{n % 60:02d}" for n in range(100)]
    document = ScriptDocument.model_validate(reminders(*({"hours": one} for one in hours)))
    assert len(lint(compile_script(document), "Europe/Paris")) > 100


def test_every_code_is_tested_and_documented() -> None:
    codes = {fault.code for fault in Fault}
    assert codes == {code for code, _, _, _ in RULES}
    documented = (ROOT / "docs" / "scripts.md").read_text("utf-8")
    listed = re.findall(r"^\| `([a-z]+(?:-[a-z]+)*)` \|.*\|.*\|$", documented, re.MULTILINE)
    assert set(listed) >= codes
