"""REST: the account itself, whom it may call, its profiles and bundles, the region of a number.

Resources: https://www.twilio.com/docs/iam/api/account,
https://www.twilio.com/docs/voice/api/dialingpermissions-country-resource,
https://www.twilio.com/docs/phone-numbers/regulatory/api/bundles,
https://www.twilio.com/docs/trust-hub/trusthub-rest-api,
https://www.twilio.com/docs/global-infrastructure/inbound-processing-region-api-phone-number
"""

from collections.abc import Sequence

from flask import Blueprint, Response, jsonify, request

from voice.simulator.api import account_shapes as shapes
from voice.simulator.api.answers import matches_filter, not_found
from voice.simulator.network.exchange import API_VERSION, Exchange

FETCH = "account-fetch"


class AccountRoutes:
    """Most of these have hosts of their own at the provider; here all of them are one."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    @property
    def _sid(self) -> str:
        return self._exchange.credentials.account_sid

    def register(self, api: Blueprint) -> None:
        api.get(f"/{API_VERSION}/Accounts/<account_sid>.json", endpoint=FETCH)(self.fetch)
        api.get("/v1/DialingPermissions/Countries", endpoint="countries-list")(self.list_countries)
        api.get("/v1/DialingPermissions/Countries/<iso_code>", endpoint="countries-fetch")(
            self.fetch_country
        )
        api.get("/v1/CustomerProfiles", endpoint="profiles-list")(self.list_profiles)
        api.get("/v2/RegulatoryCompliance/Bundles/<sid>", endpoint="bundles-fetch")(
            self.fetch_bundle
        )
        api.get("/v2/PhoneNumbers/<number>", endpoint="routes-fetch")(self.fetch_route)

    def fetch(self) -> Response:
        return jsonify(shapes.account(self._exchange.credentials, self._exchange.account))

    def list_countries(self) -> Response:
        listed = [
            shapes.country(each)
            for each in self._exchange.account.countries.values()
            if matches_filter("IsoCode", each.iso_code)
            and matches_filter("LowRiskNumbersEnabled", str(each.allowed).lower())
        ]
        return _page("content", listed)

    def fetch_country(self, iso_code: str) -> Response:
        country = self._exchange.account.countries.get(iso_code.upper())
        if country is None:
            raise not_found(f"DialingPermissions/Countries/{iso_code}")
        return jsonify(shapes.country(country))

    def list_profiles(self) -> Response:
        listed = [
            shapes.profile(self._sid, number, status)
            for number, status in enumerate(self._exchange.account.profiles)
            if matches_filter("Status", status)
        ]
        return _page("results", listed)

    def fetch_bundle(self, sid: str) -> Response:
        status = self._exchange.account.bundles.get(sid)
        if status is None:
            raise not_found(f"RegulatoryCompliance/Bundles/{sid}")
        return jsonify(shapes.bundle(self._sid, sid, status))

    def fetch_route(self, number: str) -> Response:
        held = self._exchange.number(number)
        if held is None:
            raise not_found(f"PhoneNumbers/{number}")
        return jsonify(shapes.route(self._sid, held))


def _page(key: str, items: Sequence[object]) -> Response:
    """One page is enough here for what newer interfaces list."""
    here = f"https://{request.host}{request.path}"
    meta = {
        "key": key,
        "page": 0,
        "page_size": 50,
        "url": here,
        "first_page_url": here,
        "previous_page_url": None,
        "next_page_url": None,
    }
    return jsonify({key: list(items), "meta": meta})
