"""A page that can be hidden and frozen as a browser does it: Playwright keeps its own awake."""

import json
from collections.abc import Callable
from itertools import count
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from tests.browser.waiting import until


class BareBrowser:
    """Pages of one profile that Playwright has no hand in; `page` is any page of its own."""

    def __init__(self, browser: Browser, page: Page) -> None:
        self._page = page
        self._session = browser.new_browser_cdp_session()
        self._session.on("Target.receivedMessageFromTarget", self._hear)
        self._numbers = count(1)
        self._answers: dict[int, Any] = {}
        self._targets: list[str] = []

    def open(self, url: str, cookie: dict[str, Any]) -> "BarePage":
        self._session.send("Storage.setCookies", {"cookies": [cookie]})
        target = self._session.send("Target.createTarget", {"url": url})["targetId"]
        self._targets.append(target)
        attached = {"targetId": target, "flatten": False}
        page = BarePage(self, self._session.send("Target.attachToTarget", attached)["sessionId"])
        window = self._session.send("Browser.getWindowForTarget", {"targetId": target})["windowId"]
        page.minimize = {"windowId": window, "bounds": {"windowState": "minimized"}}
        return page

    def close(self) -> None:
        for target in self._targets:
            self._session.send("Target.closeTarget", {"targetId": target})
        self._session.send("Storage.clearCookies")
        self._session.detach()

    def _hear(self, event: Any) -> None:
        message = json.loads(event["message"])
        if "id" in message:
            self._answers[message["id"]] = message

    def ask(self, session: str, method: str, parameters: dict[str, Any]) -> Any:
        number = next(self._numbers)
        message = json.dumps({"id": number, "method": method, "params": parameters})
        self._session.send("Target.sendMessageToTarget", {"sessionId": session, "message": message})
        self.wait(lambda: number in self._answers)
        return self._answers.pop(number)["result"]

    def wait(self, holds: Callable[[], bool]) -> None:
        until(self._page, holds)

    @property
    def session(self) -> CDPSession:
        return self._session


class BarePage:
    def __init__(self, browser: BareBrowser, session: str) -> None:
        self._browser = browser
        self._session = session
        self.minimize: dict[str, Any] = {}

    def send(self, method: str, **parameters: Any) -> Any:
        return self._browser.ask(self._session, method, parameters)

    def holds(self, expression: str) -> bool:
        """Whether this is so in the page, in JavaScript."""
        asked = self.send("Runtime.evaluate", expression=f"Boolean({expression})")
        return bool(asked["result"].get("value"))

    def shows(self, selector: str) -> bool:
        return self.holds(f"document.querySelector({json.dumps(selector)})")

    def click(self, selector: str) -> None:
        find = f"document.querySelector({json.dumps(selector)})"
        self.send("Runtime.evaluate", expression=f"{find}.click()")

    def hide(self) -> None:
        self._browser.session.send("Browser.setWindowBounds", self.minimize)
        self._browser.wait(lambda: self.holds("document.hidden && !document.hasFocus()"))

    def freeze(self) -> None:
        """What a browser does to a page that was hidden for long; its workers stand still too."""
        self.hide()
        self.send("Page.setWebLifecycleState", state="frozen")

    def wake(self) -> None:
        self.send("Page.setWebLifecycleState", state="active")
