"""The tree of a condition, and what it looks at."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

Scalar = str | int | Decimal | bool


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


def answered(node: Node) -> Iterator[Name]:
    """Every step of which the condition asks whether there is an answer."""
    match node:
        case Answered(step):
            yield Name(step)
        case Not(term):
            yield from answered(term)
        case Both(terms) | Either(terms):
            for term in terms:
                yield from answered(term)


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
