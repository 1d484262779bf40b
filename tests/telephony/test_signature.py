"""Only what Twilio signed for this address comes in."""

from __future__ import annotations

import hashlib
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]
from werkzeug.datastructures import MultiDict

from ivr.telephony.signature import Signatures

TOKEN, SECOND = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
BASE = "https://311.example.gov"
FORM = {"CallSid": ["CA1"], "From": ["+14105550123"], "Digits": [""], "SpeechResult": ["año ñ 漢"]}
LINE = Signatures([TOKEN], BASE)


def sign(url: str, form: object = None, token: str = TOKEN, algorithm: str | None = None) -> str:
    return str(RequestValidator(token).compute_signature(url, form or {}, algorithm))


def flat(form: dict[str, list[str]]) -> MultiDict[str, str]:
    return MultiDict([(name, value) for name, values in form.items() for value in values])


def test_a_signed_form_is_valid_and_an_unsigned_one_is_not() -> None:
    header = sign(BASE + "/voice", flat(FORM))
    assert LINE.valid("/voice", "", FORM, header)
    assert not LINE.valid("/voice", "", {**FORM, "Digits": ["1"]}, header)
    assert not LINE.valid("/voice", "", {**FORM, "Extra": [""]}, header)
    assert not LINE.valid("/voice/turn", "", FORM, header)


def test_blank_parameters_are_signed_too() -> None:
    header = sign(BASE + "/voice", flat(FORM))
    assert not LINE.valid(
        "/voice", "", {name: values for name, values in FORM.items() if values != [""]} | {"X": [""]}, header
    )


def test_repeated_parameters_are_signed_with_all_their_values() -> None:
    form = {"A": ["2", "1", "1"], "B": ["x"]}
    header = sign(BASE + "/voice", flat(form))
    assert LINE.valid("/voice", "", form, header)
    assert not LINE.valid("/voice", "", {"A": ["2"], "B": ["x"]}, header)


def test_the_query_is_signed_as_it_was_sent() -> None:
    header = sign(BASE + "/voice/turn?s=a%2Db&silence=1", flat(FORM))
    assert LINE.valid("/voice/turn", "s=a%2Db&silence=1", FORM, header)
    assert not LINE.valid("/voice/turn", "s=a-b&silence=1", FORM, header)
    assert not LINE.valid("/voice/turn", "", FORM, header)


def test_a_get_is_signed_by_its_address() -> None:
    header = sign(BASE + "/voice?CallSid=CA1&Digits=")
    assert LINE.valid("/voice", "CallSid=CA1&Digits=", {}, header)
    assert not LINE.valid("/voice", "CallSid=CA2&Digits=", {}, header)


@pytest.mark.parametrize("signed", ["https://311.example.gov:443/voice", "https://311.example.gov/voice"])
def test_the_usual_port_may_be_named_or_not(signed: str) -> None:
    assert LINE.valid("/voice", "", FORM, sign(signed, flat(FORM)))
    assert Signatures([TOKEN], BASE + ":443").valid("/voice", "", FORM, sign(signed, flat(FORM)))


@pytest.mark.parametrize("base", ["http://localhost:8311", "http://127.0.0.1:8311", "https://x.example:8443/line"])
def test_a_port_and_a_path_before_ours_are_part_of_the_address(base: str) -> None:
    assert Signatures([TOKEN], base).valid("/voice", "", FORM, sign(base + "/voice", flat(FORM)))
    assert Signatures([TOKEN], base + "/").valid("/voice", "", FORM, sign(base + "/voice", flat(FORM)))


def test_another_scheme_host_or_port_is_another_address() -> None:
    for other in ("http://311.example.gov", "https://311.example.org", "https://311.example.gov:8443"):
        assert not LINE.valid("/voice", "", FORM, sign(other + "/voice", flat(FORM)))


def test_the_fragment_of_a_url_is_not_signed_by_twilio() -> None:
    assert not LINE.valid("/voice", "", FORM, sign(BASE + "/voice#rc=2", flat(FORM)))


def test_every_token_in_force_is_taken() -> None:
    both = Signatures([TOKEN, SECOND], BASE)
    for token in (TOKEN, SECOND):
        assert both.valid("/voice", "", FORM, sign(BASE + "/voice", flat(FORM), token))
    assert not both.valid("/voice", "", FORM, sign(BASE + "/voice", flat(FORM), "third"))
    assert not LINE.valid("/voice", "", FORM, sign(BASE + "/voice", flat(FORM), SECOND))


def test_without_a_token_nothing_is_valid() -> None:
    assert not Signatures([], BASE).valid("/voice", "", FORM, sign(BASE + "/voice", flat(FORM), ""))


def test_another_body_counts_with_its_hash_only() -> None:
    body = '{"a": "ñ"}'
    query = "bodySHA256=" + hashlib.sha256(body.encode()).hexdigest()
    header = sign(f"{BASE}/voice?{query}")
    assert LINE.valid("/voice", query, body, header)
    assert not LINE.valid("/voice", query, body + " ", header)
    assert not LINE.valid("/voice", query, body, sign(BASE + "/voice"))


@pytest.mark.parametrize("query", ["", "a=1", "bodySHA256=", "xbodySHA256=1", "bodySHA256"])
def test_another_body_without_a_hash_is_invalid_and_raises_nothing(query: str) -> None:
    url = f"{BASE}/voice?{query}" if query else BASE + "/voice"
    assert not LINE.valid("/voice", query, '{"a": 1}', sign(url))


@pytest.mark.parametrize("header", [None, "", " ", "garbage", "ñ" * 28, "=" * 28, "\x00", "A" * 100_000])
def test_a_header_that_is_missing_or_garbage_is_invalid(header: str | None) -> None:
    assert not LINE.valid("/voice", "", FORM, header)


def test_the_newer_algorithm_is_known_by_its_header() -> None:
    header = sign(BASE + "/voice", flat(FORM), algorithm="HMAC_SHA256")
    assert LINE.valid("/voice", "", FORM, header, "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256")
    assert not LINE.valid("/voice", "", FORM, header)
    assert not LINE.valid("/voice", "", FORM, header, "algorithm=ROT13")


def test_a_strangers_words_stay_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert not LINE.valid("/voice", "", FORM, "x", "algorithm=SECRET-WORDS")
    assert not LINE.valid("/voice", "bodySHA256=1", "{}", "x", "algorithm=SECRET-WORDS")
    assert "SECRET-WORDS" not in caplog.text


@given(
    st.dictionaries(st.text("abAB ñ&=+\x00"), st.lists(st.text("12 ñ&=+"), min_size=1, max_size=3), max_size=4),
    st.sampled_from(["", "s=1", "s=%41&silence=1"]),
    st.sampled_from([TOKEN, SECOND]),
)
def test_it_decides_as_the_validator_does(form: dict[str, list[str]], query: str, token: str) -> None:
    url = BASE + "/voice" + ("?" + query if query else "")
    for header in (sign(url, flat(form), token), sign(url, {}, token)):
        assert LINE.valid("/voice", query, form, header) == RequestValidator(TOKEN).validate(url, flat(form), header)


@given(st.text(), st.text(), st.dictionaries(st.text(), st.lists(st.text(), min_size=1)), st.text(), st.text())
def test_nothing_raises(path: str, query: str, form: dict[str, list[str]], header: str, settings: str) -> None:
    assert not LINE.valid("/" + path, query, form, header, settings)
    assert not LINE.valid("/" + path, query, header, header, settings)
