"""A client's own music: what is taken, what is made of it, and where it is kept."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from core import db, storage
from core.db import session
from core.storage import StorageDown, StoredFileMissing
from core.tenants import Client
from tests.conftest import World, on_sqlite
from voice import music
from voice.music import library
from voice.music.conversion import LARGEST_BYTES


def tune(path: Path, seconds: float = 8.0, rate: int = 44100, channels: int = 2) -> Path:
    times = np.arange(round(seconds * rate)) / rate
    wave = 0.8 * np.sin(2 * np.pi * 440 * times) + 0.1 * np.sin(2 * np.pi * 60 * times)
    soundfile.write(path, np.stack([wave] * channels, axis=1), rate)
    return path


def digest_of(client: Client) -> str:
    return music.address(client).rpartition("/")[2].removesuffix(".wav")


@pytest.mark.parametrize("name", ["tune.wav", "tune.flac", "tune.ogg", "tune.mp3"])
def test_what_people_have_becomes_what_a_telephone_needs(tmp_path: Path, name: str) -> None:
    made = tmp_path / "made.wav"
    assert music.telephone_sound(tune(tmp_path / name), made) == pytest.approx(8.0, abs=0.1)
    form = soundfile.info(made)
    assert (form.format, form.subtype, form.samplerate, form.channels) == ("WAV", "ULAW", 8000, 1)
    sound, _ = soundfile.read(made)
    assert np.abs(sound[:4]).max() < 0.001 and np.abs(sound[-4:]).max() < 0.001
    assert np.sqrt((sound[8000:16000] ** 2).mean()) == pytest.approx(10 ** (-30 / 20), rel=0.05)
    power = np.abs(np.fft.rfft(sound)) ** 2
    assert power[: round(250 * len(sound) / 8000)].sum() < 1e-3 * power.sum()


def test_what_cannot_be_used_is_refused_with_a_reason(tmp_path: Path) -> None:
    made, page = tmp_path / "made.wav", tmp_path / "page.mp3"
    page.write_text("<!doctype html><title>Not found</title>")
    large = tmp_path / "large.wav"
    with large.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    silence = tmp_path / "silence.wav"
    soundfile.write(silence, np.zeros(8000 * 6), 8000)
    torn = tune(tmp_path / "torn.wav")
    torn.write_bytes(torn.read_bytes()[:900_000])
    cases = {
        page: "not audio",
        large: "MB",
        silence: "nothing that a telephone",
        torn: "missing",
        tune(tmp_path / "short.wav", seconds=2): "2 s",
        tune(tmp_path / "long.wav", seconds=301, rate=8000): "301 s",
    }
    for file, reason in cases.items():
        with pytest.raises(music.Unusable, match=reason):
            music.telephone_sound(file, made)
        assert not made.exists()


@on_sqlite
def test_a_client_has_its_own_music_until_it_is_dropped(world: World, tmp_path: Path) -> None:
    acme = session.merge(world.acme)
    house = digest_of(acme)
    made = tmp_path / "made.wav"
    music.telephone_sound(tune(tmp_path / "tune.wav"), made)
    assert music.take(acme, made) == ""
    db.commit()
    own = digest_of(acme)
    assert own != house
    assert music.sound(own).content == made.read_bytes()
    assert digest_of(world.globex) == house
    music.forget(music.drop(acme))
    db.commit()
    library._stored.cache_clear()
    assert digest_of(acme) == house
    with pytest.raises(StoredFileMissing):
        music.sound(own)


def test_a_file_that_two_clients_have_stays_for_the_other(world: World, tmp_path: Path) -> None:
    acme, globex = session.merge(world.acme), session.merge(world.globex)
    made = tmp_path / "made.wav"
    music.telephone_sound(tune(tmp_path / "tune.wav"), made)
    for client in (acme, globex):
        assert music.take(client, made) == ""
    assert music.take(acme, made) == ""  # once more: nothing to forget
    db.commit()
    music.forget(music.drop(acme))
    library._stored.cache_clear()
    assert music.sound(digest_of(globex)).content == made.read_bytes()


def test_where_storage_fails_the_house_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    class Down:
        def read(self, _key: str) -> None:
            raise StorageDown("gone")

    monkeypatch.setattr(library, "storage", lambda _patience: Down())
    assert storage.storage is not library.storage
    sound = music.sound("a" * 64)
    assert sound.content == music.sound(digest_of_house()).content
    assert not sound.lasting


def digest_of_house() -> str:
    return music.address(None).rpartition("/")[2].removesuffix(".wav")
