"""Reads scripts from YAML with every bound that a hostile file needs, and writes them for people.

The reader builds plain data from YAML *events*, so anchors, aliases, tags and depth are refused
before anything is built, and the line of each value is known. Only `true`, `false`, `null`,
integers and decimals are special; `no`, `18:30` and `2026-01-31` stay texts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from pydantic import ValidationError

from workflows.document import ScriptDocument, plain
from workflows.document.bounds import DEEPEST, MOST_NODES, too_large, unfit
from workflows.linting.shape_faults import Reason, located, refused
from workflows.texts import CONTROL, Refusal

WIDTH = 100
# The largest script fits with all its indents, so that every exported file can be imported.
MOST_FILE_BYTES = 3_000_000

SPECIAL = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,307})")
DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{0,25}([eE][-+][0-9]{1,3})?")

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class FileProblem:
    """A fault and its place: `line` counts from 1, `path` is like `steps.3 (floor).title`."""

    reason: Reason
    line: int | None
    path: str = ""


class ScriptFileError(ValueError):
    """A file that is no script; `problems` are all its faults, in the order of its lines."""

    def __init__(self, problems: list[FileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line or 0))
        super().__init__("; ".join(map(str, self.problems)))


def _line(event: yaml.Event) -> int:
    mark = event.start_mark
    return mark.line + 1 if mark else 0


def _stop(refusal: Refusal, line: int | None = None) -> ScriptFileError:
    return ScriptFileError([FileProblem(refused(refusal), line)])


class _Builder:
    """Builds plain data from events, and remembers the line of each path."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._count = 0
        self.lines: dict[Path, int] = {}

    def document(self) -> Any:
        starts = (yaml.StreamStartEvent, yaml.DocumentStartEvent)
        event = next(self._events)
        while isinstance(event, starts):
            event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            raise _stop(Refusal("file-empty"))
        data = self._build(event, ())
        next(self._events)
        if not isinstance(following := next(self._events), yaml.StreamEndEvent):
            raise _stop(Refusal("one-document"), _line(following))
        return data

    def _build(self, event: yaml.Event, path: Path) -> Any:
        line = _line(event)
        self._check(event, path, line)
        self.lines[path] = line
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        assert isinstance(event, yaml.ScalarEvent)
        return _scalar(event)

    def _check(self, event: yaml.Event, path: Path, line: int) -> None:
        self._count += 1
        if self._count > MOST_NODES:
            raise _stop(Refusal("values-too-many"), line)
        if len(path) > DEEPEST:
            raise _stop(Refusal("nested-too-deeply"), line)
        if getattr(event, "anchor", None) is not None:
            raise _stop(Refusal("anchors"), line)
        if getattr(event, "tag", None) not in (None, "!"):
            raise _stop(Refusal("tags"), line)

    def _mapping(self, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent) or event.anchor is not None:
                raise _stop(Refusal("key-not-a-word"), line)
            if event.value in data:
                raise _stop(Refusal("key-given-twice", key=event.value[:60]), line)
            data[event.value] = self._build(next(self._events), (*path, event.value))
            self.lines[*path, event.value] = line
        return data

    def _sequence(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._build(event, (*path, len(items))))
        return items


def _scalar(event: yaml.ScalarEvent) -> Any:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in SPECIAL:
        return SPECIAL[text]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL.fullmatch(text) else text


def _parse(text: str) -> tuple[Any, dict[Path, int]]:
    # The C parser takes a tenth of the time; its errors and marks are the same.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        builder = _Builder(yaml.parse(text, Loader=loader))
        data = builder.document()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise _stop(Refusal("not-yaml", reason=error.problem or "?"), line) from None
    except yaml.YAMLError as error:
        raise _stop(Refusal("not-yaml", reason=str(error).splitlines()[0])) from None
    if (refusal := too_large(data)) is not None:
        raise _stop(refusal)
    return data, builder.lines


def _decode(source: str | bytes) -> str:
    raw = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(raw) > MOST_FILE_BYTES:
        raise _stop(Refusal("file-too-large", kilobytes=MOST_FILE_BYTES // 1000))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _stop(Refusal("file-not-utf8"), line) from None


def line_at(lines: dict[Path, int], path: Path) -> int | None:
    """The line of a path, or of the nearest part of the file around it."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def _name(data: Any, path: Path) -> str:
    """The path with each list's item named by its own key, as its author knows it."""
    names = []
    for part in path:
        data = _child(data, part)
        names.append(_called(data, part))
    return ".".join(names)


def _called(data: Any, part: str | int) -> str:
    if isinstance(part, str):
        return part
    key = data.get("key") if isinstance(data, dict) else None
    return f"{part + 1} ({key})" if key else str(part + 1)


def _child(data: Any, part: str | int) -> Any:
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None


def load_script(source: str | bytes) -> ScriptDocument:
    """The script of a YAML file; `ScriptFileError` has all faults, with lines and paths."""
    data, lines = _parse(_decode(source))
    try:
        return ScriptDocument.model_validate(data)
    except ValidationError as error:
        problems = [
            FileProblem(reason, line_at(lines, place), _name(data, place))
            for place, reason in located(error, data)
        ]
        raise ScriptFileError(problems) from None


def load_plain(source: str | bytes) -> dict[str, Any]:
    """The data of a YAML file, which may be a draft with faults; raises `ScriptFileError` where the
    file is no YAML, too large or no block of fields."""
    data, _ = _parse(_decode(source))
    if not isinstance(data, dict):
        raise _stop(Refusal("block-expected"), 1)
    return data


def lines_of(source: str | bytes) -> dict[Path, int]:
    """The line of each path of a YAML file, for findings about the script in it."""
    return _parse(_decode(source))[1]


class _Dumper(yaml.SafeDumper):
    """Writes long texts as blocks, and lists indented below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # YAML writes such characters as escapes only between double quotes, and so reads them again.
    style = '"' if CONTROL.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def dump_script(document: ScriptDocument) -> str:
    """The script as YAML; `load_script` of it gives an equal document."""
    return dump_plain(plain(document))


def dump_stored(data: Mapping[str, Any]) -> str:
    """A stored document as YAML, its fields in the order of the models; one with faults as it is.
    Raises `Refusal` for data outside of `bounds`."""
    try:
        return dump_script(ScriptDocument.model_validate(data))
    except ValidationError:
        return dump_plain(data)


def dump_plain(data: Mapping[str, Any]) -> str:
    """Plain data as YAML; `load_plain` gives the same data. Raises `Refusal` for data outside of
    `bounds`."""
    refusal = unfit(data)
    if refusal is not None:
        raise refusal
    return yaml.dump(dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
