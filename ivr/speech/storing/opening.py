"""From the setting ONECALL_RECORDINGS to the place it names."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from ivr.speech.storing.bucket import Bucket
from ivr.speech.storing.folder import Folder
from ivr.speech.storing.storage import BadStorage, Storage

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\Z")
_PREFIX = re.compile(r"[A-Za-z0-9_./-]*\Z")
OPTIONS = ("encryption", "kms_key", "region", "endpoint")
ENCRYPTIONS = ("AES256", "aws:kms", "aws:kms:dsse", "none")


def open_storage(setting: str, data: Path) -> Storage:
    """The place a setting names; nothing is connected or made before it is used. BadStorage: one line, the remedy.

    setting: "" (`recordings` in the data folder), a folder, or `s3://bucket/prefix`, with options as a query:
    `?encryption=aws:kms&kms_key=…&region=…&endpoint=https://…`; encryption is AES256 where nothing is said.
    """
    if not setting:
        return Folder(data / "recordings")
    if not setting.startswith("s3://"):
        if "://" in setting:
            raise BadStorage(
                f"ONECALL_RECORDINGS begins with {setting.partition(':')[0]}://; it may be a folder or s3://"
            )
        return Folder(Path(setting))
    return _bucket(setting)


def _bucket(setting: str) -> Bucket:
    parts = urlsplit(setting)
    prefix = parts.path.strip("/")
    if not _NAME.match(parts.netloc):
        raise BadStorage("ONECALL_RECORDINGS must look like s3://bucket/prefix")
    if not _PREFIX.match(prefix) or ".." in prefix.split("/"):
        raise BadStorage("ONECALL_RECORDINGS: the prefix may hold letters, digits, / . _ and -")
    given = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    if strange := sorted(set(given) - set(OPTIONS)):
        raise BadStorage(f"ONECALL_RECORDINGS has an option {strange[0]!r}; it may have {', '.join(OPTIONS)}")
    encryption = given.pop("encryption", "AES256")
    if encryption not in ENCRYPTIONS:
        raise BadStorage(f"ONECALL_RECORDINGS: encryption may be {', '.join(ENCRYPTIONS)}")
    return Bucket(parts.netloc, prefix, "" if encryption == "none" else encryption, **given)
