"""Each icon that a template names is there (no bundle is made without those of scripts)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment, nodes

from web import parts

TEMPLATES = Path(parts.__file__).parent / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
PARAMETER = "icon_name"


def parsed(app: Flask, name: str) -> nodes.Template:
    environment: Environment = app.jinja_env
    return environment.parse((TEMPLATES / name).read_text())


def macros(app: Flask) -> dict[str, list[str]]:
    """The parameters of every macro, by its name."""
    return {
        macro.name: [argument.name for argument in macro.args]
        for name in NAMES
        for macro in parsed(app, name).find_all(nodes.Macro)
    }


def icons_of(page: nodes.Template, known: dict[str, list[str]]) -> Iterator[nodes.Expr]:
    """What is handed to `icon`, or to a macro as its icon, or is such a macro's default."""
    for macro in page.find_all(nodes.Macro):
        with_default = macro.args[len(macro.args) - len(macro.defaults) :]
        for argument, default in zip(with_default, macro.defaults, strict=True):
            if argument.name == PARAMETER:
                yield default
    for call in page.find_all(nodes.Call):
        called = call.node.name if isinstance(call.node, nodes.Name) else ""
        places = [PARAMETER] if called == "icon" else known.get(called, [])
        if PARAMETER in places:
            yield from call.args[places.index(PARAMETER) :][:1]
            yield from (each.value for each in call.kwargs if each.key == PARAMETER)


def names_in(given: nodes.Expr, page: nodes.Template) -> Iterator[str]:
    """All that the expression can be. A name is looked up where it is set in the same template."""
    for one in choices(given):
        if isinstance(one, nodes.Const):
            yield one.value
        elif not isinstance(one, nodes.Name):
            pytest.fail(f"line {one.lineno}: nobody can tell which icon {one} is")
        elif one.name != PARAMETER:  # that is looked at where the macro is called
            values = list(set_to(one.name, page))
            assert values, f"line {one.lineno}: nobody can tell which icon {one.name} is"
            for value in values:
                yield from names_in(value, page)


def choices(given: nodes.Expr) -> Iterator[nodes.Expr]:
    """What `a if x else b`, `{…}[x]` and `{…}.get(x, b)` can be."""
    match given:
        case nodes.CondExpr(expr1=one, expr2=other):
            yield from choices(one)
            yield from choices(other) if other else ()
        case nodes.Getitem(node=nodes.Dict() as table):
            yield from (pair.value for pair in table.items)
        case nodes.Call(node=nodes.Getattr(node=nodes.Dict() as table, attr="get"), args=args):
            yield from (pair.value for pair in table.items)
            yield from args[1:]
        case _:
            yield given


def set_to(name: str, page: nodes.Template) -> Iterator[nodes.Expr]:
    """The values that a name has by `set`, alone or as one of several, or in a loop."""
    for each in page.find_all(nodes.Assign):
        match each.target:
            case nodes.Name(name=target) if target == name:
                yield each.node
            case nodes.Tuple(items=targets):
                for place, target in enumerate(targets):
                    if target.name == name:
                        yield from (one.items[place] for one in choices(each.node))
    for loop in page.find_all(nodes.For):
        if not isinstance(loop.iter, nodes.Tuple | nodes.List):
            continue
        match loop.target:
            case nodes.Name(name=target) if target == name:
                yield from loop.iter.items
            case nodes.Tuple(items=targets):
                for place, target in enumerate(targets):
                    if target.name == name:
                        yield from (one.items[place] for one in loop.iter.items)


def test_each_icon_that_a_template_names_is_there(app: Flask) -> None:
    known = macros(app)
    for name in NAMES:
        page = parsed(app, name)
        named = {icon for given in icons_of(page, known) for icon in names_in(given, page) if icon}
        missing = {icon for icon in named if not (parts.ICONS / f"{icon}.svg").is_file()}
        assert missing == set(), name


NAMED_SO = [
    '{{ icon("alert") }}',
    '{{ badge("Late", "", "alert") }}',
    '{{ badge("Late", icon_name="alert" if late else "check") }}',
    '{% set sign, tone = {1: ("check", ""), 2: ("alert", "")}[x] %}{{ icon(sign) }}',
    '{% for name in ("check", "alert") %}{{ icon(name) }}{% endfor %}',
    '{% for name, word in [("check", "x"), ("alert", "y")] %}{{ icon(name) }}{% endfor %}',
    '{% macro late(icon_name="alert") %}{{ icon(icon_name) }}{% endmacro %}',
]


def test_one_that_is_not_is_found_however_it_is_named(app: Flask) -> None:
    known = macros(app)
    for template in NAMED_SO:
        page = app.jinja_env.parse(template)
        assert "alert" in [
            icon for given in icons_of(page, known) for icon in names_in(given, page)
        ], template
    assert not (parts.ICONS / "alert.svg").exists()
