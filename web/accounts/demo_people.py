"""The people of the demo: where there are demo data, the sign-in page offers them by one press."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from flask_babel import gettext
from sqlalchemy import select

from core import db
from core.config import settings
from core.tenants import User

DATA = Path(__file__).resolve().parents[2] / "demo" / "clients.yaml"


@dataclass(frozen=True)
class DemoPerson:
    """`role` is the role as staff, or that at `client`, the name of the one they work for."""

    email: str
    name: str
    role: str
    client: str

    @property
    def job(self) -> str:
        """What they are and do, in the reader's language."""
        at = {"client": self.client}
        return {
            "agent": gettext("agent: answers the calls"),
            "supervisor": gettext("supervisor: sees every ticket, writes scripts"),
            "administrator": gettext("administrator: looks after the installation"),
            "manager": gettext("manager at %(client)s: reads tickets, writes scripts", **at),
            "reader": gettext("reader at %(client)s: reads tickets", **at),
        }[self.role]


@cache
def everybody() -> tuple[DemoPerson, ...]:
    """All of them, in the order in which a newcomer should try them."""
    data = yaml.safe_load(DATA.read_text())
    names = {client["slug"]: client["name"] for client in data["clients"]}
    return tuple(_person(row, names) for row in data["people"])


def _person(row: dict[str, Any], names: dict[str, str]) -> DemoPerson:
    client, role = next(iter(row.get("clients", {}).items()), ("", ""))
    return DemoPerson(
        row["email"], row["name"], row.get("staff_role") or role, names.get(client, "")
    )


def offered() -> list[DemoPerson]:
    """Those who can be signed in by one press; nobody where demo data may not be."""
    if not settings().demo_data:
        return []
    usable = select(User.email).where(
        User.active, User.email.in_([each.email for each in everybody()])
    )
    emails = set(db.session.scalars(usable))
    return [each for each in everybody() if each.email in emails]


def pressed(email: str) -> DemoPerson | None:
    """The one who is offered under this address."""
    return next((each for each in offered() if each.email == email), None)
