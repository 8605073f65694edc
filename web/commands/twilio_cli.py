"""`flask twilio setup`: a number and the TwiML App of the browser phones, set up and checked."""

import sys
from contextlib import suppress

import click

from core import audit, db
from core.reading import phone_numbers
from voice.gateway import GatewayError, account
from voice.provisioning import Finding, Level, checks, fallback, plan, refused

BY_HAND = """
What only the provider's console shows; look at it once:
  Billing                             a paid account that fills itself up again
  Trust Hub > Profiles                the primary profile is approved; until then few calls at once
  Phone Numbers > Regulatory          the bundle of the number's country is approved
  API keys                            a Standard one: with a restricted one no phone works
  Voice > Settings > General          Enforce HTTP Auth on Media URLs is on
  Voice > Settings > Recording        encryption and external storage are off
  Voice > Settings > Geo permissions  only the country of the number that the fallback dials
"""
COLOURS = {Level.FAULT: "red", Level.WARNING: "yellow", Level.NOTE: None}


class PhoneNumber(click.ParamType):
    name = "number"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        exact = phone_numbers.read(value)
        if not exact or not value.strip().startswith("+"):
            self.fail(f"{value!r} is not a whole number such as +33199000900", param, ctx)
        return exact


@click.group()
def twilio() -> None:
    """The account at the provider."""


@twilio.command()
@click.option("--number", type=PhoneNumber(), required=True, help="A line's number, as +33….")
@click.option("--check", is_flag=True, help="Change nothing; end with 1 where something is wrong.")
@click.option("--fallback", "address", default="", help="Address that answers while this is down.")
@click.option("--on-call", type=PhoneNumber(), help="Whom the fallback's text dials.")
@click.option("--yes", is_flag=True, help="Do not ask before something is changed.")
def setup(number: str, check: bool, address: str, on_call: str | None, yes: bool) -> None:
    """Set a number and the TwiML App up, and check all that calls to it depend on.

    It shows what it will change, and asks first. It may be run again at any time.
    """
    if check and (address or on_call or yes):
        raise click.UsageError("--check changes nothing: leave the other options out.")
    if not check:
        _set_up(number, address, yes)
        if on_call or not (address or _has_fallback(number)):
            _show_fallback(number, on_call or "")
        click.echo(BY_HAND)
    found = checks.run(number)
    for each in found:
        _show(each)
    if any(each.level is Level.FAULT for each in found):
        sys.exit(1)
    click.echo(f"Calls to {number} can come.")


def _set_up(number: str, address: str, yes: bool) -> None:
    try:
        if address:
            fallback.check_address(address)
        wanted = plan.make(number, address)
        if _agreed(wanted, yes):
            _carry_out(wanted)
    except fallback.BadFallback as bad:
        raise click.BadParameter(str(bad), param_hint="--fallback") from None
    except (plan.NoSuchNumber, plan.NoSuchApp):
        return  # the checks say what to do
    except GatewayError as error:
        click.echo(refused("Not everything could be set up", error), err=True)


def _agreed(wanted: plan.Plan, yes: bool) -> bool:
    """Whether there is something to do, and it may be done."""
    if not wanted.changes:
        click.echo("Everything that can be set up from here is.")
        return False
    for each in wanted.changes:
        click.echo(f"{each.subject}  {each.name}")
        click.echo(f"    from {each.shown}\n    to   {each.after or 'not set'}")
    return yes or click.confirm("Change this at the provider?")


def _carry_out(wanted: plan.Plan) -> None:
    made = plan.carry_out(wanted)
    names = {"changed": [each.name for each in wanted.changes]}
    audit.record("twilio.set_up", subject=wanted.number.number, detail=names)
    db.commit()
    if made is not None:
        click.echo(f"The TwiML App is made. Set TWILIO_TWIML_APP_SID={made.sid}")
    click.echo("Changed.")


def _has_fallback(number: str) -> bool:
    with suppress(GatewayError):
        return bool(account.fallback_of(number))
    return False


def _show_fallback(number: str, on_call: str) -> None:
    click.echo(
        "\nThe text of a TwiML Bin (Developer tools > TwiML Bins), which answers while this "
        "service is down.\nRun this again with --fallback and its address, or that of a second "
        "host that says the same."
    )
    if not on_call:
        click.echo("With --on-call it dials somebody who always answers.")
    click.echo(f"\n{fallback.text(number, on_call)}\n")
    if on_call:
        click.echo(f"Calls to the country of {on_call} must be allowed ({checks.GEO}).")


def _show(each: Finding) -> None:
    label = click.style(f"{each.level.value:8}", fg=COLOURS[each.level])
    click.echo(f"{label} {each.text}", err=each.level is Level.FAULT)
