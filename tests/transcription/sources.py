"""A small stand-in for a speech model, and a real web server on loopback that serves it badly."""

import io
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from transcription.catalogue import ArchiveSource, ModelEntry

FILES = ("am/final.mdl", "conf/mfcc.conf", "conf/model.conf", "graph/HCLr.fst", "graph/Gr.fst")


def archive(files: tuple[str, ...] = FILES, root: str = "vosk-model-test-1") -> bytes:
    """Return a zip with a model's files; incompressible, so that it has some length."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as content:
        for number, name in enumerate(files):
            content.writestr(f"{root}/{name}", bytes([number]) * 50_000)
    return out.getvalue()


class Shelf:
    """What the server sends, how it misbehaves, and what it was asked."""

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.status = 200
        self.cut_after: list[int] = []  # per answer: bytes sent before the line is cut
        self.honours_range = True
        self.ranges: list[str | None] = []
        self.port = 0

    def entry(self, sha256: str | None = None, name: str = "test") -> ModelEntry:
        source = ArchiveSource(f"http://127.0.0.1:{self.port}/vosk-model-test-1.zip", sha256)
        return ModelEntry("xx", name, "small", "wide", (source,), "none", 1)


@contextmanager
def serving(shelf: Shelf) -> Iterator[Shelf]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(shelf.status)
            self.end_headers()

        def do_GET(self) -> None:
            part = self.headers.get("Range")
            shelf.ranges.append(part)
            if shelf.status != 200:
                self.send_error(shelf.status)
                return
            start = int(part[6:-1]) if part and shelf.honours_range else 0
            if start and start >= len(shelf.body):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(shelf.body)}")
                self.end_headers()
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(shelf.body) - start))
            self.end_headers()
            end = start + shelf.cut_after.pop(0) if shelf.cut_after else None
            self.wfile.write(shelf.body[start:end])

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    shelf.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield shelf
    finally:
        server.shutdown()
        server.server_close()
