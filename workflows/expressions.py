"""The condition language of scripts: parsed to a tree, evaluated with three values, never run.

    trapped == true and (people > 2 or not answered(floor))
    symptoms contains "noise" or line in ["+33199000101", "+33199000102"]

Names are keys of steps, `step.part` a part of a composed answer, `facts.x` what was known when the
call began. An answer that is not known makes its comparison *unknown* (None): neither a condition
nor its `not` holds then. `and`/`or` follow Kleene's strong logic.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 500
DEEPEST = 20
MOST_ITEMS = 50
KEYWORDS = frozenset({"and", "or", "not", "in", "contains", "true", "false", "answered"})
ORDERED = frozenset({"<", "<=", ">", ">="})

TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>-?\d{1,15}(?:\.\d{1,9})?)
      | (?P<string>"[^"\\]*"|'[^'\\]*')
      | (?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)
      | (?P<sign>==|!=|<=|>=|<|>|\(|\)|\[|\]|,)
    )""",
    re.VERBOSE,
)


class ConditionError(ValueError):
    """A condition that cannot be read; `at` is the character where reading stopped."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(f"{message} (at character {at + 1})")
        self.at = at


Truth = bool | None
Scalar = str | int | float | bool


@dataclass(frozen=True)
class Literal:
    value: Scalar | tuple[Scalar, ...]


@dataclass(frozen=True)
class Name:
    """A step's answer (`step`), a part of it (`step.part`), or a fact (`facts.part`)."""

    step: str
    part: str | None = None


@dataclass(frozen=True)
class Answered:
    step: str


@dataclass(frozen=True)
class Comparison:
    left: "Name | Literal"
    sign: str
    right: "Name | Literal"


@dataclass(frozen=True)
class Not:
    term: "Node"


@dataclass(frozen=True)
class Both:
    terms: "tuple[Node, ...]"


@dataclass(frozen=True)
class Either:
    terms: "tuple[Node, ...]"


Operand = Name | Literal
Node = Name | Literal | Answered | Comparison | Not | Both | Either


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> list[_Token]:
    if len(text) > LONGEST:
        raise ConditionError(f"a condition has at most {LONGEST} characters", LONGEST)
    found, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            raise ConditionError(
                "unexpected character", at + len(text[at:]) - len(text[at:].lstrip())
            )
        kind = str(match.lastgroup)
        found.append(_Token(kind, match[kind], match.start(kind)))
        at = match.end()
    return [*found, _Token("end", "", len(text))]


class _Reader:
    """Recursive descent over the tokens; depth is bounded so that no text can exhaust the stack."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    def read(self) -> Node:
        node = self._either()
        if self._peek.kind != "end":
            raise self._error("unexpected “" + self._peek.text + "”")
        return node

    @property
    def _peek(self) -> _Token:
        return self._tokens[self._at]

    def _error(self, message: str) -> ConditionError:
        return ConditionError(message, self._peek.at)

    def _take(self, *texts: str) -> _Token | None:
        token = self._peek
        if token.kind in ("name", "sign") and token.text in texts:
            self._at += 1
            return token
        return None

    def _expect(self, text: str) -> None:
        if self._take(text) is None:
            raise self._error(f"expected “{text}”")

    def _either(self) -> Node:
        terms = [self._both()]
        while self._take("or"):
            terms.append(self._both())
        return terms[0] if len(terms) == 1 else Either(tuple(terms))

    def _both(self) -> Node:
        terms = [self._negation()]
        while self._take("and"):
            terms.append(self._negation())
        return terms[0] if len(terms) == 1 else Both(tuple(terms))

    def _negation(self) -> Node:
        return self._nested(self._denied) if self._take("not") else self._group()

    def _denied(self) -> Node:
        return Not(self._negation())

    def _group(self) -> Node:
        if self._take("("):
            node = self._nested(self._either)
            self._expect(")")
            return node
        return self._comparison()

    def _nested(self, read: "Callable[[], Node]") -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._error(f"a condition is at most {DEEPEST} levels deep")
        node = read()
        self._depth -= 1
        return node

    def _comparison(self) -> Node:
        if self._take("answered"):
            return self._answered()
        left = self._operand()
        sign = self._take("==", "!=", "<", "<=", ">", ">=", "in", "contains")
        if sign is None:
            return left
        return Comparison(left, sign.text, self._operand())

    def _answered(self) -> Node:
        self._expect("(")
        name = self._operand()
        if not isinstance(name, Name) or name.part is not None:
            raise self._error("“answered” takes the key of a step")
        self._expect(")")
        return Answered(name.step)

    def _operand(self) -> Operand:
        if self._take("["):
            return self._list()
        token = self._peek
        if token.kind == "name" and token.text in KEYWORDS - {"true", "false"}:
            raise self._error(f"“{token.text}” cannot stand here")
        if token.kind in ("end", "sign"):
            raise self._error("a value or the key of a step is missing")
        self._at += 1
        return _operand(token)

    def _list(self) -> Literal:
        items: list[Scalar] = []
        while not self._take("]"):
            if items:
                self._expect(",")
            item = self._operand()
            if not isinstance(item, Literal) or isinstance(item.value, tuple):
                raise self._error("a list holds only texts and numbers")
            items.append(item.value)
            if len(items) > MOST_ITEMS:
                raise self._error(f"a list has at most {MOST_ITEMS} items")
        return Literal(tuple(items))


def _operand(token: _Token) -> Operand:
    if token.kind == "string":
        return Literal(token.text[1:-1])
    if token.kind == "number":
        return Literal(float(token.text) if "." in token.text else int(token.text))
    if token.text in ("true", "false"):
        return Literal(token.text == "true")
    step, _, part = token.text.partition(".")
    return Name(step, part or None)


def parse(text: str) -> Node:
    """The tree of a condition; raises `ConditionError` with the place for anything else."""
    return _Reader(text).read()


def names(node: Node) -> Iterator[Name]:
    """Every step or fact that the condition looks at (`answered(x)` as the name x)."""
    match node:
        case Name():
            yield node
        case Answered(step):
            yield Name(step)
        case Comparison(left, _, right):
            yield from names(left)
            yield from names(right)
        case Not(term):
            yield from names(term)
        case Both(terms) | Either(terms):
            for term in terms:
                yield from names(term)


def comparisons(node: Node) -> Iterator[Comparison]:
    """Every comparison within the condition."""
    match node:
        case Comparison():
            yield node
        case Not(term):
            yield from comparisons(term)
        case Both(terms) | Either(terms):
            for term in terms:
                yield from comparisons(term)


def evaluate(node: Node, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Truth:
    """True, False, or None when what is known does not decide it. `answers` holds known values."""
    match node:
        case Comparison(left, sign, right):
            return _compare(_value(left, answers, facts), sign, _value(right, answers, facts))
        case Both(terms):
            return _all(evaluate(term, answers, facts) for term in terms)
        case Either(terms):
            denied = _all(_negate(evaluate(term, answers, facts)) for term in terms)
            return _negate(denied)
        case Not(term):
            return _negate(evaluate(term, answers, facts))
        case Answered(step):
            return answers.get(step) is not None
    value = _value(node, answers, facts)
    return None if value is None else bool(value)


def _negate(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _all(truths: Iterator[Truth]) -> Truth:
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def _value(node: Operand, answers: Mapping[str, Any], facts: Mapping[str, Any]) -> Any:
    if isinstance(node, Literal):
        return node.value
    if node.step == "facts":
        return facts.get(node.part or "")
    value = answers.get(node.step)
    if node.part is None:
        return value
    return value.get(node.part) if isinstance(value, Mapping) else None


def _compare(left: Any, sign: str, right: Any) -> Truth:
    if left is None or right is None:
        return None
    if sign == "==":
        return _same(left, right)
    if sign == "!=":
        return not _same(left, right)
    if sign == "in":
        return _contains(right, left)
    if sign == "contains":
        return _contains(left, right)
    return _ordered(left, sign, right)


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)


def _contains(whole: Any, part: Any) -> Truth:
    if isinstance(whole, str) and isinstance(part, str):
        return part.casefold() in whole.casefold()
    if isinstance(whole, list | tuple):
        return any(_same(item, part) for item in whole)
    return None


def _ordered(left: Any, sign: str, right: Any) -> Truth:
    numbers = all(
        isinstance(side, int | float) and not isinstance(side, bool) for side in (left, right)
    )
    if not numbers and not (isinstance(left, str) and isinstance(right, str)):
        return None
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]
