"""Articles in Markdown: the usual comes out as it should, and little cannot become much."""

import pytest

from web import markdown

LENGTH = 10_000  # characters, as many as an article has


def test_a_table_and_addresses_given_below_are_as_usual() -> None:
    shown = markdown.html(
        "See [the list][1].\n\n| a | b |\n|---|---|\n| 1 |\n\n[1]: /list 'Title'\n"
    )
    assert '<a href="/list" title="Title" rel="noopener noreferrer">the list</a>' in shown
    assert shown.count("<td>") == 2


@pytest.mark.parametrize("sign", ["[a]", "![a]"])
def test_an_address_comes_out_again_and_again_only_up_to_a_length(sign: str) -> None:
    address = "x" * (LENGTH // 2)
    shown = markdown.html(f"[a]: <{address}>\n\n" + f"{sign} " * (LENGTH // 10))
    assert shown.count(address) == markdown.MOST_REFERRED // len(address)
    assert shown.count(sign) == LENGTH // 10 - markdown.MOST_REFERRED // len(address)


def test_cells_that_nobody_wrote_are_made_only_up_to_a_number() -> None:
    wide = "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "a\n" * 4400
    assert "<td>" not in markdown.html(wide)
    several = ("|a" * 30 + "|\n" + "|-" * 30 + "|\n" + "a\n" * 40 + "\n") * 30
    cells = markdown.html(several).count("<td>")
    assert markdown.MOST_CELLS // 3 < cells <= markdown.MOST_CELLS


@pytest.mark.parametrize("rows", [50, 150])
def test_a_long_table_that_is_written_out_is_whole(rows: int) -> None:
    written = (
        "| device | place | number | state |\n|---|---|---|---|\n" + "| a | b | c | d |\n" * rows
    )
    assert markdown.html(written).count("<td>") == 4 * rows
