"""Keyboards as they are sold: what a browser is told of a press on each of them.

Playwright's own `keyboard` is an American one on Linux.
"""

import json
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

from playwright.sync_api import CDPSession, Page

ALT, CONTROL, SHIFT = 1, 2, 8  # as the protocol of Chromium counts them
ALT_GR = ALT | CONTROL  # on Windows
PC, MAC = "Win32", "MacIntel"
QWERTY = {letter: f"Key{letter.upper()}" for letter in ascii_lowercase}
AZERTY = QWERTY | {"a": "KeyQ", "q": "KeyA", "z": "KeyW", "w": "KeyZ", "m": "Semicolon"}
QWERTZ = QWERTY | {"y": "KeyZ", "z": "KeyY"}
Sign = tuple[str, int]  # the place of its key, and what is held


@dataclass(frozen=True)
class Keyboard:
    letters: dict[str, str]  # the place of each
    row: str  # 1 to 9 without Shift
    slash: Sign
    question: Sign
    platform: str = PC
    shift_gives_digits: bool = False
    option: dict[str, str] = field(default_factory=dict)  # what Option types with a letter
    tells: bool = True  # a page where letters are: only Chromium does

    @property
    def is_mac(self) -> bool:
        return self.platform == MAC

    def named(self, key: str) -> str:
        """A key of the desk as the page writes it for this keyboard."""
        return key.replace("Alt+", "⌥") if self.is_mac else key

    def press_of(self, key: str) -> tuple[str, str, int]:
        """What a page is told of a key of the desk: sign, place, and what is held."""
        if key in "/?":
            return key, *(self.slash if key == "/" else self.question)
        if not key.startswith("Alt+"):
            return key, key, 0
        letter = key[-1].lower()
        return self.option.get(letter, letter), self.letters[letter], ALT

    def layout(self) -> dict[str, str]:
        row = {f"Digit{number}": sign for number, sign in enumerate(self.row, 1)}
        return {place: letter for letter, place in self.letters.items()} | row


FRENCH: dict[str, Any] = {
    "letters": AZERTY,
    "slash": ("Period", SHIFT),
    "question": ("KeyM", SHIFT),
    "shift_gives_digits": True,
}
FRENCH_MAC: dict[str, Any] = FRENCH | {
    "row": "&é\"'(§è!ç",
    "platform": MAC,
    "option": dict(zip("ucwjkqrxyp", "º©‹ÏÈ‡®≈Úπ", strict=True)),
}
GERMAN: dict[str, Any] = {
    "letters": QWERTZ,
    "row": "123456789",
    "slash": ("Digit7", SHIFT),
    "question": ("Minus", SHIFT),
}
AMERICAN: dict[str, Any] = {
    "letters": QWERTY,
    "row": "123456789",
    "slash": ("Slash", 0),
    "question": ("Slash", SHIFT),
}
KEYBOARDS = {
    "French, Windows or Linux": Keyboard(**FRENCH, row="&é\"'(-è_ç"),
    "French, Windows with Caps Lock": Keyboard(**FRENCH, row="123456789"),
    "French, Mac, Chrome": Keyboard(**FRENCH_MAC),
    "French, Mac, Safari or Firefox": Keyboard(**FRENCH_MAC, tells=False),
    "German": Keyboard(**GERMAN),
    "German, Mac": Keyboard(
        **GERMAN,
        platform=MAC,
        option=dict(zip("ucwjkqrxypl", ("Dead", *"ç∑º∆«®≈¥π@"), strict=True)),
    ),
    "American": Keyboard(**AMERICAN),
    "American, Mac": Keyboard(
        **AMERICAN,
        platform=MAC,
        option=dict(zip("ucwjkqrxyp", ("Dead", *"ç∑∆˚œ®≈¥π"), strict=True)),
    ),
}

# Before the page's own scripts: which system it is on, and what its browser tells of the keyboard.
# Afterwards `toBrowser` has the presses that the page left to the browser.
SET_UP = """([platform, layout]) => {
  Object.defineProperty(navigator, "platform", { get: () => platform });
  Object.defineProperty(navigator, "keyboard", {
    get: () => layout && { getLayoutMap: async () => new Map(Object.entries(layout)) },
  });
  window.toBrowser = [];
  window.addEventListener("keydown", ({ key, defaultPrevented }) => {
    if (!defaultPrevented) window.toBrowser.push(key);
  });
}"""


class Typist:
    """Somebody at such a keyboard, with the presses that a browser would get from it."""

    def __init__(self, page: Page, keyboard: Keyboard) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Page.enable")
        self._set_up = ""
        self.sit_at(keyboard)

    def sit_at(self, keyboard: Keyboard) -> None:
        """Change to this keyboard; the page learns of it when it is loaded next."""
        self.keyboard = keyboard
        if self._set_up:
            about_before = {"identifier": self._set_up}
            self.session.send("Page.removeScriptToEvaluateOnNewDocument", about_before)
        about = [keyboard.platform, keyboard.layout() if keyboard.tells else None]
        script = {"source": f"({SET_UP})({json.dumps(about)})"}
        added = self.session.send("Page.addScriptToEvaluateOnNewDocument", script)
        self._set_up = added["identifier"]

    def press(self, sign: str, place: str, held: int = 0) -> None:
        """Press a key. Its sign is typed if the page lets it, by AltGr and by Option too."""
        about = {"key": sign, "code": place, "modifiers": held}
        self._send("rawKeyDown", **about)
        if len(sign) == 1 and (held in (0, SHIFT, ALT_GR) or self.keyboard.is_mac):
            self._send("char", text=sign)
        self._send("keyUp", **about)

    def hold(self, sign: str, place: str, held: int = 0) -> None:
        """Keep a key down for so long that the system repeats it."""
        about = {"key": sign, "code": place, "modifiers": held}
        for again in (False, True, True, True):
            self._send("rawKeyDown", **about, autoRepeat=again)
        self._send("keyUp", **about)

    def _send(self, kind: str, **about: Any) -> None:
        self.session.send("Input.dispatchKeyEvent", {"type": kind, **about})

    def use(self, key: str) -> None:
        """A key of the desk, as this keyboard has it."""
        self.press(*self.keyboard.press_of(key))

    def row(self, number: int) -> None:
        self.press(self.keyboard.row[number - 1], f"Digit{number}")

    def to_browser(self) -> list[str]:
        """The presses that the page has left to the browser since it was asked before."""
        left: list[str] = self.page.evaluate("window.toBrowser.splice(0)")
        return left
