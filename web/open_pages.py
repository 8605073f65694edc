"""The open pages of the stream process. Each keeps a thread, so there are bounds: for all, and for
one person, whose newest pages win: a connection that broke keeps its place for a while.
"""

from dataclasses import dataclass
from threading import Lock

from core import threads

MOST_OF_ONE = 4  # browsers: the pages of one browser share a stream
MOST_THREADS_OF_ONE = 2 * MOST_OF_ONE  # a page that gives way and reads nothing keeps its thread
SPARE = 10  # threads that keep no page: they refuse more, and say that the process is well


@dataclass(eq=False)
class OpenPage:
    """One page, whose stream ends once it `gave_way` to a newer page of the same person."""

    user_id: str
    token: str
    gave_way: bool = False


class OpenPages:
    def __init__(self) -> None:
        self._lock = Lock()
        self._pages: list[OpenPage] = []  # in the order in which they were opened

    def open(self, user_id: str, token: str) -> OpenPage | None:
        """A place for one more page; None where all are taken, or all that one person may take.

        The person's oldest page may have to give way: it keeps its place until its thread is free.
        """
        with self._lock:
            own = [each for each in self._pages if each.user_id == user_id]
            is_full = len(self._pages) >= max(1, threads.count - SPARE)
            if is_full or len(own) >= MOST_THREADS_OF_ONE:
                return None
            shown = [each for each in own if not each.gave_way]
            for oldest in shown[: max(0, len(shown) + 1 - MOST_OF_ONE)]:
                oldest.gave_way = True
            page = OpenPage(user_id, token)
            self._pages.append(page)
            return page

    def close(self, page: OpenPage) -> None:
        with self._lock:
            self._pages.remove(page)
