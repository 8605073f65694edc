"""Who may do what with a client's scripts."""

from sqlalchemy import select

from core.db import session
from core.tenants import Membership, User

READERS = ("agent", "manager")


def may_read(user: User, client_id: str) -> bool:
    """Who may see scripts, comment on them and propose: writers, and the client's agents."""
    return user.sees_all_clients or _role(user, client_id) in READERS


def may_edit(user: User, client_id: str) -> bool:
    """Who may write scripts: supervisors, administrators, and the client's own managers."""
    return user.sees_all_clients or _role(user, client_id) == "manager"


def may_publish(user: User, client_id: str) -> bool:
    """Who may review, publish, cancel and roll back: whoever may write."""
    return may_edit(user, client_id)


def _role(user: User, client_id: str) -> str | None:
    membership = select(Membership.role).where(
        Membership.user_id == user.id, Membership.client_id == client_id
    )
    return session.scalar(membership)
