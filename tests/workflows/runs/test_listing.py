"""Sites, assets and people as the client's directory knows them, and what follows from an asset."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from core.db import commit, session
from tests.conftest import World, on_sqlite
from workflows import directory, library, runs
from workflows.directory import EntryFields
from workflows.formats.yaml_io import load_script

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
SCRIPT = """
key: places
name: {{fr: Lieux, en: Places}}
languages: [fr]
steps:
  - {{key: lift, kind: question, type: asset, title: {{fr: Ascenseur, en: Lift}}{only}}}
  - key: site
    kind: question
    type: site
    title: {{fr: Immeuble, en: Building}}
    mandatory: {mandatory}
    options: [{{value: port, label: {{fr: Le port, en: The port}}}}]{block}
  - {{key: who, kind: question, type: person, title: {{fr: Contact, en: Contact}}}}
  - {{key: fin, kind: end, title: {{fr: Fin, en: End}}}}
outcome:
  title: {{fr: "{{lift}}[ – {{site}}]", en: "{{lift}}[ – {{site}}]"}}
"""


@dataclass
class Called:
    run_id: str
    ana: str

    def save(self, key: str, raw: str) -> runs.SavedAnswer:
        row = runs.stored(self.run_id).get(key)
        base = row.revision if row else 0
        return runs.save_answer(
            self.run_id, key, raw, author_id=self.ana, base_revision=base, now=NOW
        )

    def step(self, key: str) -> dict[str, Any]:
        view = runs.view(self.run_id, language="fr", timezone="Europe/Paris", now=NOW).as_json()
        return next(step for step in view["steps"] if step["key"] == key)

    def current(self) -> str:
        return runs.view(self.run_id, language="fr", timezone="Europe/Paris", now=NOW).current

    def kinds(self) -> set[str]:
        view = runs.view(self.run_id, language="fr", timezone="Europe/Paris", now=NOW)
        return {sign["kind"] for sign in view.meter["signs"] if sign["quote"]}


def called(world: World, *, only: str = "", mandatory: str = "true") -> Called:
    text = SCRIPT.format(
        mandatory=mandatory, only=f", {only}" if only else "", block=f"\n    {only}" if only else ""
    )
    library.publish(world.acme.id, "places", load_script(text), world.sofia.id)
    run = runs.start(
        client_id=world.acme.id, call_id=None, script_key="places", language="fr", facts={}
    )
    assert run is not None
    commit()
    return Called(run.id, world.ana.id)


@pytest.fixture
def places(world: World) -> Iterator[None]:
    acme, globex = world.acme.id, world.globex.id
    directory.upsert(acme, "site", EntryFields("Résidence Tilia", ("les tilleuls",)))
    directory.upsert(acme, "site", EntryFields("Résidence Orme", ("la grande",)))
    directory.upsert(acme, "site", EntryFields("Tour Orme", ("la grande",)))
    lift = EntryFields("Ascenseur 2", ("celui du fond",), "", "TI-1204", "Résidence Tilia")
    directory.upsert(acme, "asset", lift)
    directory.upsert(acme, "asset", EntryFields("Monte-charge", reference="OR-7", site="Tour Orme"))
    directory.upsert(acme, "asset", EntryFields("Portail", reference="PO-1"))
    directory.upsert(globex, "asset", EntryFields("Grue", (), "", "GX-9", "Quai Nord"))
    directory.upsert(globex, "site", EntryFields("Quai Nord"))
    commit()
    yield
    session.rollback()


@on_sqlite
@pytest.mark.parametrize(
    ("key", "raw", "value", "unlisted"),
    [
        ("site", "Résidence Tilia", "Résidence Tilia", False),
        ("site", "residence  TILIA", "Résidence Tilia", False),
        ("site", "les tilleuls", "Résidence Tilia", False),
        ("site", "le port", "port", False),
        ("site", "tilia", "tilia", True),  # the page asks what is meant; a server does not guess
        ("site", "la grande", "la grande", True),  # of two, the server chooses none
        ("site", "Quai Nord", "Quai Nord", True),  # another client's
        ("lift", "celui du fond", "TI-1204", False),
        ("lift", "ti-1204", "TI-1204", False),
        ("lift", "GX-9", "GX-9", True),
        ("who", "Mme Durand", "Mme Durand", False),  # no people are kept for this client
    ],
)
def test_what_the_directory_knows_becomes_its_entry(
    world: World, places: None, key: str, raw: str, value: str, unlisted: bool
) -> None:
    call = called(world)
    saved = call.save(key, raw)
    assert (saved.raw, saved.value, saved.problem) == (raw, value, None)
    step = call.step(key)
    assert (step["is_done"], step["is_unlisted"]) == (True, unlisted)
    assert ("(hors annuaire)" in step["display"]) is unlisted
    (answer,) = (one for one in runs.answers_of(call.run_id) if one.key == key)
    assert ("(not in the directory)" in answer.display["en"]) is unlisted


def test_where_only_what_is_listed_is_taken_other_words_are_no_answer(
    world: World, places: None
) -> None:
    call = called(world, only="only_listed: true")
    for key, raw in (("site", "tilia"), ("site", "Quai Nord"), ("lift", "GX-9")):
        saved = call.save(key, raw)
        assert (saved.value, saved.problem) == (None, "not_listed")
        assert not call.step(key)["is_done"]
    assert [one.reason for one in runs.missing(call.run_id)] == ["invalid"]
    assert call.save("site", "Résidence Tilia").value == "Résidence Tilia"
    assert runs.missing(call.run_id) == ()


@on_sqlite
def test_without_a_directory_any_words_are_as_good(world: World) -> None:
    call = called(world, only="only_listed: true")
    assert call.save("lift", "TI-1204").value == "TI-1204"
    assert not call.step("lift")["is_unlisted"]


def test_the_site_follows_from_the_asset_until_somebody_answers_it(
    world: World, places: None
) -> None:
    call = called(world)
    call.save("lift", "TI-1204")
    site = call.step("site")
    assert (site["value"], site["derived_from"]) == ("Résidence Tilia", "Ascenseur")
    assert "place" in call.kinds()
    assert runs.missing(call.run_id) == ()
    assert runs.outcome(call.run_id, language="fr").title == "TI-1204 – Résidence Tilia"
    call.save("lift", "monte-charge")
    assert call.step("site")["value"] == "Tour Orme"
    for unknown in ("PO-1", "GX-9", ""):  # without a site, another client's, none
        call.save("lift", unknown)
        assert (call.step("site")["value"], call.step("site")["derived_from"]) == (None, "")
    call.save("lift", "TI-1204")
    assert call.step("site")["value"] == "Résidence Tilia"
    assert [row.raw for row in runs.history(call.run_id, "site")] == [
        "Résidence Tilia", "Tour Orme", "", "Résidence Tilia"
    ]  # fmt: skip


@on_sqlite
def test_a_site_that_follows_from_nothing_any_more_is_asked(world: World, places: None) -> None:
    call = called(world, mandatory="false")
    call.save("lift", "TI-1204")
    assert call.current() == "who"
    call.save("lift", "PO-1")
    assert (call.current(), call.step("site")["is_left_empty"]) == ("site", False)
    call.save("site", " ")  # passed over on purpose
    assert (call.current(), call.step("site")["is_left_empty"]) == ("who", True)


@on_sqlite
@pytest.mark.parametrize("typed", ["", "le port"])
def test_what_somebody_typed_or_emptied_stays(world: World, places: None, typed: str) -> None:
    call = called(world)
    call.save("lift", "TI-1204")
    call.save("site", typed)
    for asset in ("OR-7", "TI-1204"):
        call.save("lift", asset)
        site = call.step("site")
        assert (site["raw"], site["derived_from"]) == (typed, "")


@on_sqlite
def test_words_that_no_directory_knows_count_for_less(world: World, places: None) -> None:
    call = called(world)
    call.save("site", "blabla")
    assert "place" not in call.kinds()
    call.save("site", "Résidence Tilia")
    assert "place" in call.kinds()
