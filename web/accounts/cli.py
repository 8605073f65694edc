"""`flask users …`: the first account of an installation, and everyone after it."""

import click
from email_validator import EmailNotValidError
from sqlalchemy import select

from core import audit, db
from core.languages import HOME, PAGES
from core.tenants import MEMBER_ROLES, STAFF_ROLES, Client, Membership, User
from web.accounts.addresses import account_of, checked
from web.accounts.passwords import hash_password, weakness

ROLES = (*STAFF_ROLES, "reader", "manager")


@click.group()
def users() -> None:
    """People who sign in."""


@users.command("create")
@click.option("--email", required=True)
@click.option("--name", required=True)
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--client", "slugs", multiple=True, help="Slug; may be given several times.")
@click.option("--language", type=click.Choice(PAGES), default=HOME, show_default=True)
@click.password_option(help="Asked for when it is not given.")
def create(
    email: str, name: str, role: str, slugs: tuple[str, ...], language: str, password: str
) -> None:
    """Create an account. Agents, readers and managers need at least one --client."""
    address = _address(email)
    problem = weakness(password, address, name)
    if problem:
        raise click.ClickException(problem)
    if role in MEMBER_ROLES and not slugs:
        raise click.UsageError(f"A {role} belongs to a client: give --client.")
    if account_of(address) is not None:
        raise click.ClickException(f"There is an account {address} already.")
    clients = [_client(slug) for slug in slugs]
    staff_role = role if role in STAFF_ROLES else ""
    user = User(email=address, name=name, staff_role=staff_role, language=language)
    user.password_hash = hash_password(password)
    db.session.add(user)
    db.session.flush()
    for client in clients:
        member_role = role if role in MEMBER_ROLES else "agent"
        db.session.add(Membership(user_id=user.id, client_id=client.id, role=member_role))
    audit.record("user.created", subject=user.id, detail={"role": role})
    db.commit()
    click.echo(f"{address} can sign in as {role}.")


@users.command("disable")
@click.argument("email")
def disable(email: str) -> None:
    """Stop an account, and end its open sessions."""
    user = _account(email)
    user.active = False
    user.session_epoch += 1
    audit.record("user.disabled", subject=user.id)
    db.commit()
    click.echo(f"{user.email} can no longer sign in.")


def _address(email: str) -> str:
    try:
        return checked(email)
    except EmailNotValidError:
        # `.example` addresses are for documentation and demos only, and fit the form.
        raise click.BadParameter(
            f"{email!r} is not an e-mail address", param_hint="--email"
        ) from None


def _account(email: str) -> User:
    user = account_of(email)
    if user is None:
        raise click.ClickException(f"There is no account {email}.")
    return user


def _client(slug: str) -> Client:
    client = db.session.scalars(select(Client).where(Client.slug == slug)).first()
    if client is None:
        raise click.ClickException(f"There is no client {slug}; `flask clients list` shows all.")
    return client
