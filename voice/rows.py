"""The rows of calls: found, read, locked for a change, and let go before the provider is asked."""

from collections.abc import Callable
from typing import ParamSpec

from sqlalchemy import bindparam, select
from sqlalchemy.event import listen
from sqlalchemy.orm import Session, SessionTransaction

from core import db
from core.db import session
from voice.models import Call

P = ParamSpec("P")


_BY_SID = select(Call).where(Call.provider_sid == bindparam("sid"))


class UnknownCall(LookupError):
    """There is no such call."""


def find(provider_sid: str) -> Call | None:
    return session.scalars(_BY_SID, {"sid": provider_sid}).first()


def get(call_id: str) -> Call:
    """The call; raises UnknownCall."""
    call = session.get(Call, call_id)
    if call is None:
        raise UnknownCall(call_id)
    return call


def locked(call_id: str) -> Call:
    """The call as it is now, locked until this transaction ends.

    A call that this transaction has locked is not read again: nobody can have changed it since.
    """
    current = session()
    held: dict[str, Call] = current.info.setdefault("locked calls", {})
    if call_id in held:
        return held[call_id]
    call = _lock(call_id)
    if not current.in_nested_transaction():  # a savepoint that is undone gives its locks back
        held[call_id] = call
    return call


def commit_then_ask(ask: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Commit, then ask the provider with `ask`, a function of `voice.gateway`.

    Operations leave the commit to routes and jobs but for this one: the provider takes seconds and
    calls us back meanwhile, so no row may be locked while it is asked. Raises GatewayError; what
    was written before stays written.
    """
    db.commit()
    ask(*args, **kwargs)


def _lock(call_id: str) -> Call:
    wanted = select(Call).where(Call.id == call_id).with_for_update()
    call = session.scalars(wanted, execution_options={"populate_existing": True}).first()
    if call is None:
        raise UnknownCall(call_id)
    return call


def _forget_locks(current: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        current.info.pop("locked calls", None)


listen(session, "after_transaction_end", _forget_locks)
