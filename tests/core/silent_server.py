"""A server that takes connections and does not go on."""

import socket
from contextlib import suppress
from threading import Thread


class SilentServer:
    """Says `first` to whoever connects, and nothing more."""

    def __init__(self) -> None:
        self.first = b""
        self.taken: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                taken, _ = self._server.accept()
            except OSError:
                return  # closed
            self.taken.append(taken)
            taken.sendall(self.first)

    def close(self) -> None:
        """Break off all that wait, and take nobody any more."""
        with suppress(OSError):  # closed already
            self._server.shutdown(socket.SHUT_RDWR)
        for each in (self._server, *self.taken):
            each.close()
