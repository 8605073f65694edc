"""The application's desk API as an agent's browser uses it: session cookie and CSRF token."""

import re
from typing import Any

import requests

TIMEOUT = 20.0
_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf_token"')


class DeskError(Exception):
    """The application refused; `code` is its own word, `status` the HTTP status (0: no answer)."""

    def __init__(self, message: str, status: int = 0, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class DeskClient:
    """One signed-in person."""

    def __init__(self, application_url: str) -> None:
        self._base = application_url.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False
        self._csrf = ""

    def sign_in(self, email: str, password: str) -> None:
        page = self._send("GET", "/login")
        token = _CSRF.search(page.text)
        form = {"email": email, "password": password}
        if token:
            form["csrf_token"] = token.group(1) or token.group(2)
        self._send("POST", "/login", data=form, headers={"Referer": f"{self._base}/login"})
        if not self._session.cookies:
            raise DeskError(f"{email} could not sign in")

    def get(self, path: str) -> dict[str, Any]:
        return self._json(self._send("GET", path, headers={"Accept": "application/json"}))

    def post(self, path: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        return self._json(self._change("POST", path, content or {}))

    def put(self, path: str, content: dict[str, Any]) -> dict[str, Any]:
        return self._json(self._change("PUT", path, content))

    def state(self) -> dict[str, Any]:
        """Who is signed in, their offers and their calls; also keeps the CSRF token."""
        state = self.get("/desk/state")
        self._csrf = str(state.get("csrf", ""))
        return state

    def _change(self, method: str, path: str, content: dict[str, Any]) -> requests.Response:
        headers = {"X-CSRFToken": self._csrf, "Referer": self._base, "Accept": "application/json"}
        return self._send(method, path, json=content, headers=headers)

    def _send(self, method: str, path: str, **options: Any) -> requests.Response:
        try:
            response = self._session.request(method, self._base + path, timeout=TIMEOUT, **options)
        except requests.RequestException as error:
            raise DeskError(f"{method} {path}: {type(error).__name__}") from error
        if response.status_code >= 400:
            raise _refusal(method, path, response)
        return response

    @staticmethod
    def _json(response: requests.Response) -> dict[str, Any]:
        try:
            content = response.json() if response.content else {}
        except requests.JSONDecodeError as error:
            raise DeskError(
                f"{response.url} did not answer with JSON", response.status_code
            ) from error
        if not isinstance(content, dict):
            raise DeskError(f"{response.url} did not answer with an object", response.status_code)
        return content


def _refusal(method: str, path: str, response: requests.Response) -> DeskError:
    code, message = "", ""
    try:
        content = response.json()
        if isinstance(content, dict):
            code, message = str(content.get("error", "")), str(content.get("message", ""))
    except requests.JSONDecodeError:
        message = response.reason
    text = f"{method} {path}: HTTP {response.status_code} {code} {message}".strip()
    return DeskError(text, response.status_code, code)
