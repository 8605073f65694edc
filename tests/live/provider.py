"""Asks for resources as JSON, at the provider or at its simulator."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from core.config import TwilioCredentials

TIMEOUT = 20.0


@dataclass(frozen=True)
class Asker:
    """`api` is the address of the REST interface; `others` that of all other hosts, "" for their
    own ones."""

    api: str
    credentials: TwilioCredentials
    others: str = ""

    def account(self, path: str, **query: str) -> Any:
        """What hangs on the account."""
        sid = self.credentials.account_sid
        return self.get(f"{self.api}/2010-04-01/Accounts/{sid}{path}", query)

    def elsewhere(self, host: str, path: str, **query: str) -> Any:
        """What has a host of its own at the provider."""
        return self.get(f"{self.others or f'https://{host}.twilio.com'}{path}", query)

    def get(self, url: str, query: Mapping[str, str]) -> Any:
        return self.ask("GET", url, params=query).json()

    def ask(self, method: str, url: str, **more: Any) -> requests.Response:
        """With the account's token, which may do everything that is asked here."""
        user = (self.credentials.account_sid, self.credentials.auth_token)
        return requests.request(method, url, auth=user, timeout=TIMEOUT, **more)

    def applications(self, sid: str = "") -> str:
        sid_part = f"Applications/{sid}.json" if sid else "Applications.json"
        return f"{self.api}/2010-04-01/Accounts/{self.credentials.account_sid}/{sid_part}"
