"""Which music there is, where it is kept, and where it can be fetched.

A client's own file is kept in storage under its hash. Where storage fails, the caller hears the
house's music in its place.
"""

import hashlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from sqlalchemy import select

from core.config import settings
from core.db import session
from core.storage import ON_A_PAGE, StorageDown, storage
from core.tenants import Client

PATH = "/twilio/music"
HOUSE = Path(__file__).with_name("house.wav")
IN_MEMORY = 8  # files of clients; each has a few megabytes at most


@dataclass(frozen=True)
class Sound:
    """A WAV file for telephones; `lasting` says that its address will never hold another one."""

    content: bytes
    lasting: bool = True


@cache
def _house() -> bytes:
    return HOUSE.read_bytes()


@cache
def _house_digest() -> str:
    return hashlib.sha256(_house()).hexdigest()


def address(client: Client | None) -> str:
    """Where the music of this client's callers is fetched."""
    own = client.hold_music if client else ""
    return f"{settings().public_base_url}{PATH}/{own or _house_digest()}.wav"


def sound(digest: str) -> Sound:
    """The music with this hash (SHA-256, hexadecimal). Raises StoredFileMissing."""
    if digest == _house_digest():
        return Sound(_house())
    try:
        return Sound(_stored(digest))
    except StorageDown:
        return Sound(_house(), lasting=False)


@lru_cache(maxsize=IN_MEMORY)
def _stored(digest: str) -> bytes:
    return b"".join(storage(ON_A_PAGE).read(_key(digest)))


def _key(digest: str) -> str:
    return f"music/{digest}.wav"


def take(client: Client, file: Path) -> str:
    """Let this client's callers hear this file, which `telephone_sound` has made.

    Returns the hash of the file before, to `forget` after the commit; "" where there was none.
    """
    before, digest = client.hold_music, hashlib.sha256(file.read_bytes()).hexdigest()
    storage().put(_key(digest), file)
    client.hold_music = digest
    return before if before != digest else ""


def drop(client: Client) -> str:
    """Let this client's callers hear the house's music again. Returns what `take` returns."""
    before, client.hold_music = client.hold_music, ""
    return before


def forget(digest: str) -> None:
    """Delete a file that no client has any more."""
    others = select(Client.id).where(Client.hold_music == digest).limit(1)
    if digest and session.scalars(others).first() is None:
        storage().delete(_key(digest))
