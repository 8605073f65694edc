from datetime import UTC, datetime

import pytest

from workflows.engine.moments import Unfit, read_moment

# A Wednesday, 10:30 in Paris.
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def understood(text: str, *, language: str = "fr", tense: str = "past", now: datetime = NOW):
    return read_moment(text, now=now, timezone="Europe/Paris", language=language, tense=tense)


@pytest.mark.parametrize(
    ("text", "language", "at"),
    [
        ("ce matin 8h", "fr", "2026-11-25T08:00+01:00"),
        ("Ce matin à 8 h 30", "fr", "2026-11-25T08:30+01:00"),
        ("depuis ce matin 8h", "fr", "2026-11-25T08:00+01:00"),
        ("hier soir vers 22h", "fr", "2026-11-24T22:00+01:00"),
        ("hier soir à 8h", "fr", "2026-11-24T20:00+01:00"),
        ("this morning at 8 o'clock", "en", "2026-11-25T08:00+01:00"),
        ("since this morning 8 am", "en", "2026-11-25T08:00+01:00"),
        ("yesterday at 3:15 pm", "en", "2026-11-24T15:15+01:00"),
        ("il y a 10 minutes", "fr", "2026-11-25T10:20+01:00"),
        ("depuis dix minutes", "fr", "2026-11-25T10:20+01:00"),
        ("10 min", "fr", "2026-11-25T10:20+01:00"),
        ("about 10 minutes ago", "en", "2026-11-25T10:20+01:00"),
        ("since 2 hours", "en", "2026-11-25T08:30+01:00"),
        ("10분 전", "ko", "2026-11-25T10:20+01:00"),
        ("lundi à 14h", "fr", "2026-11-23T14:00+01:00"),
        ("last monday 14:00", "en", "2026-11-23T14:00+01:00"),
        ("le 3 mars 2026 à 14h30", "fr", "2026-03-03T14:30+01:00"),
        ("March 3rd at 2 pm", "en", "2026-03-03T14:00+01:00"),
        ("03/02/2026 08:00", "fr", "2026-02-03T08:00+01:00"),
        ("2026-11-20 17:45", "en", "2026-11-20T17:45+01:00"),
        ("2026-11-20T17:45", "en", "2026-11-20T17:45+01:00"),
        ("8h30", "fr", "2026-11-25T08:30+01:00"),
        ("maintenant", "fr", "2026-11-25T10:30+01:00"),
        ("hier midi", "fr", "2026-11-24T12:00+01:00"),
    ],
)
def test_clear_words_become_a_moment(text: str, language: str, at: str) -> None:
    assert understood(text, language=language).at == at


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("hier", "2026-11-24T00:00+01:00"),
        ("aujourd’hui", "2026-11-25T00:00+01:00"),
        ("lundi", "2026-11-23T00:00+01:00"),
        ("mercredi", "2026-11-18T00:00+01:00"),
        ("le 1er septembre", "2026-09-01T00:00+02:00"),
        ("24 décembre", "2025-12-24T00:00+01:00"),
    ],
)
def test_a_day_stays_a_day(text: str, at: str) -> None:
    day = understood(text)
    assert (day.at, day.precision) == (at, "day")


@pytest.mark.parametrize(
    ("text", "language", "tense"),
    [
        ("depuis un moment", "fr", "past"),
        ("depuis 2h", "fr", "past"),
        ("la semaine dernière je crois", "fr", "past"),
        ("03/04/2026", "en", "past"),
        ("lundi", "fr", "any"),
        ("since the update", "en", "past"),
        ("99h99", "fr", "past"),
        ("31 février", "fr", "past"),
        ("3", "fr", "past"),
        ("10000000 jours", "fr", "past"),
        ("9999 semaines", "fr", "past"),
    ],
)
def test_what_is_not_clear_is_not_guessed(text: str, language: str, tense: str) -> None:
    assert understood(text, language=language, tense=tense).at is None


@pytest.mark.parametrize(
    ("text", "tense", "code"),
    [
        ("ce matin 11h", "past", "future"),
        ("16h", "past", "future"),
        ("demain", "past", "future"),
        ("hier", "future", "past"),
        ("8h", "future", "past"),
    ],
)
def test_a_moment_on_the_wrong_side_is_refused(text: str, tense: str, code: str) -> None:
    unfit = understood(text, tense=tense)
    assert isinstance(unfit, Unfit)
    assert unfit.code == code
    assert datetime.fromisoformat(unfit.params["at"]).tzinfo is not None


def test_clocks_that_change() -> None:
    summer = datetime(2026, 3, 29, 9, 0, tzinfo=UTC)
    gap = understood("2h30", now=summer)
    assert isinstance(gap, Unfit)
    assert gap.code == "no_such_hour"
    assert understood("il y a 10 heures", now=summer).at == "2026-03-29T00:00+01:00"


# In Paris 02:10 comes at 00:10 UTC, and at 01:10 UTC once more.
@pytest.mark.parametrize(
    ("now", "text", "tense", "at"),
    [
        ("01:10", "il y a 30 minutes", "past", "02:40+02:00"),
        ("01:10", "2h50", "past", "02:50+02:00"),
        ("01:10", "2h05", "past", "02:05+01:00"),
        ("00:10", "2h05", "past", "02:05+02:00"),
        ("00:50", "dans 30 minutes", "future", "02:20+01:00"),
        ("00:50", "2h20", "future", "02:20+01:00"),
        ("00:10", "2h20", "future", "02:20+02:00"),
        ("01:10", "3h", "future", "03:00+01:00"),
    ],
)
def test_times_of_the_night_when_the_clocks_go_back(now: str, text: str, tense: str, at: str):
    night = datetime.fromisoformat(f"2026-10-25T{now}+00:00")
    assert understood(text, tense=tense, now=night).at == f"2026-10-25T{at}"


@pytest.mark.parametrize(
    ("now", "text", "tense", "code"),
    [("00:10", "2h50", "past", "future"), ("01:10", "1h50", "future", "past")],
)
def test_moments_that_the_night_does_not_excuse(now: str, text: str, tense: str, code: str):
    night = datetime.fromisoformat(f"2026-10-25T{now}+00:00")
    unfit = understood(text, tense=tense, now=night)
    assert isinstance(unfit, Unfit) and unfit.code == code


def test_a_date_to_come_begins_with_today() -> None:
    texts = ("le 24 novembre", "le 25 novembre", "le 26 novembre")
    years = [datetime.fromisoformat(understood(one, tense="future").at).year for one in texts]
    assert years == [2027, 2026, 2026]


def test_future_weekdays() -> None:
    assert understood("vendredi 9h", tense="future").at == "2026-11-27T09:00+01:00"
    assert understood("lundi prochain", tense="any").at == "2026-11-30T00:00+01:00"
