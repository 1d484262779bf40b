"""No page holds a script, a style or a handler of its own: the content policy refuses them, and so nothing is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "ivr" / "web" / "templates"
REFUSED = {
    "a script without an address": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")",
    "a script of another house": r"<script[^>]*src=\"(?!\{\{ built\()",
    "a handler": r"<[^>]*\son[a-z]+=",
    "a style of its own": r"<style\b|<[^>{]*\sstyle=",
    "a style of another house": r"<link[^>]*stylesheet[^>]*href=\"(?!\{\{ built\()",
    "an address that is a script": r"javascript:",
    "a picture of another house": r"<img[^>]*src=\"https?:",
}


@pytest.mark.parametrize("what", REFUSED)
def test_no_page_holds(what: str) -> None:
    pages = sorted(TEMPLATES.glob("*.html"))
    assert len(pages) > 25
    found = [page.name for page in pages if re.search(REFUSED[what], page.read_text("utf-8"), re.I)]
    assert found == []
