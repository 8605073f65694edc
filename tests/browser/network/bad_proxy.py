"""A proxy between a browser and the service that treats the stream of news as bad ones do."""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from select import select
from socket import SHUT_RDWR, create_connection, create_server, socket
from threading import Event, Lock, Thread
from urllib.parse import urlsplit

BUFFER, BUFFER_SECONDS = 4096, 30.0  # as much, or as long, as a buffer keeps
LOOK = 0.05


class Treatment(Enum):
    """What becomes of a stream's answer; all else passes."""

    PASS = "pass"
    HOLD = "hold"  # accepted, and never answered
    BUFFER = "buffer"  # kept until there is enough of it, or for long enough
    FREEZE = "freeze"  # nothing more comes, and the connection stays open
    CUT = "cut"  # the connection breaks, and so does each further one


class BadProxy:
    """Serves until it is closed. The service closes its connection after each answer."""

    def __init__(self, target: str) -> None:
        self._target = urlsplit(target).hostname, urlsplit(target).port
        self._server = create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self.treatment = Treatment.PASS
        self.streams = 0  # that were asked for
        self.open_streams = 0
        self._lock = Lock()
        self._closed = Event()
        self._threads = [Thread(target=self._accept, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        self._closed.set()
        self._server.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        self._server.settimeout(LOOK)
        while not self._closed.is_set():
            try:
                client, _ = self._server.accept()
            except OSError:  # nobody came
                continue
            thread = Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket) -> None:
        client.settimeout(None)
        with client, suppress(OSError):
            head = self._head(client)
            if not head:
                return
            is_stream = head.startswith(b"GET /stream/")
            with create_connection(self._target) as service, self._counting(is_stream):
                service.sendall(head)
                self._pass_on(client, service, is_stream)

    def _head(self, client: socket) -> bytes:
        """What is sent first; b"" of a connection that was opened ahead and asks nothing."""
        while not self._closed.is_set():
            if select([client], [], [], LOOK)[0]:
                return client.recv(65536)
        return b""

    @contextmanager
    def _counting(self, is_stream: bool) -> Iterator[None]:
        with self._lock:
            self.streams += is_stream
            self.open_streams += is_stream
        try:
            yield
        finally:
            with self._lock:
                self.open_streams -= is_stream

    def _pass_on(self, client: socket, service: socket, is_stream: bool) -> None:
        kept, kept_since, is_over = b"", time.monotonic(), False
        while not self._closed.is_set():
            treatment = self.treatment if is_stream else Treatment.PASS
            if treatment is Treatment.CUT:
                client.shutdown(SHUT_RDWR)
                return
            watched = [client] if is_over else [client, service]
            ready, _, _ = select(watched, [], [], LOOK)
            if client in ready:
                sent = client.recv(65536)
                if not sent:
                    return
                service.sendall(sent)
            if service in ready:
                answer = service.recv(65536)
                kept, is_over = kept + answer, not answer
            is_due = len(kept) >= BUFFER or time.monotonic() - kept_since >= BUFFER_SECONDS
            passes = treatment is Treatment.PASS
            if passes or (treatment is Treatment.BUFFER and (is_due or is_over)):
                client.sendall(kept)
                kept, kept_since = b"", time.monotonic()
                if is_over:
                    return
