"""In which language a text is given."""

import pytest

from core.languages import choose, read_on_screens, say, wordings


@pytest.mark.parametrize(
    ("offered", "requested", "own", "chosen"),
    [
        (["fr", "en", "ko"], "ko", "fr", "ko"),
        (["fr", "en"], "fr-CA", "en", "fr"),
        (["fr", "en"], "fr_CA", "", "fr"),
        (["fr-CA", "fr"], "fr-CA", "", "fr-CA"),
        (["fr", "en", "de"], "ko", "de", "de"),
        (["fr", "en"], "ko", "", "en"),
        (["de", "fr"], "ko", "es", "fr"),
        (["de", "es"], "ko", "", "de"),
        ([], "fr", "en", ""),
    ],
)
def test_one_order(offered: list[str], requested: str, own: str, chosen: str) -> None:
    assert choose(offered, requested, own) == chosen
    assert say({one: f" {one}\n" for one in offered}, requested, own) == chosen
    assert wordings({one: [one] for one in offered}, requested, own) == ([chosen] if chosen else [])


@pytest.mark.parametrize(
    ("languages", "read"),
    [
        (["fr"], ["fr"]),
        (["en", "fr"], ["fr", "en"]),
        (["ko", "en"], ["en"]),
        (["ko", "de"], ["ko"]),
        ([], []),
    ],
)
def test_what_is_read_of_a_script(languages: list[str], read: list[str]) -> None:
    assert read_on_screens(languages) == read


def test_a_blank_wording_counts_as_none() -> None:
    assert say({"fr": " ", "en": "Hello", "ko": ""}, "fr", "ko") == "Hello"
    assert say({"fr": " "}, "fr") == say({}, "fr") == ""
    assert wordings({"fr": [], "en": ["Hello"]}, "fr") == ["Hello"]
