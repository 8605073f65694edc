"""The signs that the meter reads in one text."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.vagueness import LABELS, LANGUAGES, SETS, scores, texts
from tests.examples import examples
from workflows.document import Lexicon
from workflows.vagueness import KINDS, measure_text
from workflows.vagueness.folding import LONGEST, fold
from workflows.vagueness.rules import error_rules, nobody_rules, quoted, rules

FLOOR = 0.85


@pytest.mark.parametrize(
    "text",
    [
        "RAS", "ras.", "R.A.S.", "idem", "Idem ticket précédent", "pareil", ".", "-", "...",
        "???", "🙂",
        "n/a", "N/A", "néant", "sans objet", "voir ci-dessus", "cf. mail", "voir titre",
        "ça marche pas",
        "Ça ne fonctionne plus.", "ça bug", "problème", "aide", "urgent !!", "test",
        "je ne sais pas",
        "Bonjour, merci de rappeler, cordialement", "L’appareil ne marche pas", "azerty",
        "qsdfqsdf",
        "xxxx", "Le client a un problème", "c’est très lent",
    ],
)  # fmt: skip
def test_french_junk_is_recognised(text: str) -> None:
    reading = measure_text(text, "fr")
    assert reading.junk
    assert not reading.quotes


@pytest.mark.parametrize(
    "text",
    [
        "none", "same", "ditto", "same as above", "see above", "see email", "n/a", "tbd",
        "doesn't work",
        "It doesn’t work", "not working", "broken", "help", "HELP!", "urgent", "there is a problem",
        "no idea", "nothing to report", "Hi, please call the customer back, many thanks", "asdf",
        "hjkl hjkl", "lkjlkjlkj", "the thing is broken again", "slow", "IT issue",
    ],
)  # fmt: skip
def test_english_junk_is_recognised(text: str) -> None:
    assert measure_text(text, "en").junk


@pytest.mark.parametrize("text", ["RAS", "doesn't work", "idem", "see above"])
@pytest.mark.parametrize("language", ["fr", "en", "ko", ""])
def test_junk_is_junk_whatever_the_caller_speaks(text: str, language: str) -> None:
    assert measure_text(text, language).junk


@pytest.mark.parametrize(
    "text",
    [
        "L’imprimante", "imprimante HS", "porte bloquée au 3e", "Fuite", "code F28",
        "plus d’eau chaude",
        "no hot water", "leak", "screen black", "rappeler au 01 99 00 12 34", "고장 났어요",
    ],
)  # fmt: skip
def test_little_is_not_junk(text: str) -> None:
    assert not measure_text(text, "fr").junk


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_text_is_neither_junk_nor_anything(text: str) -> None:
    reading = measure_text(text)
    assert not reading.junk and not reading.quotes


@pytest.mark.parametrize(
    ("text", "kind", "quote"),
    [
        ("L’écran affiche ‘E-204’ en rouge", "error", "E-204"),
        ("HTTP 500 à l’ouverture du dossier", "error", "HTTP 500"),
        ("erreur 0x80070005 sur le poste", "error", "0x80070005"),
        ("Message : « Base verrouillée par un autre utilisateur »", "error", "Base verrouillée"),
        ("The screen says \"Access is denied\"", "error", "Access is denied"),
        ("en panne depuis ce matin", "time", "ce matin"),
        ("la caisse ne s’allume plus depuis hier 14h", "time", "hier"),
        ("coupure à 9:30", "time", "9:30"),
        ("broken since Monday", "time", "since Monday"),
        ("le copieur de l’étage 3 bourre", "place", "étage 3"),
        ("écran noir en salle B12", "place", "salle B12"),
        ("imprimante de l’accueil vide", "place", "accueil"),
        ("le site de Lyon n’a plus de réseau", "place", "site de Lyon"),
        ("the projector in room 4 flickers", "place", "room 4"),
        ("personne ne peut badger", "effect", "personne ne peut"),
        ("3 patients attendent", "effect", "3 patients attendent"),
        ("la paie est bloquée", "effect", "paie est bloquée"),
        ("nobody can print", "effect", "nobody can"),
        ("la porte ne se ferme plus", "symptom", "ne se ferme plus"),
        ("the drawer won’t open", "symptom", "won’t open"),
        ("l’imprimante ne marche pas", "thing", "imprimante"),
    ],
)  # fmt: skip
def test_a_sign_is_found_and_quoted(text: str, kind: Any, quote: str) -> None:
    quoted = measure_text(text, "fr").quotes[kind]
    assert quote in quoted
    assert quoted in text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("l’imprimante ne marche pas", "symptom"),
        ("le logiciel est lent", "symptom"),
        ("the printer is broken", "symptom"),
        ("pas de bruit, aucune odeur", "symptom"),
        ("no smell and no smoke", "symptom"),
        ("un message d’erreur apparaît", "error"),
        ("le dossier « Marchés 2026 » a disparu", "error"),
        ("personne n’est bloqué dans l’ascenseur", "effect"),
        ("nobody is hurt", "effect"),
        ("ça bloque depuis un moment", "time"),
        ("it happens now and then", "time"),
        ("ça ne marche pas ici", "place"),
        ("la machine fait du bruit", "thing"),
        ("the system crashed", "thing"),
    ],
)
def test_what_only_seems_to_be_a_sign_is_none(text: str, kind: str) -> None:
    assert kind not in measure_text(text, "fr").quotes


def test_what_a_message_says_is_no_observation() -> None:
    reading = measure_text("Le portail affiche « session expirée, imprimante introuvable »")
    assert reading.kinds == {"thing", "error"}
    assert reading.quotes["thing"] == "portail"


def test_accents_capitals_and_typed_apostrophes_do_not_matter() -> None:
    plain = measure_text("l'ecran reste fige au 2e etage depuis lundi").kinds
    assert measure_text("L’ÉCRAN RESTE FIGÉ AU 2E ÉTAGE DEPUIS LUNDI").kinds == plain
    assert plain >= {"thing", "symptom", "place", "time"}


def test_vague_words_are_kept_as_they_were_written() -> None:
    assert measure_text("L’ascenseur est EN PANNE").vague == ("EN PANNE",)


def test_a_client_adds_words_of_its_own() -> None:
    text = "le zorglub du Moulin crachote en alerte bleue"
    assert "place" not in measure_text(text).quotes
    lexicon = Lexicon(
        things={"fr": ["zorglub"]},
        places={"fr": ["moulin"]},
        symptoms={"fr": ["crachot~"]},
        errors={"fr": ["alerte bleue"]},
        effects={"fr": ["chaîne froide rompue"]},
        times={"fr": ["la relève"]},
    )
    quotes = measure_text(text, "fr", lexicon).quotes
    assert quotes == {
        "thing": "zorglub",
        "place": "Moulin",
        "symptom": "crachote",
        "error": "alerte bleue",
    }
    more = measure_text("Chaîne froide rompue à la relève", "fr", lexicon).kinds
    assert more >= {"effect", "time"}


def test_a_clients_vague_word_beats_the_built_in_symptom() -> None:
    text = "écran noir"
    assert "symptom" in measure_text(text).quotes
    reading = measure_text(text, "fr", Lexicon(vague={"fr": ["écran noir"]}))
    assert "symptom" not in reading.quotes
    assert reading.vague == ("écran noir",)


def test_a_clients_junk_is_junk() -> None:
    lexicon = Lexicon(junk={"fr": ["traité chez Roxor"], "en": ["handled by tier two"]})
    assert not measure_text("Traité chez Roxor").junk
    assert measure_text("Traité chez Roxor.", "fr", lexicon).junk
    assert measure_text("handled by tier two, thanks", "en", lexicon).junk
    assert not measure_text("Traité chez Roxor : l’imprimante bourre", "fr", lexicon).junk


def test_korean_is_read_by_the_clients_words_and_by_codes() -> None:
    reading = measure_text("승강기 오류 E-204", "ko", Lexicon(things={"ko": ["승강기"]}))
    assert reading.quotes["thing"] == "승강기"
    assert "E-204" in reading.quotes["error"]


@given(st.text(max_size=400), st.sampled_from(["fr", "en", "ko", "xx", ""]))
@settings(max_examples=examples(150), deadline=None)
def test_no_text_is_too_much(text: str, language: str) -> None:
    reading = measure_text(text, language)
    assert reading.kinds <= set(KINDS)
    assert not (reading.junk and reading.quotes)
    original = fold(text).original
    for quote in reading.quotes.values():
        assert quote and quote in " ".join(original.split())


@given(st.text(alphabet="«»“”\"' :.;,affichemessagelacaisseetpas123-", max_size=600))
@settings(max_examples=examples(150), deadline=None)
def test_marks_that_never_close_are_nothing_special(text: str) -> None:
    assert measure_text(text).kinds <= set(KINDS)


def test_only_the_beginning_of_a_huge_text_is_read() -> None:
    assert len(fold("é" * 1_000_000).key) == LONGEST
    late = " " * LONGEST + "la porte est ouverte"
    assert not measure_text(late).quotes
    assert measure_text("imprimante " * 100_000).kinds == {"thing"}


def _patterns() -> Iterator[re.Pattern[str]]:
    for language in ("", *LANGUAGES):
        yield from (rule.pattern for rule in rules(language))
    yield from (rule.pattern for rule in error_rules())
    yield from (*nobody_rules(), quoted())


def _repeats(tree: Any, inside: bool = False) -> Iterator[str]:
    """The repetitions without end that stand inside another repetition."""
    for operation, argument in tree:
        name = str(operation)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            _, most, body = argument
            endless = str(most) == "MAXREPEAT"
            if endless and inside:
                yield name
            yield from _repeats(body, inside or endless or most > 6)
        elif name == "BRANCH":
            for branch in argument[1]:
                yield from _repeats(branch, inside)
        elif name == "SUBPATTERN":
            yield from _repeats(argument[-1], inside)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _repeats(argument[1], inside)


def test_no_rule_can_take_for_ever() -> None:
    from re import _parser  # type: ignore[attr-defined]

    patterns = list(_patterns())
    assert len(patterns) > 100
    for pattern in patterns:
        assert not list(_repeats(_parser.parse(pattern.pattern))), pattern.pattern


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_labels_are_sound(name: str, language: str) -> None:
    labelled = list(texts(name, language))
    assert len(labelled) >= 40
    assert len({one.text for one in labelled}) == len(labelled)
    for one in labelled:
        assert one.labels <= set(LABELS), one.text
        assert "junk" not in one.labels or len(one.labels) == 1, one.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_still_find_what_they_found(language: str) -> None:
    for label, score in scores(list(texts("development", language))).items():
        assert score.precision >= FLOOR, label
        assert score.recall >= FLOOR, label
