"""Settings: what is wrong is told in one line, with the remedy, before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivr.config import GEOCODERS, BadSetting, Settings
from ivr.places.geocoders import KINDS


def test_every_geocoder_that_can_be_named_is_there() -> None:
    assert GEOCODERS == KINDS


@pytest.mark.parametrize("kind", [*GEOCODERS, "ArcGIS", " photon "])
def test_another_map_is_named_with_its_address(kind: str) -> None:
    settings = Settings.from_env(
        {"GEOCODER": kind, "GEOCODER_URL": "https://maps.example.gov/x?y=1", "GEOCODER_KEY": "k"}
    )
    assert settings.geocoder == kind.strip().lower()
    assert "maps.example.gov" not in repr(settings)


@pytest.mark.parametrize(
    ("env", "told"),
    [
        (
            {"GEOCODER": "google", "GEOCODER_URL": "https://x.org"},
            "'google'; it may be arcgis, nominatim, photon, or empty",
        ),
        ({"GEOCODER": "arcgis"}, "GEOCODER_URL must be the geocoder's address"),
        ({"GEOCODER": "arcgis", "GEOCODER_URL": "maps.example.gov"}, "GEOCODER_URL must be the geocoder's address"),
        ({"GEOCODER": "arcgis", "GEOCODER_URL": "file:///etc/passwd"}, "GEOCODER_URL must be the geocoder's address"),
        ({"GEOCODER": "arcgis", "GEOCODER_URL": "https://[half"}, "GEOCODER_URL must be the geocoder's address"),
    ],
)
def test_one_that_cannot_be_asked_is_told_at_the_start(env: dict[str, str], told: str) -> None:
    with pytest.raises(BadSetting, match=told):
        Settings.from_env(env)


def test_without_a_name_an_address_means_nothing() -> None:
    assert Settings.from_env({"GEOCODER_URL": "nonsense"}).geocoder == ""


def test_the_maps_stand_where_the_settings_say(tmp_path: Path) -> None:
    (tmp_path / "gazetteer").mkdir()
    for name in ("streets.yaml", "landmarks.yaml", "notes.txt"):
        (tmp_path / "gazetteer" / name).touch()
    settings = Settings.from_env({"ONECALL_HOME": str(tmp_path), "ONECALL_DATA": str(tmp_path / "data")})
    assert [path.name for path in settings.starter_map] == ["landmarks.yaml", "streets.yaml"]
    assert settings.gazetteer.parent == tmp_path / "data"


@pytest.mark.parametrize("written", ["5", "soon", "-80", "9999"])
def test_a_patience_that_is_none_is_told_at_the_start(written: str) -> None:
    with pytest.raises(BadSetting, match="ONECALL_PATIENCE_MS"):
        Settings.from_env({"ONECALL_PATIENCE_MS": written})


def test_patience_is_eighty_milliseconds_where_nothing_is_said() -> None:
    assert Settings.from_env({"ONECALL_PATIENCE_MS": "250"}).patience_ms == 250
    assert Settings.from_env({}).patience_ms == 80


CITY = {"ONECALL_OIDC_ISSUER": "https://login.example.gov/", "ONECALL_OIDC_CLIENT": "c", "ONECALL_OIDC_SECRET": "hush"}


def test_the_citys_sign_on_is_kept_as_it_was_written() -> None:
    settings = Settings.from_env(CITY)
    assert settings.oidc_issuer == "https://login.example.gov/"
    assert "hush" not in repr(settings)


@pytest.mark.parametrize(
    ("env", "told"),
    [
        ({"ONECALL_OIDC_ISSUER": "http://login.example.gov"}, "must look like https://"),
        ({"ONECALL_OIDC_ISSUER": "login.example.gov"}, "must look like https://"),
        ({"ONECALL_OIDC_CLIENT": ""}, "ONECALL_OIDC_CLIENT must be set"),
        ({"ONECALL_OIDC_SECRET": " "}, "ONECALL_OIDC_SECRET must be set"),
        ({"ONECALL_OIDC_SECOND": "sometimes"}, "it may be amr or always or never"),
    ],
)
def test_a_sign_on_that_cannot_be_asked_is_told_at_the_start(env: dict[str, str], told: str) -> None:
    with pytest.raises(BadSetting, match=told):
        Settings.from_env(CITY | env)


@pytest.mark.parametrize(
    ("env", "told"),
    [
        ({"CITY_TIMEZONE": "Eastern"}, "CITY_TIMEZONE is 'Eastern'; it must be a time zone like America/New_York"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is 'loud'; it may be"),
        ({"ONECALL_SECOND_STEP": "please"}, "ONECALL_SECOND_STEP is 'please'; it may be 1, or 0"),
        ({"ONECALL_SIMULATOR": "2"}, "ONECALL_SIMULATOR is '2'; it may be 1, or 0"),
        ({"PUBLIC_BASE_URL": "https://[half"}, "PUBLIC_BASE_URL is 'https://.half'; it must look like"),
    ],
)
def test_what_would_be_found_out_by_a_caller_is_told_at_the_start(env: dict[str, str], told: str) -> None:
    with pytest.raises(BadSetting, match=told):
        Settings.from_env(env)


def test_a_second_step_that_is_switched_on_in_other_words_is_on() -> None:
    words = ("on", "TRUE", "off", "0", "")
    assert [Settings.from_env({"ONECALL_SECOND_STEP": word}).second_step for word in words] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_blanks_around_a_token_are_no_part_of_it_and_an_empty_setting_is_not_set() -> None:
    settings = Settings.from_env({"TWILIO_AUTH_TOKEN": " hush\n", "ONECALL_DATA": "", "PUBLIC_BASE_URL": " "})
    assert settings.auth_tokens == ("hush",)
    assert (settings.data_dir, settings.public_base_url) == (Path("var"), "http://localhost:8311")
