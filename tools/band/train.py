"""Trains the weights of the band extension, `transcription/band.npz`; the result is repeatable.

    python -m tools.band.train [--speech FOLDER]

Every sentence is used twice: as it is, and through a telephone (8 kHz, mu-law, some also with the
300–3,400 Hz filter of an old line, levels from -20 to -3 dBFS, a little noise of the room). The
network learns to predict the first from the second, in log power of mel bins less the input level.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soxr

from tools.band import speech
from transcription import band, mulaw
from transcription.audio import TELEPHONE_RATE, WIDE_RATE
from transcription.band import Floats, Network

HIDDEN = 64
EPOCHS, BATCH = 40, 256
RATE, LAST_RATE = 2e-3, 2e-5
NARROW_SHARE = 0.2
FULL_SCALE = 32767.0


def examples(sounds: list[Floats], random: np.random.Generator) -> tuple[Floats, Floats]:
    """Return (inputs, targets) of all sentences, twice each with other telephones."""
    pairs = [pair for sound in sounds for pair in _pairs(sound, random)]
    inputs, targets = zip(*pairs, strict=True)
    return np.concatenate(inputs), np.concatenate(targets)


def _pairs(sound: Floats, random: np.random.Generator) -> Iterator[tuple[Floats, Floats]]:
    for _ in range(2):
        level = 10 ** (random.uniform(-20, -3) / 20)
        wide = sound / np.abs(sound).max() * level * FULL_SCALE
        wide = np.pad(wide, WIDE_RATE // 5)
        wide = _with_noise(wide[: len(wide) // 2 * 2], random)
        phone = telephone(wide, random)
        length = min(len(phone), len(wide))
        inputs, loudness = band.windows(band.log_mels(phone[:length]))
        inner = slice(band.CONTEXT, -band.CONTEXT)
        yield inputs, band.log_mels(wide[:length])[inner] - loudness


def telephone(wide: Floats, random: np.random.Generator) -> Floats:
    """Return the sound as a telephone gives it, upsampled to 16 kHz again."""
    narrow = soxr.resample(wide, WIDE_RATE, TELEPHONE_RATE)
    if random.random() < NARROW_SHARE:
        narrow = _old_line(narrow)
    samples = np.clip(np.rint(narrow), -32768, 32767).astype(np.int16)
    coded = mulaw.decode(mulaw.encode(samples)).astype(np.float32)
    upsampled: Floats = soxr.resample(coded, TELEPHONE_RATE, WIDE_RATE).astype(np.float32)
    return upsampled


def _with_noise(sound: Floats, random: np.random.Generator) -> Floats:
    """Add the room's noise to input and target alike: without it the network would have to tell
    true silence from the telephone's."""
    noise = FULL_SCALE * 10 ** (random.uniform(-75, -50) / 20)
    noisy: Floats = (sound + random.standard_normal(len(sound)) * noise).astype(np.float32)
    return noisy


def _old_line(sound: Floats) -> Floats:
    """Pass 300 to 3,400 Hz, with edges about 100 Hz wide."""
    spectrum = np.fft.rfft(sound)
    hertz = np.fft.rfftfreq(len(sound), 1 / TELEPHONE_RATE)
    gain = np.clip((hertz - 250) / 100, 0, 1) * np.clip((3450 - hertz) / 100, 0, 1)
    filtered: Floats = np.fft.irfft(spectrum * gain, len(sound)).astype(np.float32)
    return filtered


def train(inputs: Floats, targets: Floats, random: np.random.Generator) -> Network:
    """Fit by Adam (Kingma and Ba, 2015) on the squared error of standardised values."""
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0)
    goal, goal_spread = targets.mean(axis=0), targets.std(axis=0)
    net = _fit((inputs - mean) / spread, (targets - goal) / goal_spread, random)
    hidden = net.hidden / spread[:, None]
    return Network(
        hidden,
        net.hidden_bias - mean @ hidden,
        net.out * goal_spread,
        net.out_bias * goal_spread + goal,
    )


def _fit(inputs: Floats, targets: Floats, random: np.random.Generator) -> Network:
    weights = [
        (random.standard_normal((inputs.shape[1], HIDDEN)) / np.sqrt(inputs.shape[1]) * 1.4),
        np.zeros(HIDDEN),
        random.standard_normal((HIDDEN, targets.shape[1])) / np.sqrt(HIDDEN),
        np.zeros(targets.shape[1]),
    ]
    weights = [array.astype(np.float32) for array in weights]
    first = [np.zeros_like(array) for array in weights]
    second = [np.zeros_like(array) for array in weights]
    step = 0
    for epoch in range(EPOCHS):
        rate = RATE * (LAST_RATE / RATE) ** (epoch / (EPOCHS - 1))
        for batch in np.array_split(random.permutation(len(inputs)), len(inputs) // BATCH):
            step += 1
            for place, slope in enumerate(_slopes(weights, inputs[batch], targets[batch])):
                first[place] = 0.9 * first[place] + 0.1 * slope
                second[place] = 0.999 * second[place] + 0.001 * slope**2
                towards = first[place] / (1 - 0.9**step)
                spread = np.sqrt(second[place] / (1 - 0.999**step)) + 1e-8
                weights[place] = (weights[place] - rate * towards / spread).astype(np.float32)
    return Network(*weights)


def _slopes(weights: list[Floats], inputs: Floats, targets: Floats) -> tuple[Floats, ...]:
    hidden, hidden_bias, out, out_bias = weights
    before = inputs @ hidden + hidden_bias
    layer = np.maximum(before, 0)
    wrong = (layer @ out + out_bias - targets) / len(inputs)
    back = (wrong @ out.T) * (before > 0)
    return inputs.T @ back, back.sum(axis=0), layer.T @ wrong, wrong.sum(axis=0)


def explained(net: Network, inputs: Floats, targets: Floats) -> float:
    """Return the share of the variance above 3.6 kHz that the network explains."""
    high = slice(band.HIGH_FROM, None)
    error = ((net(inputs) - targets)[:, high] ** 2).mean()
    return float(1 - error / targets[:, high].var())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--speech", type=Path, default=Path("var/band-speech"))
    chosen = parser.parse_args()
    sounds = speech.make(chosen.speech)
    random = np.random.default_rng(1)
    held_out = sounds[::10]
    inputs, targets = examples([s for n, s in enumerate(sounds) if n % 10], random)
    net = train(inputs, targets, random)
    seconds = sum(map(len, sounds)) / WIDE_RATE
    print(f"{seconds:.0f} s of speech, {len(inputs)} frames")
    print(f"explained: {explained(net, inputs, targets):.3f} of what was trained on,")
    print(f"{explained(net, *examples(held_out, random)):.3f} of what was kept aside")
    net.save(band.WEIGHTS)


if __name__ == "__main__":
    main()
