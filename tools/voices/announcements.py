"""The sentences that callers hear from the telephone network, spoken for the simulator.

    python -m tools.voices.make --announcements

They are those of `voice/phrases.py` and of the demo's clients, each once. A file for each language
has them one behind the other; the list beside it says where each one is.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import soundfile
import yaml

from tools.voices import kokoro, telephone
from tools.voices.script import AS_SPOKEN, SENTENCE_END
from tools.voices.telephone import RATE

ROOT = Path(__file__).resolve().parents[2]
PHRASES = ROOT / "voice" / "phrases.py"
CLIENTS = ROOT / "demo" / "clients.yaml"
VOICE, SPEED = "jf_alpha", 1.0
APART = 0.2  # seconds between two sentences of the file
QUALITY = 0.3  # of Ogg Vorbis
READ_ALOUD = {"ko": {"9번": "구 번"}}  # where the voice does not read digits


def texts() -> Iterator[tuple[str, str]]:
    """(language, text) of everything that is announced."""
    for statement in ast.parse(PHRASES.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.AnnAssign) and statement.value is not None:
            yield from ast.literal_eval(statement.value).items()
    for client in yaml.safe_load(CLIENTS.read_text(encoding="utf-8"))["clients"]:
        yield from client.get("announcement", {}).items()


def sentences(language: str) -> list[str]:
    """Every sentence of that language once, in order."""
    found = [each for spoken, text in texts() if spoken == language for each in parts(text)]
    return list(dict.fromkeys(found))


def parts(text: str) -> list[str]:
    return SENTENCE_END.split(text.strip())


def make(language: str, folder: Path, phonemes: Callable[[str], str]) -> None:
    """Write announcements.ogg and announcements.yaml; times are seconds in the file."""
    silence = np.zeros(round(APART * RATE), dtype=np.float32)
    pieces, listed, at = [silence], [], len(silence)
    for sentence in sentences(language):
        read = sentence.translate(AS_SPOKEN)
        for written, aloud in READ_ALOUD.get(language, {}).items():
            read = read.replace(written, aloud)
        wide = kokoro.speak(phonemes(read), VOICE, SPEED)
        sound = telephone.through_handset(wide, kokoro.SAMPLE_RATE)
        listed.append({"text": sentence, "start": at / RATE, "end": (at + len(sound)) / RATE})
        pieces += [sound, silence]
        at += len(sound) + len(silence)
    whole = np.concatenate(pieces)
    with soundfile.SoundFile(
        folder / "announcements.ogg", "w", RATE, 1, format="OGG", compression_level=1 - QUALITY
    ) as file:
        file.write(whole)
    written = yaml.safe_dump(listed, allow_unicode=True, sort_keys=False, width=100)
    (folder / "announcements.yaml").write_text(written, encoding="utf-8")
