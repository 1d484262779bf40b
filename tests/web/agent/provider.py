"""A sign-on as a city has one: OpenID Connect over HTTP, strict about what it is asked; faulty when a test says so."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "onecall", "a secret of both"
Spoil = Callable[[dict[str, Any]], None]


def key(name: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


KEY = key("first")


@dataclass
class SignOn:
    """redirect: where alone it answers. who: the claims of whoever sits in front of the browser; None: they say no.

    spoil: changes the claims before they are signed. sign: how, when not with the first of `keys`.
    """

    redirect: str
    who: dict[str, Any] | None = field(default_factory=lambda: {"sub": "s-1", "preferred_username": "dana"})
    spoil: Spoil = lambda claims: None
    sign: Callable[[dict[str, Any]], str] | None = None
    keys: list[RSAKey] = field(default_factory=lambda: [KEY])
    issuer: str = ""
    now: Callable[[], float] = time.time
    down: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    more: dict[str, Any] | None = None
    """What is told of them at /userinfo, where there is such a place, and not in the token."""

    def __post_init__(self) -> None:
        self.codes: dict[str, dict[str, str]] = {}
        self.access = secrets.token_urlsafe(16)
        self.app = Flask("sign-on")
        for path, view, method in (
            ("/.well-known/openid-configuration", self._facts, "GET"),
            ("/keys", self._keys, "GET"),
            ("/authorize", self._authorize, "GET"),
            ("/token", self._token, "POST"),
            ("/userinfo", self._userinfo, "GET"),
        ):
            self.app.add_url_rule(path, path, view, methods=[method])
        self.app.before_request(self._away)

    def _away(self) -> Response | None:
        self.asked.append(request.path)
        return Response("down for maintenance", 503) if self.down else None

    def _facts(self) -> Response:
        here = self.issuer
        return jsonify(
            {
                "issuer": here, "authorization_endpoint": f"{here}/authorize", "token_endpoint": f"{here}/token",
                "jwks_uri": f"{here}/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "authorization_response_iss_parameter_supported": True,
                **({} if self.more is None else {"userinfo_endpoint": f"{here}/userinfo"}), **self.facts,
            }
        )  # fmt: skip

    def _keys(self) -> Response:
        return jsonify(KeySet(list(self.keys)).as_dict(private=False))

    def _authorize(self) -> Any:
        """What a real one refuses, this one refuses: it shows a page of its own then, and sends nobody back."""
        told = request.args
        wanted = {"client_id": CLIENT, "redirect_uri": self.redirect, "response_type": "code"}
        if any(told.get(name) != value for name, value in wanted.items()):
            return Response("unknown client or address", 400)
        short = [name for name in ("state", "nonce", "code_challenge") if len(told.get(name, "")) < 32]
        if short or told.get("code_challenge_method") != "S256" or "openid" not in told.get("scope", "").split():
            return Response("not asked as one asks", 400)
        if self.who is None:
            back = {"error": "access_denied", "state": told["state"], "iss": self.issuer}
        else:
            code = secrets.token_urlsafe(24)
            self.codes[code] = dict(told)
            back = {"code": code, "state": told["state"], "iss": self.issuer}
        return redirect(f"{self.redirect}?{urlencode(back)}", 302)

    def _token(self) -> Any:
        sent, auth = request.form, request.authorization
        if auth is None or (auth.username, auth.password) != (CLIENT, SECRET):
            return jsonify(error="invalid_client"), 401
        asked = self.codes.pop(sent.get("code", ""), None)
        proof = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or sent.get("grant_type") != "authorization_code"
            or sent.get("redirect_uri") != asked["redirect_uri"]
            or base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return jsonify(error="invalid_grant"), 400
        token = self._signed(asked)
        return jsonify(access_token=self.access, token_type="Bearer", expires_in=300, id_token=token)

    def _userinfo(self) -> Any:
        held = request.headers.get("Authorization") == f"Bearer {self.access}"
        return jsonify(self.more) if held else (jsonify(error="invalid_token"), 401)

    def _signed(self, asked: dict[str, str]) -> str:
        now = int(self.now())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"],
            **(self.who or {}),
        }  # fmt: skip
        if "max_age" in asked:
            claims.setdefault("auth_time", now)
        self.spoil(claims)
        if self.sign:
            return self.sign(claims)
        return jwt.encode({"alg": "RS256", "kid": self.keys[0].kid}, claims, self.keys[0])


def unsigned(claims: dict[str, Any]) -> str:
    """With alg none: whoever can write JSON can write this."""
    return ".".join(part(one) for one in ({"alg": "none"}, claims)) + "."


def part(it: dict[str, Any]) -> str:
    """As it stands in a token."""
    return base64.urlsafe_b64encode(json.dumps(it).encode()).rstrip(b"=").decode()


def through(there: str, base: str) -> str:
    """As a browser does it: goes where it was sent, and is sent back; our own path and query that it comes to."""
    answer = requests.get(there, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    assert f"{back.scheme}://{back.netloc}" == base
    return f"{back.path}?{back.query}"


def query(url: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
