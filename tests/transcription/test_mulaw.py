"""Mu-law against the values that ITU-T G.711 gives."""

import numpy as np

from transcription import mulaw


def test_known_codes() -> None:
    samples = np.array([0, -1, 32767, -32768, 132, -132], dtype=np.int16)
    assert mulaw.encode(samples[:1]) == b"\xff"
    assert mulaw.encode(samples[2:4]) == b"\x80\x00"
    assert mulaw.decode(b"\x80\x00\xff\x7f").tolist() == [32124, -32124, 0, 0]


def test_every_code_survives_decoding_and_encoding() -> None:
    # 0x7f is a second zero: it comes back as 0xff.
    codes = bytes(range(256))
    again = mulaw.encode(mulaw.decode(codes))
    assert [a for a, b in zip(codes, again, strict=True) if a != b] == [0x7F]


def test_error_stays_within_the_step_of_the_sample() -> None:
    samples = np.arange(-32635, 32636, dtype=np.int16)
    error = np.abs(mulaw.decode(mulaw.encode(samples)).astype(int) - samples)
    assert (error <= (np.abs(samples.astype(int)) + 132) / 32 + 1).all()
