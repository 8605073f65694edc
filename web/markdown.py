"""Markdown that somebody else wrote, as HTML that can do nothing, and not much longer."""

from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table

# What a text may ask for beyond its own length; the rest stays as it is written. An address that is
# defined once and referred to often comes out each time, and each row of a table gets as many cells
# as its head. (cmark bounds the two in the same way: max_ref_size, MAX_AUTOCOMPLETED_CELLS.)
MOST_REFERRED = 50_000  # characters
MOST_CELLS = 5_000


class _References(dict[str, dict[str, Any]]):
    """Addresses and titles by their labels, until they would come out at too great a length."""

    left = MOST_REFERRED

    def get(self, label: str, default: Any = None) -> Any:
        found = super().get(label, default)
        if found:
            self.left -= len(found["href"]) + len(found["title"])
        return found if self.left >= 0 else default


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not table(state, start, end, True):
        return False
    columns = state.getLines(start, start + 1, 0, False).count("|") + 1
    made = state.env.get("cells", 0)
    if made + columns * (end - start) > MOST_CELLS:  # it may go on to the end
        return False
    if not silent:
        table(state, start, end, False)
        state.env["cells"] = made + columns * (state.line - start)
    return True


_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_markdown.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})


def html(markdown: str) -> str:
    """Safe HTML: no script, no style, no handler survives."""
    return nh3.clean(_markdown.render(markdown, {"references": _References()}))
