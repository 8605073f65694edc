"""How the REST API writes down the account, its numbers and what belongs to them.

Fields and forms: the `api_v2010`, `voice_v1`, `numbers_v2`, `trusthub_v1` and `routes_v2` files of
https://github.com/twilio/twilio-oai
"""

from collections.abc import Mapping

from core.config import TwilioCredentials
from voice.simulator.api.shapes import Json, date
from voice.simulator.network.account import Account, Application, Country, Number
from voice.simulator.network.exchange import API_VERSION


def account(credentials: TwilioCredentials, item: Account) -> Json:
    uri = f"/{API_VERSION}/Accounts/{credentials.account_sid}"
    return {
        "sid": credentials.account_sid,
        "owner_account_sid": item.owner_sid or credentials.account_sid,
        "friendly_name": "Simulated",
        "status": item.status,
        "type": "Trial" if item.trial else "Full",
        "auth_token": credentials.auth_token,
        "date_created": date(0.0),
        "date_updated": date(0.0),
        "uri": f"{uri}.json",
        "subresource_uris": {"calls": f"{uri}/Calls.json"},
    }


def _voice(settings: Mapping[str, str]) -> Json:
    """What numbers and TwiML Apps share; an address that is not set is null or empty."""
    return {
        "voice_url": settings.get("VoiceUrl") or None,
        "voice_method": settings.get("VoiceMethod", "POST"),
        "voice_fallback_url": settings.get("VoiceFallbackUrl") or None,
        "voice_fallback_method": settings.get("VoiceFallbackMethod", "POST"),
        "voice_caller_id_lookup": False,
        "status_callback": settings.get("StatusCallback", ""),
        "status_callback_method": settings.get("StatusCallbackMethod", "POST"),
        "sms_url": "",
        "sms_method": "POST",
        "sms_fallback_url": "",
        "sms_fallback_method": "POST",
    }


def number(account_sid: str, item: Number) -> Json:
    return _voice(item.settings) | {
        "sid": item.sid,
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "phone_number": item.number,
        "friendly_name": item.settings.get("FriendlyName", item.number),
        "capabilities": {"voice": item.voice, "sms": False, "mms": False, "fax": False},
        "voice_application_sid": item.settings.get("VoiceApplicationSid", ""),
        "voice_receive_mode": "voice",
        "trunk_sid": item.settings.get("TrunkSid") or None,
        "sms_application_sid": "",
        "bundle_sid": item.settings.get("BundleSid") or None,
        "address_requirements": "any",
        "address_sid": None,
        "identity_sid": None,
        "beta": False,
        "origin": "twilio",
        "emergency_status": "Inactive",
        "emergency_address_sid": None,
        "emergency_address_status": "unregistered",
        "status": "in-use",
        "type": "local",
        "date_created": date(item.created_at),
        "date_updated": date(item.updated_at),
        "uri": f"/{API_VERSION}/Accounts/{account_sid}/IncomingPhoneNumbers/{item.sid}.json",
    }


def application(account_sid: str, item: Application) -> Json:
    return _voice(item.settings) | {
        "sid": item.sid,
        "account_sid": account_sid,
        "api_version": API_VERSION,
        "friendly_name": item.name,
        "message_status_callback": None,
        "sms_status_callback": None,
        "public_application_connect_enabled": False,
        "date_created": date(item.created_at),
        "date_updated": date(item.updated_at),
        "uri": f"/{API_VERSION}/Accounts/{account_sid}/Applications/{item.sid}.json",
    }


def country(item: Country) -> Json:
    url = f"https://voice.twilio.com/v1/DialingPermissions/Countries/{item.iso_code}"
    return {
        "iso_code": item.iso_code,
        "name": item.name,
        "continent": "EUROPE",
        "country_codes": list(item.prefixes),
        "low_risk_numbers_enabled": item.allowed,
        "high_risk_special_numbers_enabled": item.special,
        "high_risk_tollfraud_numbers_enabled": item.toll_fraud,
        "url": url,
        "links": {"highrisk_special_prefixes": f"{url}/HighRiskSpecialPrefixes"},
    }


def _newer(account_sid: str, sid: str, url: str) -> Json:
    """What resources of the newer interfaces have, whose times are ISO 8601."""
    return {
        "sid": sid,
        "account_sid": account_sid,
        "date_created": "2026-01-01T00:00:00Z",
        "date_updated": "2026-01-01T00:00:00Z",
        "url": url,
    }


def profile(account_sid: str, count: int, status: str) -> Json:
    sid = f"BU{count:032x}"
    url = f"https://trusthub.twilio.com/v1/CustomerProfiles/{sid}"
    return _newer(account_sid, sid, url) | {
        "policy_sid": f"RN{count:032x}",
        "friendly_name": "Simulated",
        "status": status,
        "email": "",
        "status_callback": None,
        "valid_until": None,
        "errors": None,
        "links": {},
    }


def bundle(account_sid: str, sid: str, status: str) -> Json:
    url = f"https://numbers.twilio.com/v2/RegulatoryCompliance/Bundles/{sid}"
    return _newer(account_sid, sid, url) | {
        "regulation_sid": f"RN{0:032x}",
        "friendly_name": "Simulated",
        "status": status,
        "email": "",
        "status_callback": None,
        "valid_until": None,
        "links": {},
    }


def route(account_sid: str, item: Number) -> Json:
    sid = f"QQ{item.sid[2:]}"
    url = f"https://routes.twilio.com/v2/PhoneNumbers/{item.number}"
    return _newer(account_sid, sid, url) | {
        "phone_number": item.number,
        "friendly_name": item.number,
        "voice_region": item.region,
    }
