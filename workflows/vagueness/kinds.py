"""The six kinds of signs that a text can give, and how they are called."""

from typing import Literal

Kind = Literal["thing", "place", "time", "symptom", "error", "effect"]
KINDS: tuple[Kind, ...] = ("thing", "place", "time", "symptom", "error", "effect")

LABELS: dict[Kind, dict[str, str]] = {
    "thing": {"fr": "La chose", "en": "The thing"},
    "place": {"fr": "Le lieu", "en": "The place"},
    "time": {"fr": "Le moment", "en": "The time"},
    "symptom": {"fr": "Ce qui se passe", "en": "What happens"},
    "error": {"fr": "Le message ou le code", "en": "The message or code"},
    "effect": {"fr": "La conséquence", "en": "The effect"},
}
