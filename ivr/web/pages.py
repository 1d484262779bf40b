"""What all pages share: the reader's language, the words, the built files, and the headers that keep a page safe."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, make_response, render_template, request, url_for
from markupsafe import Markup, escape

LANGUAGES = ("en", "es")
_HERE = Path(__file__).parent
_BUILT = _HERE / "static" / "built"
_YEAR = 365 * 24 * 3600

SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)",
}


class PagesNotBuilt(Exception):
    """The pages' scripts and styles are not built; run: python hatch_build.py"""

    def __str__(self) -> str:
        return self.__doc__ or ""


def kit() -> Blueprint:
    """The blueprint of templates and built files that every page needs. PagesNotBuilt: nothing was built yet."""
    built("site.css")
    blueprint = Blueprint("pages", __name__, template_folder="templates")

    @blueprint.get("/built/<name>")
    def static(name: str) -> Response:
        return _file(name)

    return blueprint


def page(template: str, status: int = 200, **values: object) -> Response:
    """The template in the reader's language, as a page no cache shares and no frame shows."""
    language = reader_language()
    shown = render_template(template, language=language, t=words(language), built=_built_url, other=_in_other, **values)
    response = make_response(shown, status)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return secure(response)


def secure(response: Response) -> Response:
    """The same response with the security headers, and kept by nobody unless it says otherwise.

    Where the pages are reached by https, browsers are told to come by it for a year.
    """
    for name, value in SECURITY_HEADERS.items():
        response.headers[name] = value
    if current_app.config["PREFERRED_URL_SCHEME"] == "https":
        response.headers["Strict-Transport-Security"] = f"max-age={_YEAR}"
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def reader_language() -> str:
    """`?lang=`, or what the browser prefers, or English."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES, LANGUAGES[0]) or LANGUAGES[0]


def words(language: str) -> Callable[..., Markup]:
    """A function from a key of words.json to its text; **values fill {placeholders} and are escaped."""

    def text(key: str, /, **values: object) -> Markup:
        ours = Markup(all_words()[key][language])  # noqa: S704 - our own words; values are escaped
        return ours.format(**{name: escape(value) for name, value in values.items()})

    return text


@cache
def all_words() -> Mapping[str, Mapping[str, str]]:
    """Every text of the pages: key → language → words (our own, so they may hold markup)."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted((_HERE / "templates").glob("words*.json")):
        found |= json.loads(path.read_text("utf-8"))
    return found


def built(name: str) -> str:
    """The built file of the source `name` (`site.css`). PagesNotBuilt: there is none."""
    manifest = _BUILT / "manifest.json"
    try:
        return _manifest(manifest.stat().st_mtime_ns)[name]
    except (OSError, KeyError):
        raise PagesNotBuilt from None


@cache
def _manifest(changed: int) -> Mapping[str, str]:
    """The manifest as it was at `changed`: a new build is seen without a restart."""
    found: dict[str, str] = json.loads((_BUILT / "manifest.json").read_text("utf-8"))
    return found


def _built_url(name: str) -> str:
    return url_for("pages.static", name=built(name))


def _in_other(language: str) -> str:
    """This page's address in `language`, everything else of the query kept.

    The query is the visitor's: to Flask some of its names would mean another host, or another page.
    """
    path = url_for(request.endpoint or "", **(request.view_args or {}))
    return f"{path}?{urlencode({**request.args.to_dict(), 'lang': language})}"


def _file(name: str) -> Response:
    """A built file, kept for a year: its name changes with its content."""
    known = name in _manifest((_BUILT / "manifest.json").stat().st_mtime_ns).values()
    if not known:
        return secure(make_response("There is no such file.\n", 404, {"Content-Type": "text/plain; charset=utf-8"}))
    kind = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}[Path(name).suffix]
    response = make_response((_BUILT / name).read_bytes())
    response.headers["Content-Type"] = f"{kind}; charset=utf-8"
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return secure(response)
