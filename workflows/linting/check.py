"""All rules, in the order in which an author wants to read them."""

from itertools import chain, islice

from workflows.engine import CompiledScript
from workflows.linting.conditions import condition_findings
from workflows.linting.finding import Finding
from workflows.linting.graph import graph_of
from workflows.linting.paths import path_findings
from workflows.linting.placeholders import placeholder_findings
from workflows.linting.reminders import instruction_findings
from workflows.linting.rules import rule_findings
from workflows.linting.structure import structure_findings
from workflows.linting.truths import Possible
from workflows.linting.wording import wording_findings

# Nobody reads more, and a hostile script cannot make the linter look for ever.
MOST_FINDINGS = 1000


def lint(script: CompiledScript, timezone: str = "") -> tuple[Finding, ...]:
    """Every finding, errors first, each in the order of the document; at most 1000 findings.

    `timezone` is the client's, where it is known: hours that its clocks leave out are findings too.
    """
    possible = Possible(script)
    graph = graph_of(script, possible)
    findings = chain(
        structure_findings(script, graph),
        path_findings(script, graph),
        condition_findings(script, graph, possible),
        placeholder_findings(script),
        rule_findings(script),
        instruction_findings(script, possible, timezone),
        wording_findings(script),
    )
    first = islice(findings, MOST_FINDINGS)
    return tuple(sorted(first, key=lambda finding: finding.severity != "error"))
