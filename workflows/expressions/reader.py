"""From text to tree: a tokenizer and recursive descent, both bounded."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from workflows.expressions.tree import (
    Answered,
    Both,
    Comparison,
    Either,
    Literal,
    Name,
    Node,
    Not,
    Operand,
    Scalar,
)
from workflows.texts import CONTROL, Refusal

LONGEST = 500
DEEPEST = 20
MOST_ITEMS = 50
KEYWORDS = frozenset({"and", "or", "not", "in", "contains", "true", "false", "answered"})

ESCAPED = re.compile(r"""\\(["'\\])""")
TOKEN = re.compile(
    r"""\s*(?:
        (?P<number>-?\d{1,15}(?:\.\d{1,9})?)
      | (?P<string>"(?:[^"\\]|\\["'\\])*"|'(?:[^'\\]|\\["'\\])*')
      | (?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)
      | (?P<sign>==|!=|<=|>=|<|>|\(|\)|\[|\]|,)
    )""",
    re.VERBOSE,
)


class ConditionError(Refusal):
    """A condition that cannot be read; `stop` is the character where reading stopped, and so is
    the parameter `character`, counted from 1."""

    def __init__(self, code: str, stop: int, **params: Any) -> None:
        super().__init__(code, character=stop + 1, **params)
        self.stop = stop


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> list[_Token]:
    if len(text) > LONGEST:
        raise ConditionError("condition-too-long", LONGEST, most=LONGEST)
    if hidden := CONTROL.search(text):
        raise ConditionError("condition-invisible-character", hidden.start())
    tokens, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if match is None:
            raise _unreadable(text, len(text) - len(text[at:].lstrip()))
        kind = str(match.lastgroup)
        tokens.append(_Token(kind, match[kind], match.start(kind)))
        at = match.end()
    return [*tokens, _Token("end", "", len(text))]


def _unreadable(text: str, at: int) -> ConditionError:
    character = text[at]
    if character in "\"'":
        return ConditionError("condition-open-quote", at)
    if character == "=":
        return ConditionError("condition-one-equals-sign", at)
    if character in "“”«»‘’":
        return ConditionError("condition-other-quotes", at, text=character)
    return ConditionError("condition-unexpected", at, text=character)


class _Reader:
    """Recursive descent over the tokens; depth is bounded so that no text can exhaust the stack."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0
        self._depth = 0

    def read(self) -> Node:
        node = self._either()
        if self._peek.kind != "end":
            raise self._error("condition-unexpected", text=self._peek.text[:40])
        return node

    @property
    def _peek(self) -> _Token:
        return self._tokens[self._at]

    def _error(self, code: str, **params: Any) -> ConditionError:
        return ConditionError(code, self._peek.at, **params)

    def _take(self, *texts: str) -> _Token | None:
        token = self._peek
        if token.kind in ("name", "sign") and token.text in texts:
            self._at += 1
            return token
        return None

    def _expect(self, text: str) -> None:
        if self._take(text) is None:
            raise self._error("condition-expected", text=text)

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
            raise self._error("condition-too-deep", most=DEEPEST)
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
            raise self._error("condition-answered-what")
        self._expect(")")
        return Answered(name.step)

    def _operand(self) -> Operand:
        if self._take("["):
            return self._list()
        token = self._peek
        if token.kind == "name" and token.text in KEYWORDS - {"true", "false"}:
            raise self._error("condition-word-misplaced", text=token.text)
        if token.kind in ("end", "sign"):
            raise self._error("condition-value-missing")
        self._at += 1
        return _operand(token)

    def _list(self) -> Literal:
        items: list[Scalar] = []
        while not self._take("]"):
            if items:
                self._expect(",")
            item = self._operand()
            if not isinstance(item, Literal) or isinstance(item.value, tuple):
                raise self._error("condition-list-of-what")
            items.append(item.value)
            if len(items) > MOST_ITEMS:
                raise self._error("condition-list-too-long", most=MOST_ITEMS)
        return Literal(tuple(items))


def _operand(token: _Token) -> Operand:
    if token.kind == "string":
        return Literal(ESCAPED.sub(r"\1", token.text[1:-1]))
    if token.kind == "number":
        return Literal(Decimal(token.text) if "." in token.text else int(token.text))
    if token.text in ("true", "false"):
        return Literal(token.text == "true")
    step, _, part = token.text.partition(".")
    return Name(step, part or None)


@lru_cache(maxsize=8000)
def parse(text: str) -> Node:
    """The tree of a condition; raises `ConditionError` with the place for anything else."""
    return _Reader(text).read()
