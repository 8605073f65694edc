import numpy as np
import soundfile

from tests.transcription.test_transcribe import SPEECH
from transcription import band
from transcription.audio import to_int16

RATE = 16000


def power_above(samples: np.ndarray, hertz: float) -> float:
    spectrum = np.abs(np.fft.rfft(samples.astype(float))) ** 2
    return float(spectrum[np.fft.rfftfreq(len(samples), 1 / RATE) > hertz].sum())


def speech() -> np.ndarray:
    return to_int16(soundfile.read(SPEECH / "caller.wav", frames=8000 * 12)[0])


def test_it_doubles_the_rate_and_keeps_the_length() -> None:
    for length in (0, 1, 79, 8000, 12345):
        assert len(band.extend(np.zeros(length, np.int16))) == 2 * length


def test_it_is_the_same_each_time_and_in_pieces() -> None:
    samples = speech()[:40000]
    whole = band.extend(samples)
    assert np.array_equal(whole, band.extend(samples))
    extender = band.BandExtender()
    pieces = [extender.push(samples[at : at + 1777]) for at in range(0, len(samples), 1777)]
    together = np.concatenate([*pieces, extender.finish()]).astype(int)
    assert len(together) == len(whole)
    assert np.abs(together - whole).max() <= 2  # sums in another order


def test_speech_gets_an_upper_band_and_keeps_its_lower_one() -> None:
    import soxr

    samples = speech()
    plain = soxr.resample(samples.astype(np.float32), 8000, RATE)
    extended = band.extend(samples)
    assert power_above(extended, 4500) > 100 * power_above(plain, 4500)
    low = slice(0, int(3000 * len(plain) / RATE))
    before = np.abs(np.fft.rfft(plain))[low]
    after = np.abs(np.fft.rfft(extended.astype(float)))[low]
    assert np.corrcoef(before, after)[0, 1] > 0.99


def test_silence_stays_quiet() -> None:
    extended = band.extend(np.zeros(16000, np.int16))
    assert np.abs(extended).max() < 100


def test_a_hiss_is_not_taken_for_consonants() -> None:
    hiss = to_int16(np.random.default_rng(1).normal(0, 0.01, 5 * 8000))
    noise = band.noise_power(hiss[:16000])
    heard = power_above(band.extend(hiss), 4500)
    known = power_above(band.extend(hiss, noise), 4500)
    assert known < heard / 10


def test_speech_over_a_hiss_keeps_its_upper_band() -> None:
    clean = speech()
    hiss = to_int16(np.random.default_rng(1).normal(0, 0.005, len(clean)))
    noise = band.noise_power(hiss)
    wanted = power_above(band.extend(clean), 4500)
    assert power_above(band.extend(clean + hiss, noise), 4500) > wanted / 4


def test_noise_is_measured_only_where_there_is_enough_of_it() -> None:
    hiss = to_int16(np.random.default_rng(1).normal(0, 0.01, 40 * 8000))
    assert band.noise_power(hiss[:3999]) is None
    of_much, of_little = band.noise_power(hiss), band.noise_power(hiss[:16000])
    assert of_much is not None
    assert of_little is not None
    low = slice(1, band.LOW_BINS)
    assert np.allclose(np.log(of_much[low]), np.log(of_little[low]), atol=0.3)


def test_a_line_without_noise_is_extended_as_if_nothing_were_known_of_it() -> None:
    samples = speech()[:40000]
    silent = band.extend(samples, band.noise_power(np.zeros(16000, np.int16)))
    assert np.abs(silent.astype(int) - band.extend(samples)).max() <= 2
