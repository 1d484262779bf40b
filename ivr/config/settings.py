"""The settings: one field each, with its variable, its words, how it is read and what follows from several of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from ivr.config import reading


def setting(name: str, about: str, default: Any = "", read: reading.Read = reading.text, secret: bool = False) -> Any:
    """A field that is read from the variable `name`; left empty there, it is `default`. secret: never shown."""
    return field(default=default, repr=not secret, metadata={"name": name, "about": about, "read": read})


@dataclass(frozen=True)
class Settings:
    """One field a setting; `metadata` carries the variable's name, what it means, and how it is read."""

    public_base_url: str = setting(
        "PUBLIC_BASE_URL",
        "The address Twilio and residents reach; signatures are checked against it.",
        default="http://localhost:8311",
        read=reading.public,
    )
    twilio_account_sid: str = setting("TWILIO_ACCOUNT_SID", "The Twilio account (AC…).")
    twilio_auth_token: str = setting(
        "TWILIO_AUTH_TOKEN", "Twilio's auth token. When set, every webhook's signature is checked.", secret=True
    )
    twilio_auth_token_secondary: str = setting(
        "TWILIO_AUTH_TOKEN_SECONDARY", "A second token that is accepted while the first is rotated.", secret=True
    )
    database_url: str = setting(
        "DATABASE_URL", "PostgreSQL; empty: the embedded server under the data directory.", secret=True
    )
    secret_keys: tuple[str, ...] = setting(
        "SECRET_KEYS",
        "Comma-separated secrets of 32 characters or more, newest first.",
        default=(),
        read=reading.secrets,
        secret=True,
    )
    city_timezone: str = setting("CITY_TIMEZONE", "Overrides `timezone` of flows/city.yaml.", read=reading.timezone)
    data_dir: Path = setting(  # noqa: RUF009 - it is a field
        "ONECALL_DATA",
        "Folder for the embedded database and the local outbox.",
        default=Path("var"),
        read=reading.folder,
    )
    home: Path = setting(  # noqa: RUF009
        "ONECALL_HOME", "Folder that holds flows/ and prompts/.", default=Path("."), read=reading.folder
    )
    simulator: bool = setting(
        "ONECALL_SIMULATOR", "1 opens the test phone at /phone. Never in production.", default=False, read=reading.flag
    )
    gazetteer_file: str = setting(
        "ONECALL_GAZETTEER", "The city's map, of `ivr places import`; empty: city.gazetteer in the data folder."
    )
    geocoder: str = setting(
        "GEOCODER",
        "Another map, asked for places the gazetteer is unsure of: arcgis, nominatim or photon.",
        read=reading.geocoder,
    )
    geocoder_url: str = setting("GEOCODER_URL", "Its address, https://…; parameters of your own are kept.", secret=True)
    geocoder_key: str = setting("GEOCODER_KEY", "A token, where an ArcGIS locator wants one.", secret=True)
    ears: tuple[str, ...] = setting(
        "ONECALL_EARS",
        "Recognisers in the order they are asked: google, offline; empty: google when GOOGLE_CLOUD_PROJECT is set, "
        "then offline.",
        default=(),
        read=reading.ears,
    )
    google_project: str = setting("GOOGLE_CLOUD_PROJECT", "The Google Cloud project whose Speech-to-Text hears.")
    google_location: str = setting(
        "GOOGLE_SPEECH_LOCATION", "Its region (us, eu, us-central1 …): the sound stays there.", default="us"
    )
    google_endpoint: str = setting(
        "GOOGLE_SPEECH_ENDPOINT",
        "Another server that speaks google.cloud.speech.v2, host:port, without TLS: for tests.",
    )
    recordings: str = setting(
        "ONECALL_RECORDINGS",
        "Where recordings are kept: a folder, or s3://bucket/prefix; empty: recordings in the data folder.",
    )
    twilio_api: str = setting(
        "TWILIO_API_URL",
        "Another server that speaks Twilio's REST API, http://host:port: for tests.",
        read=reading.base,
    )
    metrics_token: str = setting(
        "ONECALL_METRICS_TOKEN",
        "Shown as `Authorization: Bearer …`, it opens /metrics; empty: only this machine may look.",
        secret=True,
    )
    desk: str = setting(
        "ONECALL_DESK",
        "off: this process has no door for the people who work at the line (`/desk`).",
        default="on",
        read=reading.one_of("on", "off"),
    )
    twilio_api_key: str = setting(
        "TWILIO_API_KEY", "An API key of the Twilio account (SK…): agents' browsers can be telephones by it."
    )
    twilio_api_secret: str = setting("TWILIO_API_SECRET", "The secret of that API key.", secret=True)
    calls_per_second: int = setting(
        "TWILIO_CALLS_PER_SECOND",
        "How many calls the Twilio account may make a second; all workers share them.",
        default=1,
        read=reading.number(1, 100),
    )
    second_step: bool = setting(
        "ONECALL_SECOND_STEP",
        "1 asks agents too for a code besides the password; supervisors and administrators always are.",
        default=False,
        read=reading.flag,
    )
    oidc_issuer: str = setting(
        "ONECALL_OIDC_ISSUER",
        "The city's single sign-on (OpenID Connect), https://…, as it names itself; empty: passwords alone.",
        read=reading.issuer,
    )
    oidc_client: str = setting("ONECALL_OIDC_CLIENT", "What the sign-on calls this line (client id).")
    oidc_secret: str = setting("ONECALL_OIDC_SECRET", "The secret that goes with it.", secret=True)
    oidc_login: str = setting(
        "ONECALL_OIDC_LOGIN",
        "The claim that is the name for signing in here; `email` only when it is verified.",
        default="preferred_username",
    )
    oidc_group: str = setting(
        "ONECALL_OIDC_GROUP", "Who is in this group there is added as an agent; empty: nobody who is not added here."
    )
    oidc_groups: str = setting("ONECALL_OIDC_GROUPS", "The claim that names somebody's groups.", default="groups")
    oidc_second: str = setting(
        "ONECALL_OIDC_SECOND",
        "When a sign-on counts as one with a second step: amr (where it says `mfa`), always, or never.",
        default="amr",
        read=reading.one_of(*reading.SECOND),
    )
    idle_minutes: int = setting(
        "ONECALL_IDLE_MINUTES",
        "Minutes without a sign of life after which a sign-in ends.",
        default=60,
        read=reading.number(5, 1440),
    )
    signed_in_hours: int = setting(
        "ONECALL_SIGNED_IN_HOURS",
        "Hours after which a sign-in ends, whatever happens.",
        default=12,
        read=reading.number(1, 168),
    )
    password_mib: int = setting(
        "ONECALL_PASSWORD_MIB",
        "Memory of one argon2 hash of a password, MiB; under 19 is for tests.",
        default=46,
        read=reading.number(1, 1024),
    )
    proxies: int = setting(
        "ONECALL_PROXIES",
        "Proxies in front that add to X-Forwarded-For; one on this machine is seen without it.",
        default=0,
        read=reading.number(0, 10),
    )
    cache: str = setting(
        "ONECALL_CACHE", "Folder for what can be made again: what was learned; empty: cache in the data folder."
    )
    patience_ms: int = setting(
        "ONECALL_PATIENCE_MS",
        "Milliseconds a turn waits for the database, then goes on.",
        default=80,
        read=reading.number(10, 5000),
    )
    test_phone: str = setting(
        "ONECALL_TEST_PHONE",
        "Where `ivr run` keeps the test phone's calls; it sets this itself, nobody else does.",
        secret=True,
    )
    log_level: str = setting(
        "LOG_LEVEL", "debug, info, warning or error.", default="info", read=reading.one_of(*reading.LEVELS)
    )

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
        return self.ears or (reading.EARS if self.google_project else reading.EARS[1:])

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
        found = {}
        for one in fields(cls):
            name, read = one.metadata["name"], one.metadata["read"]
            if written := env.get(name, "").strip():
                found[one.name] = read(name, written, env)
        return cls(**found)
