"""The account as the REST interface shows it: numbers, TwiML Apps, permissions, limits."""

import inspect
import re
from collections.abc import Callable
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest.api.v2010.account import AccountInstance
from twilio.rest.api.v2010.account.application import ApplicationInstance
from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberInstance
from twilio.rest.numbers.v2.regulatory_compliance.bundle import BundleInstance
from twilio.rest.routes.v2.phone_number import PhoneNumberInstance
from twilio.rest.trusthub.v1.customer_profiles import CustomerProfilesInstance
from twilio.rest.voice.v1.dialing_permissions.country import CountryInstance

from tests.voice.simulator.standin import LINE, StandIn, sdk
from voice.simulator.api import account_shapes
from voice.simulator.network.account import Account, Application, Country, Number
from voice.simulator.server import Simulator

SHAPES: list[tuple[type, Callable[[Simulator], dict[str, Any]]]] = [
    (AccountInstance, lambda s: account_shapes.account(s.exchange.credentials, Account())),
    (IncomingPhoneNumberInstance, lambda s: account_shapes.number("AC", Number("PN", LINE))),
    (ApplicationInstance, lambda s: account_shapes.application("AC", app_of(s))),
    (CountryInstance, lambda s: account_shapes.country(Country("FR", "France", ("+33",)))),
    (BundleInstance, lambda s: account_shapes.bundle("AC", "BU", "draft")),
    (CustomerProfilesInstance, lambda s: account_shapes.profile("AC", 0, "draft")),
    (PhoneNumberInstance, lambda s: account_shapes.route("AC", Number("PN", LINE))),
]


def app_of(simulator: Simulator) -> Application:
    return simulator.exchange.by_sid(Application)[simulator.exchange.credentials.twiml_app_sid]


@pytest.fixture
def number(simulator: Simulator) -> Number:
    return simulator.hold_number(LINE)


@pytest.mark.parametrize(
    ("instance", "shape"), SHAPES, ids=lambda each: getattr(each, "__name__", "")
)
def test_resources_have_the_fields_of_the_providers_specification(
    simulator: Simulator, instance: type, shape: Callable[[Simulator], dict[str, Any]]
) -> None:
    """The SDK's classes are made from it."""
    fields = set(re.findall(r'payload\.get\(\s*"(\w+)"', inspect.getsource(instance.__init__)))
    assert len(fields) > 5
    assert fields == set(shape(simulator))


def test_a_number_is_found_and_set_up_and_its_calls_go_where_it_says(
    simulator: Simulator, application: StandIn, number: Number
) -> None:
    numbers = sdk(simulator).incoming_phone_numbers
    (found,) = numbers.list(phone_number=LINE)
    assert (found.sid, found.voice_url, found.capabilities["voice"]) == (number.sid, None, True)
    assert numbers.list(phone_number="+33199000999") == []
    set_up = numbers(found.sid).update(
        voice_url=f"{application.url}/twilio/voice?here",
        status_callback=f"{application.url}/twilio/over",
        voice_fallback_url="https://elsewhere.example/sorry",
    )
    assert set_up.voice_fallback_url == "https://elsewhere.example/sorry"
    simulator.wait(simulator.place_call(LINE, gives_up_after=5.0).sid)
    assert len(application.of("/twilio/over")) == 1
    tried = {each.url for each in simulator.journal.tries("voice")}
    assert f"{application.url}/twilio/voice?here" in tried


def test_a_number_with_a_twiml_app_goes_where_that_says(
    simulator: Simulator, application: StandIn, number: Number
) -> None:
    client = sdk(simulator)
    app = client.applications.create(friendly_name="Other", voice_url=f"{application.url}/twilio/x")
    client.incoming_phone_numbers(number.sid).update(
        voice_url=f"{application.url}/twilio/voice", voice_application_sid=app.sid
    )
    simulator.wait(simulator.place_call(LINE, gives_up_after=5.0).sid)
    assert application.of("/twilio/voice") == []
    assert len(application.of("/twilio/x")) == 1


@pytest.mark.parametrize(
    ("settings", "code"),
    [({"voice_url": "nowhere"}, 21402), ({"voice_fallback_url": "https://a.example"}, 21405)],
)
def test_settings_that_the_provider_refuses(
    simulator: Simulator, number: Number, settings: dict[str, str], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        sdk(simulator).incoming_phone_numbers(number.sid).update(**settings)
    assert (refused.value.status, refused.value.code) == (400, code)


def test_applications_are_made_found_changed_and_deleted(simulator: Simulator) -> None:
    applications = sdk(simulator).applications
    made = applications.create(friendly_name="Ours", voice_url="https://a.example/agent")
    assert [each.sid for each in applications.list(friendly_name="Ours")] == [made.sid]
    changed = applications(made.sid).update(voice_method="GET")
    assert (changed.voice_url, changed.voice_method) == ("https://a.example/agent", "GET")
    assert applications(made.sid).delete()
    with pytest.raises(TwilioRestException) as gone:
        applications(made.sid).fetch()
    assert gone.value.status == 404


def test_only_the_accounts_token_may_read_the_account(simulator: Simulator) -> None:
    credentials = simulator.exchange.credentials
    url = f"{simulator.base_url}/2010-04-01/Accounts/{credentials.account_sid}.json"
    with_key = (credentials.api_key_sid, credentials.api_key_secret)
    assert requests.get(url, auth=with_key, timeout=30).status_code == 401
    with_token = (credentials.account_sid, credentials.auth_token)
    assert requests.get(url, auth=with_token, timeout=30).json()["type"] == "Full"


def test_refusals_and_the_clock_are_those_a_scenario_asks_for(simulator: Simulator) -> None:
    simulator.exchange.account.refused["IncomingPhoneNumbers"] = 429
    simulator.exchange.account.clock_skew = 3600.0
    credentials = simulator.exchange.credentials
    answer = requests.get(
        f"{simulator.base_url}/2010-04-01/Accounts/{credentials.account_sid}/IncomingPhoneNumbers.json",
        auth=(credentials.api_key_sid, credentials.api_key_secret),
        timeout=30,
    )
    assert (answer.status_code, answer.json()["code"]) == (429, 20429)


# Limits of an account


def test_more_calls_than_the_account_may_have_are_refused(
    simulator: Simulator, application: StandIn
) -> None:
    simulator.exchange.account.most_calls = 1
    first = simulator.place_call(LINE, gives_up_after=300.0, speed=1.0)
    for _ in range(600):
        if application.of("/twilio/voice"):
            break
        first.over.wait(0.05)
    second = simulator.place_call(LINE, gives_up_after=30.0)
    simulator.wait(second.sid)
    first.leg.hang_up()
    simulator.wait(first.sid)
    assert second.leg.status == "failed"
    assert [each.code for each in simulator.journal.warnings(second.sid)] == [10004]
    assert {form["CallSid"] for form in application.of("/twilio/voice")} == {first.sid}
    third = simulator.place_call(LINE, gives_up_after=5.0)
    simulator.wait(third.sid)
    assert third.leg.status == "completed"


def test_a_trial_call_ends_after_ten_minutes_and_only_verified_callers_have_one(
    simulator: Simulator, application: StandIn
) -> None:
    account = simulator.exchange.account
    account.trial, account.verified = True, frozenset({"+33639980001"})
    call = simulator.place_call(LINE, "+33639980001", gives_up_after=3600.0)
    simulator.wait(call.sid)
    assert [each.code for each in simulator.journal.warnings(call.sid)] == [13805]
    assert 595 <= int(application.of("/twilio/status")[0]["CallDuration"]) <= 601
    stranger = simulator.place_call(LINE, "+33639980002", gives_up_after=30.0)
    simulator.wait(stranger.sid)
    assert stranger.leg.status == "failed"
