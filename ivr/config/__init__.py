"""Every setting, read once from the environment; docs/running.md documents each (a test compares)."""

from __future__ import annotations

from ivr.config.reading import EARS, GEOCODERS, SECOND, BadSetting
from ivr.config.settings import Settings

__all__ = ["EARS", "GEOCODERS", "SECOND", "BadSetting", "Settings"]
