"""The condition language of scripts: parsed to a tree, evaluated with three values, never run.

    trapped == true and (people > 2 or not answered(floor))
    symptoms contains "noise" or line in ["+33199000101", "+33199000102"]

Names are keys of steps, `step.part` a part of a composed answer, `facts.x` what was known when the
call began. In a text, `\\"` stands for a quote and `\\\\` for a backslash. An answer that is not
known makes its comparison *unknown* (None): neither a condition nor its `not` holds then.
`and`/`or` follow Kleene's strong logic.

Door: the functions below, `renaming` and `rows` (conditions as rows of a form).
"""

from workflows.expressions.reader import DEEPEST, KEYWORDS, LONGEST, ConditionError, parse
from workflows.expressions.tree import (
    Both,
    Comparison,
    Either,
    Literal,
    Name,
    Node,
    answered,
    comparisons,
    names,
)
from workflows.expressions.truth import ORDERED, Test, Truth, evaluate, test_of

__all__ = [
    "DEEPEST",
    "KEYWORDS",
    "LONGEST",
    "ORDERED",
    "Both",
    "Comparison",
    "ConditionError",
    "Either",
    "Literal",
    "Name",
    "Node",
    "Test",
    "Truth",
    "answered",
    "comparisons",
    "evaluate",
    "names",
    "parse",
    "test_of",
]
