"""Mu-law, the code of telephone samples: 8 bits for the range of 14 (ITU-T G.711)."""

import numpy as np
import numpy.typing as npt

from transcription.audio import Samples

BIAS = 0x84  # the standard adds 33 in 14 bits; these samples have 16
CLIP = 32635


def _decode_table() -> Samples:
    code = ~np.arange(256, dtype=np.uint8)
    exponent, mantissa = (code >> 4) & 7, code & 15
    magnitude = (((mantissa.astype(np.int32) << 3) + BIAS) << exponent) - BIAS
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)


def _encode_table() -> npt.NDArray[np.uint8]:
    """Index: the sample as an unsigned 16-bit number."""
    sample = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.int32)
    magnitude = np.minimum(np.abs(sample), CLIP) + BIAS
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - 7
    mantissa = (magnitude >> (exponent + 3)) & 15
    sign = np.where(sample < 0, 0x80, 0)
    return (~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8)


DECODED = _decode_table()
ENCODED = _encode_table()


def decode(data: bytes) -> Samples:
    """Return the 16-bit samples of mu-law bytes."""
    return DECODED[np.frombuffer(data, dtype=np.uint8)]


def encode(samples: Samples) -> bytes:
    """Return the mu-law bytes of 16-bit samples."""
    return ENCODED[samples.view(np.uint16)].tobytes()
