"""A client's directory: found while one types, and filled from a spreadsheet."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.audit import AuditEntry
from core.clock import now
from core.db import commit, session
from tests.conftest import World, on_sqlite
from tests.core.conftest import at_once
from tests.examples import examples
from tests.locks import until_it_waits_or_ends
from workflows import directory, engine
from workflows.directory import BadEntry, DirectoryEntry, EntryFields, UnknownEntry
from workflows.directory import files as csv_files
from workflows.formats.yaml_io import load_script

SITES = [
    EntryFields("Tour Rivage", ("la tour", "Rivage Tower"), "12 quai des Lilas", "S-0102"),
    EntryFields("Résidence Tilia", ("les tilleuls d’en bas",), "3 rue du Moulin", "S-0103"),
    EntryFields("Immeuble Séoul", (), "8 place du Cœur", "S-0104"),
    EntryFields("Centre des Halles neuves", ("les halles",), "1 cours Neuf", "S-0105"),
    EntryFields("Rivage Nord", (), "14 quai des Lilas", "S-0106"),
    EntryFields("서울 빌딩", (), "", "S-0107"),
]


@pytest.fixture
def acme(world: World) -> Iterator[str]:
    for fields in SITES:
        directory.upsert(world.acme.id, "site", fields)
    lift = EntryFields(
        "Ascenseur 2", ("celui du fond",), "MRL 630 kg", "TI-1204", "Résidence Tilia"
    )
    directory.upsert(world.acme.id, "asset", lift)
    commit()
    yield world.acme.id
    session.rollback()


def names(client_id: str, query: str, kind: str = "site", limit: int = 8) -> list[str]:
    return [entry.name for entry in directory.search(client_id, kind, query, limit)]


# What is typed, and what is found first.
TYPED = {
    "tour": "Tour Rivage",
    "TOU": "Tour Rivage",
    "riv": "Rivage Nord",
    "rivage t": "Tour Rivage",
    "residence": "Résidence Tilia",
    "séou": "Immeuble Séoul",
    "tower": "Tour Rivage",
    "en bas": "Résidence Tilia",
    "0105": "Centre des Halles neuves",
    "s-0104": "Immeuble Séoul",
    "s0104": "Immeuble Séoul",
    "coeur": "Immeuble Séoul",
    "moulin": "Résidence Tilia",
    "서울": "서울 빌딩",
    "서": "서울 빌딩",
    "residance": "Résidence Tilia",
    "rivgae": "Rivage Nord",
    "tilai": "Résidence Tilia",
    "hales neuves": "Centre des Halles neuves",
    "la tour rivage ascenseur": "Tour Rivage",
    "  tour  rivage ! ": "Tour Rivage",
}
NOWHERE = ("zzzz", "%", "_", "'; --", "?", "9999", "\x00", "a" * 5000)


def test_found_while_typing(acme: str) -> None:
    assert {query: (names(acme, query) or [""])[0] for query in TYPED} == TYPED


def test_what_is_not_there_is_not_found(acme: str) -> None:
    assert [query for query in NOWHERE if names(acme, query)] == []


def test_an_empty_query_shows_the_first_by_name(acme: str) -> None:
    assert names(acme, " ", limit=2) == ["Centre des Halles neuves", "Immeuble Séoul"]


def test_the_name_counts_more_than_the_rest(acme: str) -> None:
    directory.upsert(acme, "site", EntryFields("Lilas", (), "", ""))
    assert names(acme, "lilas")[0] == "Lilas"
    assert set(names(acme, "lilas")) == {"Lilas", "Tour Rivage", "Rivage Nord"}
    assert len(names(acme, "lilas", limit=2)) == 2
    assert len(names(acme, "lilas", limit=-5)) == 1


def test_a_number_fits_whole_and_outside_the_detail(acme: str) -> None:
    expected = {
        "asc": True,
        "ascenseur 2": True,
        "1204": True,
        "ti 12": False,  # a part of a number may be another lift's
        "tilia": True,
        "mrl": True,
        "6": False,
        "630": False,  # what it can carry
    }
    found = {query: directory.search(acme, "asset", query) for query in expected}
    assert {query: directory.fits(lift, query) for query, (lift,) in found.items()} == expected


def test_each_kind_and_each_client_for_itself(acme: str, world: World) -> None:
    assert names(acme, "tilia", "asset") == ["Ascenseur 2"]
    assert names(world.globex.id, "tour") == []
    assert names(acme, "tour", "person") == []
    directory.upsert(world.globex.id, "site", EntryFields("Tour Globex"))
    assert names(acme, "tour") == ["Tour Rivage"]
    assert [entry.name for entry in directory.entries_of(world.globex.id)] == ["Tour Globex"]


def test_an_asset_answers_with_its_number(acme: str) -> None:
    (lift,) = directory.search(acme, "asset", "celui du fond")
    assert directory.answer_of(lift) == "TI-1204"
    (tower,) = directory.search(acme, "site", "la tour")
    assert directory.answer_of(tower) == "Tour Rivage"


def test_what_was_taken_out_is_proposed_no_more(acme: str, world: World) -> None:
    (tower,) = directory.search(acme, "site", "la tour")
    with pytest.raises(UnknownEntry):
        directory.deactivate(world.globex.id, tower.id)
    directory.deactivate(acme, tower.id)
    directory.deactivate(acme, tower.id)
    assert "Tour Rivage" not in names(acme, "tour")
    directory.upsert(acme, "site", SITES[0])
    assert "Tour Rivage" in names(acme, "tour")
    assert tower in directory.entries_of(acme, "site")


def test_an_entry_is_changed_under_its_name(acme: str) -> None:
    directory.upsert(
        acme, "site", EntryFields("  Tour   Rivage ", ("grande tour", "grande tour", " "))
    )
    (tower,) = directory.search(acme, "site", "grande")
    assert (tower.name, tower.aliases, tower.detail) == ("Tour Rivage", ["grande tour"], "")
    assert names(acme, "tower") == []


@on_sqlite
@pytest.mark.parametrize(
    ("fields", "code"),
    [
        (EntryFields(" "), "entry-without-name"),
        (EntryFields("x" * 161), "entry-too-long"),
        (EntryFields("Tour\x07"), "entry-invisible-character"),
        (EntryFields("Tour", detail="x" * 301), "entry-too-long"),
        (EntryFields("Tour", aliases=tuple(map(str, range(21)))), "aliases-too-many"),
    ],
)
def test_what_cannot_be_kept_is_refused(acme: str, fields: EntryFields, code: str) -> None:
    with pytest.raises(BadEntry) as caught:
        directory.upsert(acme, "site", fields)
    assert caught.value.code == code


@on_sqlite
def test_there_are_three_kinds(acme: str) -> None:
    with pytest.raises(BadEntry):
        directory.upsert(acme, "planet", EntryFields("Mars"))
    with pytest.raises(BadEntry):
        directory.import_csv(acme, "planet", "name\nMars\n")


FILE = """name;aliases;detail;reference;site
Camille Roux;Mme Roux|la gardienne;gardienne;P-01;Tour Rivage
"Durand; Paul";;syndic;P-02;
"""


@on_sqlite
@pytest.mark.parametrize(
    "source",
    [
        FILE,
        FILE.encode(),
        FILE.encode("utf-8-sig"),
        FILE.encode("utf-16"),
        FILE.encode("cp1252"),
        FILE.replace("\n", "\r\n"),
        FILE.replace("\n", "\r\n").replace(";", "\t").replace('"Durand\t Paul"', "Durand; Paul"),
        "\n".join(
            [
                "Nom,Alias,Détail,Numéro,Lieu",
                "Camille Roux,Mme Roux|la gardienne,gardienne,P-01,Tour Rivage",
                "Durand; Paul,,syndic,P-02",
            ]
        ),
    ],
)
def test_files_of_many_spreadsheets(acme: str, source: str | bytes) -> None:
    report = directory.import_csv(acme, "person", source)
    assert (report.added, report.problems) == (2, ())
    camille, paul = directory.entries_of(acme, "person")
    assert (camille.name, camille.aliases) == ("Camille Roux", ["Mme Roux", "la gardienne"])
    assert (camille.detail, camille.reference, camille.site) == (
        "gardienne",
        "P-01",
        "Tour Rivage",
    )
    assert (paul.name, paul.reference) == ("Durand; Paul", "P-02")


def test_the_same_file_again_changes_nothing(acme: str) -> None:
    directory.import_csv(acme, "person", FILE)
    again = directory.import_csv(acme, "person", FILE)
    assert (again.added, again.changed, again.same) == (0, 0, 2)
    records = session.scalars(select(AuditEntry).where(AuditEntry.action == "directory.imported"))
    assert [entry.detail for entry in records] == [{"added": 2, "changed": 0, "removed": 0}]


def test_a_file_can_stand_for_the_whole(acme: str) -> None:
    report = directory.import_csv(acme, "site", "name;detail\nTour Rivage;neuve\n", whole=True)
    assert (report.changed, len(report.removed)) == (1, len(SITES) - 1)
    assert [entry.name for entry in directory.entries_of(acme, "site")] == ["Tour Rivage"]
    assert len(directory.entries_of(acme, "site", inactive=True)) == len(SITES)
    assert len(directory.entries_of(acme, "asset")) == 1


@on_sqlite
@pytest.mark.parametrize(
    ("source", "faults"),
    [
        ("", [(1, "column-missing")]),
        ("\n\n", [(1, "column-missing")]),
        ("name\n", [(1, "file-without-rows")]),
        ("title\nTour\n", [(1, "column-unknown")]),
        ("name;name\nTour;Tour\n", [(1, "column-twice")]),
        ("detail\nTour\n", [(1, "column-missing")]),
        (
            "name;detail\n;vide\nTour;ok\n" + "x" * 161 + ";long\n",
            [(2, "entry-without-name"), (4, "entry-too-long")],
        ),
        ("name\nA\nB\nA\n", [(4, "entry-twice")]),
        ('name;detail\nA;"deux\nlignes"\n;rien\n', [(4, "entry-without-name")]),
        ('name\nA\n"B\nC\n', [(3, "line-unreadable")]),
        ("name\nTour, 3e\n", []),
        ("name,detail\nTour, 3e,haut\n", [(2, "line-too-wide")]),
        ("name\nTour\x1b\n", [(2, "entry-invisible-character")]),
        (b"PK\x03\x04whatever", [(1, "spreadsheet")]),
        ("name\n" + "x" * 5_000_001, [(1, "table-too-large")]),
    ],
)
def test_an_import_names_faults_by_line_and_stores_nothing(
    acme: str, source: str | bytes, faults: list[tuple[int, str]]
) -> None:
    report = directory.import_csv(acme, "person", source)
    assert [(problem.line, problem.refusal.code) for problem in report.problems] == faults
    if faults:
        assert directory.entries_of(acme, "person") == []
        assert report.added == 0


@on_sqlite
def test_too_many_rows_are_refused(acme: str) -> None:
    rows = "name\n" + "".join(f"n{number}\n" for number in range(csv_files.MOST_ROWS + 1))
    (problem,) = directory.import_csv(acme, "person", rows).problems
    assert problem.line == csv_files.MOST_ROWS + 2


def test_the_same_file_many_times_at_once(acme: str) -> None:
    session.remove()

    def take(_number: int) -> int:
        report = directory.import_csv(acme, "person", FILE)
        commit()
        return report.added

    assert sorted(map(str, at_once(6, take))) == ["0"] * 5 + ["2"]
    count = select(func.count()).select_from(DirectoryEntry)
    assert session.scalar(count.where(DirectoryEntry.kind == "person")) == 2


@pytest.mark.postgresql
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_an_import_begins_with_what_the_one_before_it_did(acme: str) -> None:
    added = [directory.import_csv(acme, "person", FILE).added]

    def take() -> None:
        added.append(directory.import_csv(acme, "person", FILE).added)
        commit()
        session.remove()

    second = Thread(target=take)
    second.start()
    until_it_waits_or_ends(second)
    commit()
    second.join()
    assert added == [2, 0]


@given(st.binary(max_size=300) | st.text(max_size=300))
@settings(
    deadline=None,
    max_examples=examples(300),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_file_is_read_or_refused(source: str | bytes) -> None:
    entries, problems = csv_files.read(source)
    assert all(each.name for each in entries)
    assert all(problem.line >= 1 for problem in problems)


DEMO = Path(__file__).parents[3] / "demo"


@pytest.mark.parametrize("file", sorted(DEMO.glob("directory/*.csv")), ids=lambda file: file.stem)
def test_the_demo_directories_can_be_read(file: Path) -> None:
    entries, problems = csv_files.read(file.read_bytes())
    assert (problems, len(entries) >= 5) == ([], True)


@pytest.mark.parametrize(
    ("slug", "step"), [("belleroche", "lift"), ("tilleuls", "asset"), ("comptaflor", "customer")]
)
def test_the_demo_assets_are_answers_of_the_demo_scripts(slug: str, step: str) -> None:
    script = load_script((DEMO / "scripts" / f"{slug}.yaml").read_bytes())
    question = next(each for each in script.steps if each.key == step)
    entries, _ = csv_files.read((DEMO / "directory" / f"{slug}_asset.csv").read_bytes())
    for asset in entries:
        understood = engine.validate(
            question, asset.reference, language="fr", timezone="Europe/Paris", now=now()
        )
        assert not isinstance(understood, engine.Problem), asset.reference
