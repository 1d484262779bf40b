"""Every setting, read once from the environment; docs/running.md documents each (a test compares)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

GEOCODERS = ("arcgis", "nominatim", "photon")
EARS = ("google", "offline")
SECOND = ("amr", "always", "never")


class BadSetting(Exception):
    """A setting is missing or wrong; the message says which, and the remedy."""


def _setting(name: str, about: str) -> dict[str, str]:
    return {"name": name, "about": about}


@dataclass(frozen=True)
class Settings:
    """One field a setting; `metadata` carries the variable's name and what it means."""

    public_base_url: str = field(
        default="http://localhost:8311",
        metadata=_setting(
            "PUBLIC_BASE_URL", "The address Twilio and residents reach; signatures are checked against it."
        ),
    )
    twilio_account_sid: str = field(default="", metadata=_setting("TWILIO_ACCOUNT_SID", "The Twilio account (AC…)."))
    twilio_auth_token: str = field(
        default="",
        repr=False,
        metadata=_setting("TWILIO_AUTH_TOKEN", "Twilio's auth token. When set, every webhook's signature is checked."),
    )
    twilio_auth_token_secondary: str = field(
        default="",
        repr=False,
        metadata=_setting("TWILIO_AUTH_TOKEN_SECONDARY", "A second token that is accepted while the first is rotated."),
    )
    database_url: str = field(
        default="",
        repr=False,
        metadata=_setting("DATABASE_URL", "PostgreSQL; empty: the embedded server under the data directory."),
    )
    secret_keys: tuple[str, ...] = field(
        default=(),
        repr=False,
        metadata=_setting("SECRET_KEYS", "Comma-separated secrets of 32 characters or more, newest first."),
    )
    city_timezone: str = field(
        default="", metadata=_setting("CITY_TIMEZONE", "Overrides `timezone` of flows/city.yaml.")
    )
    data_dir: Path = field(
        default=Path("var"), metadata=_setting("ONECALL_DATA", "Folder for the embedded database and the local outbox.")
    )
    home: Path = field(default=Path("."), metadata=_setting("ONECALL_HOME", "Folder that holds flows/ and prompts/."))
    simulator: bool = field(
        default=False,
        metadata=_setting("ONECALL_SIMULATOR", "1 opens the test phone at /phone. Never in production."),
    )
    gazetteer_file: str = field(
        default="",
        metadata=_setting(
            "ONECALL_GAZETTEER", "The city's map, of `ivr places import`; empty: city.gazetteer in the data folder."
        ),
    )
    geocoder: str = field(
        default="",
        metadata=_setting(
            "GEOCODER", "Another map, asked for places the gazetteer is unsure of: arcgis, nominatim or photon."
        ),
    )
    geocoder_url: str = field(
        default="",
        repr=False,
        metadata=_setting("GEOCODER_URL", "Its address, https://…; parameters of your own are kept."),
    )
    geocoder_key: str = field(
        default="", repr=False, metadata=_setting("GEOCODER_KEY", "A token, where an ArcGIS locator wants one.")
    )
    ears: tuple[str, ...] = field(
        default=(),
        metadata=_setting(
            "ONECALL_EARS",
            "Recognisers in the order they are asked: google, offline; empty: google when GOOGLE_CLOUD_PROJECT is set, "
            "then offline.",
        ),
    )
    google_project: str = field(
        default="", metadata=_setting("GOOGLE_CLOUD_PROJECT", "The Google Cloud project whose Speech-to-Text hears.")
    )
    google_location: str = field(
        default="us",
        metadata=_setting("GOOGLE_SPEECH_LOCATION", "Its region (us, eu, us-central1 …): the sound stays there."),
    )
    google_endpoint: str = field(
        default="",
        metadata=_setting(
            "GOOGLE_SPEECH_ENDPOINT",
            "Another server that speaks google.cloud.speech.v2, host:port, without TLS: for tests.",
        ),
    )
    recordings: str = field(
        default="",
        metadata=_setting(
            "ONECALL_RECORDINGS",
            "Where recordings are kept: a folder, or s3://bucket/prefix; empty: recordings in the data folder.",
        ),
    )
    twilio_api: str = field(
        default="",
        metadata=_setting(
            "TWILIO_API_URL", "Another server that speaks Twilio's REST API, http://host:port: for tests."
        ),
    )
    metrics_token: str = field(
        default="",
        repr=False,
        metadata=_setting(
            "ONECALL_METRICS_TOKEN",
            "Shown as `Authorization: Bearer …`, it opens /metrics; empty: only this machine may look.",
        ),
    )
    desk: str = field(
        default="on",
        metadata=_setting(
            "ONECALL_DESK", "off: this process has no door for the people who work at the line (`/desk`)."
        ),
    )
    twilio_api_key: str = field(
        default="",
        metadata=_setting(
            "TWILIO_API_KEY", "An API key of the Twilio account (SK…): agents' browsers can be telephones by it."
        ),
    )
    twilio_api_secret: str = field(
        default="", repr=False, metadata=_setting("TWILIO_API_SECRET", "The secret of that API key.")
    )
    calls_per_second: int = field(
        default=1,
        metadata=_setting(
            "TWILIO_CALLS_PER_SECOND", "How many calls the Twilio account may make a second; all workers share them."
        ),
    )
    second_step: bool = field(
        default=False,
        metadata=_setting(
            "ONECALL_SECOND_STEP",
            "1 asks agents too for a code besides the password; supervisors and administrators always are.",
        ),
    )
    oidc_issuer: str = field(
        default="",
        metadata=_setting(
            "ONECALL_OIDC_ISSUER",
            "The city's single sign-on (OpenID Connect), https://…, as it names itself; empty: passwords alone.",
        ),
    )
    oidc_client: str = field(
        default="", metadata=_setting("ONECALL_OIDC_CLIENT", "What the sign-on calls this line (client id).")
    )
    oidc_secret: str = field(
        default="", repr=False, metadata=_setting("ONECALL_OIDC_SECRET", "The secret that goes with it.")
    )
    oidc_login: str = field(
        default="preferred_username",
        metadata=_setting(
            "ONECALL_OIDC_LOGIN", "The claim that is the name for signing in here; `email` only when it is verified."
        ),
    )
    oidc_group: str = field(
        default="",
        metadata=_setting(
            "ONECALL_OIDC_GROUP",
            "Who is in this group there is added as an agent; empty: nobody who is not added here.",
        ),
    )
    oidc_groups: str = field(
        default="groups", metadata=_setting("ONECALL_OIDC_GROUPS", "The claim that names somebody's groups.")
    )
    oidc_second: str = field(
        default="amr",
        metadata=_setting(
            "ONECALL_OIDC_SECOND",
            "When a sign-on counts as one with a second step: amr (where it says `mfa`), always, or never.",
        ),
    )
    idle_minutes: int = field(
        default=60,
        metadata=_setting("ONECALL_IDLE_MINUTES", "Minutes without a sign of life after which a sign-in ends."),
    )
    signed_in_hours: int = field(
        default=12, metadata=_setting("ONECALL_SIGNED_IN_HOURS", "Hours after which a sign-in ends, whatever happens.")
    )
    password_mib: int = field(
        default=46,
        metadata=_setting(
            "ONECALL_PASSWORD_MIB", "Memory of one argon2 hash of a password, MiB; under 19 is for tests."
        ),
    )
    proxies: int = field(
        default=0,
        metadata=_setting(
            "ONECALL_PROXIES",
            "Proxies in front that add to X-Forwarded-For; one on this machine is seen without it.",
        ),
    )
    cache: str = field(
        default="",
        metadata=_setting(
            "ONECALL_CACHE", "Folder for what can be made again: what was learned; empty: cache in the data folder."
        ),
    )
    patience_ms: int = field(
        default=80,
        metadata=_setting("ONECALL_PATIENCE_MS", "Milliseconds a turn waits for the database, then goes on."),
    )
    test_phone: str = field(
        default="",
        repr=False,
        metadata=_setting(
            "ONECALL_TEST_PHONE",
            "Where `ivr run` keeps the test phone's calls; it sets this itself, nobody else does.",
        ),
    )
    log_level: str = field(default="info", metadata=_setting("LOG_LEVEL", "debug, info, warning or error."))

    @property
    def auth_tokens(self) -> tuple[str, ...]:
        """Twilio's tokens in force, the newest first; empty: signatures are not checked."""
        return tuple(t for t in (self.twilio_auth_token, self.twilio_auth_token_secondary) if t)

    @property
    def rings(self) -> bool:
        """Whether people's telephones can be rung: by a Twilio account, or by the test phone's."""
        real = bool(self.twilio_account_sid and self.twilio_auth_token)
        return real or (self.simulator and bool(self.test_phone))

    @property
    def browser_phone(self) -> bool:
        """Whether an agent's browser can be their telephone."""
        return bool(self.twilio_account_sid and self.twilio_api_key and self.twilio_api_secret)

    @property
    def https(self) -> bool:
        """Whether residents and staff reach the pages by https."""
        return self.public_base_url.startswith("https://")

    @property
    def heard_by(self) -> tuple[str, ...]:
        """The recognisers, in the order they are asked."""
        return self.ears or (EARS if self.google_project else EARS[1:])

    @property
    def gazetteer(self) -> Path:
        """This machine's gazetteer: what `ivr places import` writes and every process here reads."""
        return Path(self.gazetteer_file or self.data_dir / "city.gazetteer")

    @property
    def cache_dir(self) -> Path:
        """What this machine's processes share and can make again; it may be emptied at any time."""
        return Path(self.cache or self.data_dir / "cache")

    @property
    def test_recordings(self) -> Path:
        """Where the test phone keeps what it recorded."""
        return self.data_dir / "test-phone"

    @property
    def starter_map(self) -> tuple[Path, ...]:
        """The files of the starter map, which answers until a gazetteer is imported."""
        return tuple(sorted((self.home / "gazetteer").glob("*.yaml")))

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """Settings from environment variables. BadSetting: the first one that is wrong."""
        keys = tuple(k.strip() for k in env.get("SECRET_KEYS", "").split(",") if k.strip())
        if any(len(k) < 32 for k in keys):
            raise BadSetting("SECRET_KEYS holds a secret of under 32 characters; make one with: openssl rand -hex 32")
        base = env.get("PUBLIC_BASE_URL", cls.public_base_url).rstrip("/")
        if urlsplit(base).scheme not in ("http", "https") or not urlsplit(base).netloc:
            raise BadSetting(f"PUBLIC_BASE_URL is {base!r}; it must look like https://311.example.gov")
        geocoder, url = env.get("GEOCODER", "").strip().lower(), env.get("GEOCODER_URL", "").strip()
        if geocoder and geocoder not in GEOCODERS:
            raise BadSetting(f"GEOCODER is {geocoder!r}; it may be {', '.join(GEOCODERS)}, or empty")
        if geocoder and not _is_address(url):
            raise BadSetting("GEOCODER_URL must be the geocoder's address, https://…, when GEOCODER is set")
        return cls(
            public_base_url=base,
            twilio_account_sid=env.get("TWILIO_ACCOUNT_SID", ""),
            twilio_auth_token=env.get("TWILIO_AUTH_TOKEN", ""),
            twilio_auth_token_secondary=env.get("TWILIO_AUTH_TOKEN_SECONDARY", ""),
            database_url=env.get("DATABASE_URL", ""),
            secret_keys=keys,
            city_timezone=env.get("CITY_TIMEZONE", ""),
            data_dir=Path(env.get("ONECALL_DATA", "var")),
            home=Path(env.get("ONECALL_HOME", ".")),
            gazetteer_file=env.get("ONECALL_GAZETTEER", ""),
            simulator=env.get("ONECALL_SIMULATOR", "").lower() in ("1", "true", "yes"),
            geocoder=geocoder,
            geocoder_url=url,
            geocoder_key=env.get("GEOCODER_KEY", ""),
            ears=_ears(env),
            google_project=env.get("GOOGLE_CLOUD_PROJECT", "").strip(),
            google_location=env.get("GOOGLE_SPEECH_LOCATION", "").strip() or cls.google_location,
            google_endpoint=env.get("GOOGLE_SPEECH_ENDPOINT", "").strip(),
            recordings=env.get("ONECALL_RECORDINGS", "").strip(),
            twilio_api=env.get("TWILIO_API_URL", "").strip().rstrip("/"),
            metrics_token=env.get("ONECALL_METRICS_TOKEN", "").strip(),
            desk=_one_of("ONECALL_DESK", env, ("on", "off")),
            twilio_api_key=env.get("TWILIO_API_KEY", "").strip(),
            twilio_api_secret=env.get("TWILIO_API_SECRET", "").strip(),
            calls_per_second=_number("TWILIO_CALLS_PER_SECOND", env, cls.calls_per_second, 1, 100),
            second_step=env.get("ONECALL_SECOND_STEP", "").lower() in ("1", "true", "yes"),
            oidc_issuer=_issuer(env),
            oidc_client=env.get("ONECALL_OIDC_CLIENT", "").strip(),
            oidc_secret=env.get("ONECALL_OIDC_SECRET", "").strip(),
            oidc_login=env.get("ONECALL_OIDC_LOGIN", "").strip() or cls.oidc_login,
            oidc_group=env.get("ONECALL_OIDC_GROUP", "").strip(),
            oidc_groups=env.get("ONECALL_OIDC_GROUPS", "").strip() or cls.oidc_groups,
            oidc_second=_one_of("ONECALL_OIDC_SECOND", env, SECOND),
            idle_minutes=_number("ONECALL_IDLE_MINUTES", env, cls.idle_minutes, 5, 1440),
            signed_in_hours=_number("ONECALL_SIGNED_IN_HOURS", env, cls.signed_in_hours, 1, 168),
            password_mib=_number("ONECALL_PASSWORD_MIB", env, cls.password_mib, 1, 1024),
            proxies=_number("ONECALL_PROXIES", env, cls.proxies, 0, 10),
            cache=env.get("ONECALL_CACHE", ""),
            patience_ms=_number("ONECALL_PATIENCE_MS", env, cls.patience_ms, 10, 5000),
            test_phone=env.get("ONECALL_TEST_PHONE", "").strip(),
            log_level=env.get("LOG_LEVEL", "info").lower(),
        )


def _number(name: str, env: Mapping[str, str], default: int, least: int, most: int) -> int:
    written = env.get(name, "").strip() or str(default)
    if not written.isdecimal() or not least <= int(written) <= most:
        raise BadSetting(f"{name} is {written!r}; it must be a number from {least} to {most}")
    return int(written)


def _one_of(name: str, env: Mapping[str, str], known: tuple[str, ...]) -> str:
    """The first of them where nothing is set."""
    written = env.get(name, "").strip().lower() or known[0]
    if written not in known:
        raise BadSetting(f"{name} is {written!r}; it may be {' or '.join(known)}")
    return written


def _ears(env: Mapping[str, str]) -> tuple[str, ...]:
    written = tuple(name.strip().lower() for name in env.get("ONECALL_EARS", "").split(",") if name.strip())
    if strange := [name for name in written if name not in EARS]:
        raise BadSetting(f"ONECALL_EARS names {strange[0]!r}; it may name {' and '.join(EARS)}")
    if "google" in written and not env.get("GOOGLE_CLOUD_PROJECT", "").strip():
        raise BadSetting("GOOGLE_CLOUD_PROJECT must be set when ONECALL_EARS names google")
    return written


def _issuer(env: Mapping[str, str]) -> str:
    """As it was written: the sign-on is known by every letter of it."""
    written = env.get("ONECALL_OIDC_ISSUER", "").strip()
    parts = urlsplit(written)
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    if written and not (_is_address(written) and (parts.scheme == "https" or here)):
        raise BadSetting(f"ONECALL_OIDC_ISSUER is {written!r}; it must look like https://login.example.gov")
    for name in ("ONECALL_OIDC_CLIENT", "ONECALL_OIDC_SECRET"):
        if written and not env.get(name, "").strip():
            raise BadSetting(f"{name} must be set when ONECALL_OIDC_ISSUER is")
    return written


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
