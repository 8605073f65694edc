"""Who calls in a rehearsal: one invented person, with a number that is nobody's."""

from dataclasses import dataclass
from random import Random

from core.folding import fold
from workflows.rehearsal.phrasebook import ENGLISH, Sayings

# Numbers that France keeps free for fiction: mobile, and landline.
FICTIONAL = ("06 39 98 {:02} {:02}", "01 99 00 {:02} {:02}")


@dataclass(frozen=True)
class Persona:
    name: str
    phone: str
    email: str
    site: str


def persona(sayings: Sayings, random: Random) -> Persona:
    name = random.choice(sayings.people or ENGLISH.people)
    number = random.choice(FICTIONAL).format(random.randrange(100), random.randrange(100))
    site = random.choice(sayings.sites or ENGLISH.sites)
    return Persona(name, number, f"{_ascii(name)}@client.example", site)


def _ascii(name: str) -> str:
    """The name as it stands in an address: letters without accents, and points."""
    return fold(name).encode("ascii", "ignore").decode().replace(" ", ".")
