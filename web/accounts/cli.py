"""`flask users …`: the first account of an installation, and everyone after it."""

import click
from email_validator import EmailNotValidError
from sqlalchemy import select

from core import audit, db
from core.clock import now
from core.config import settings
from core.languages import HOME, PAGES
from core.tenants import MEMBER_ROLES, STAFF_ROLES, Client, Membership, User
from web.accounts import attempts, auth, known_browsers
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
    """Stop an account, and sign it out everywhere."""
    user = _account(email)
    auth.end(user)
    audit.record("user.disabled", subject=user.id)  # its lock comes before that of the person's row
    user.active = False
    db.commit()
    click.echo(f"{user.email} can no longer sign in.")


@users.command("attempts")
@click.argument("email", required=False)
def list_attempts(email: str | None) -> None:
    """Whose password was tried wrongly of late, and who is held up by it and until when."""
    people = [_account(email)] if email else db.session.scalars(select(User).order_by(User.email))
    at = now()
    for user in people:
        for bucket in attempts.of_account(user.email):
            limit = attempts.LIMITS[bucket.limit_name]
            tried = limit.tried(bucket.empty_at, at)
            room_at = at + limit.wait(bucket.empty_at, at)
            held = f", held up until {room_at:%Y-%m-%d %H:%M:%S} UTC" if room_at > at else ""
            if tried:
                click.echo(f"{user.email} ({limit.name}): {tried} of {limit.holds}{held}")


@users.command("admit")
@click.argument("email")
def admit(email: str) -> None:
    """Forget the wrong attempts for an account, and invite its person past those of others.

    Prints an address. The browser that opens it is known for the account, as if it had signed in
    before; the password is asked for as always.
    """
    user = _account(email)
    attempts.forget(user.email)
    audit.record("user.admitted", subject=user.id)
    db.commit()
    path = f"/login/{known_browsers.invitation(user)}"
    click.echo(f"{user.email} may try again. For their browser, within a day:")
    click.echo(settings().public_base_url + path)


@users.command("sign-out")
@click.argument("email")
def sign_out(email: str) -> None:
    """Sign somebody out everywhere; says from where they were signed in."""
    user = _account(email)
    ended = auth.end(user)
    audit.record("user.signed_out", subject=user.id, detail={"ended": len(ended)})
    db.commit()
    for one in ended:
        since, seen = (f"{at:%Y-%m-%d %H:%M} UTC" for at in (one.created_at, one.seen_at))
        click.echo(f"since {since}, last seen {seen}: {one.browser or 'unknown browser'}")
    click.echo(f"{user.email} is signed in nowhere now.")


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
