"""Files that are no text in UTF-8: what was saved instead, and how to save what is wanted."""

from __future__ import annotations

from ivr.flow.problems import Problem

UNREADABLE = "\ufffd"
"""Stands for what is no UTF-8 (`ivr.calls.folders.read` puts it there)."""
MOST = 4_000_000
"""Characters of the largest file that is read: twice the largest of a city of 600,000."""
AS_TEXT = "save it as plain text in UTF-8"
_BEGINS = {
    "PK\x03\x04": "a Word or OpenOffice document, or a zip archive",
    UNREADABLE * 2 + "\x11": "an old Word document",
    "{\\rtf": "a document with formatting (RTF)",
    "%PDF": "a PDF document",
    "<!DOCTYPE": "a web page",
    "<html": "a web page",
}


def foreign(file: str, text: str) -> Problem | None:
    """The one thing to be told of a file whose text cannot be what was meant; None: it can be read."""
    if kind := next((kind for sign, kind in _BEGINS.items() if text.startswith(sign)), ""):
        return _told(file, 0, text, f"this is {kind}, and no text; {AS_TEXT}")
    if "\x00" in text:
        return _told(file, 0, text, f'this is no text in UTF-8, but perhaps in UTF-16 ("Unicode"); {AS_TEXT}')
    if (at := text.find(UNREADABLE)) >= 0:
        message = f"a letter here is not in UTF-8, perhaps one with an accent; {AS_TEXT}, and look at every accent"
        return _told(file, at, text, message)
    if len(text) > MOST:
        return _told(file, 0, text, f"the file is too large; at most {MOST // 1_000_000} million characters are read")
    return None


def _told(file: str, at: int, text: str, message: str) -> Problem:
    line = text.count("\n", 0, at) + 1
    return Problem(file, line, at - text.rfind("\n", 0, at), message, "encoding")
