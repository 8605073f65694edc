"""A gate before PostgreSQL that a test shuts: nobody is there, or nobody answers."""

import socket
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from sqlalchemy import URL, make_url

PORT = 5432


class Gate:
    """Passes on what goes to and from a database while it is `open`.

    `refuse` ends all connections and takes no more; `fall_silent` takes them and answers nothing.
    """

    def __init__(self, database_url: str) -> None:
        self._behind = make_url(database_url)
        self._folder = tempfile.TemporaryDirectory(prefix="gate-")
        self._socket = Path(self._folder.name) / f".s.PGSQL.{PORT}"
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._door: socket.socket | None = None
        self._talks = threading.Event()
        self.open()

    @property
    def url(self) -> str:
        """The database, as it is reached through the gate."""
        asked = {**self._behind.query, "host": self._folder.name}
        before = URL.create(
            self._behind.drivername,
            self._behind.username,
            self._behind.password,
            None,
            None,
            self._behind.database,
            asked,
        )
        return before.render_as_string(hide_password=False)

    def open(self) -> None:
        self._talks.set()
        if self._door is not None:
            return
        self._socket.unlink(missing_ok=True)
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(self._socket))
        self._door.listen(64)
        threading.Thread(target=self._let_in, args=(self._door,), daemon=True).start()

    def fall_silent(self) -> None:
        self._talks.clear()

    def refuse(self) -> None:
        door, self._door = self._door, None
        if door is not None:
            _close(door)
        self._socket.unlink(missing_ok=True)
        self._talks.set()
        for pair in self._pairs:
            for side in pair:
                _close(side)
        self._pairs.clear()

    def close(self) -> None:
        self.refuse()
        self._folder.cleanup()

    def _let_in(self, door: socket.socket) -> None:
        while True:
            try:
                inside, _ = door.accept()
            except OSError:
                return
            pair = (inside, self._connect())
            self._pairs.append(pair)
            for source, target in (pair, pair[::-1]):
                threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _connect(self) -> socket.socket:
        host = str(self._behind.query.get("host") or self._behind.host or "")
        port = self._behind.port or PORT
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        behind = socket.socket(socket.AF_UNIX)
        behind.connect(f"{host}/.s.PGSQL.{port}")
        return behind

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                self._talks.wait()
                target.sendall(piece)
        _close(source)
        _close(target)


def _close(side: socket.socket) -> None:
    with suppress(OSError):
        side.shutdown(socket.SHUT_RDWR)
    side.close()
