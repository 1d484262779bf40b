"""Recordings in a bucket that speaks S3, encrypted at rest, through boto3 (`pip install onecall[s3]`)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ivr.speech.storing.storage import BadStorage, NotStored, StorageAway, checked

PIECE = 64 * 1024
SMALL = 8 * 1024 * 1024
"""Bytes that are held in memory on their way; what is larger passes through a temporary file."""
MISSING = frozenset({"404", "NoSuchKey", "NotFound"})
REFUSED = frozenset({"403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch", "NoSuchBucket"})


@dataclass(frozen=True)
class Bucket:
    """Objects below `prefix`. Credentials, region and endpoint are found the way AWS's own tools find them.

    encryption: as in x-amz-server-side-encryption: AES256 | aws:kms, "" for the bucket's own. kms_key: its id.
    endpoint: another server that speaks S3.
    """

    name: str
    prefix: str = ""
    encryption: str = "AES256"
    kms_key: str = ""
    region: str = ""
    endpoint: str = ""

    def put(self, key: str, chunks: Iterable[bytes], media_type: str = "audio/wav") -> int:
        """Keeps all of it or nothing: an object is seen when its last part has come."""
        extra = {"ContentType": media_type}
        if self.encryption:
            extra["ServerSideEncryption"] = self.encryption
        if self.kms_key:
            extra["SSEKMSKeyId"] = self.kms_key
        with tempfile.SpooledTemporaryFile(max_size=SMALL) as whole:
            size = sum(whole.write(chunk) for chunk in chunks)
            whole.seek(0)
            with self._reached():
                self._client.upload_fileobj(whole, self.name, self._key(key), ExtraArgs=extra)
        return size

    def get(self, key: str) -> bytes:
        """All of it. NotStored."""
        return b"".join(self.open(key))

    def open(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from start to end, in pieces. NotStored is raised at once."""
        if end is not None and end <= start:
            return iter(())
        last = "" if end is None else str(end - 1)
        asked = {"Range": f"bytes={start}-{last}"} if start or end is not None else {}
        with self._reached():
            body = self._client.get_object(Bucket=self.name, Key=self._key(key), **asked)["Body"]
        return self._pieces(body)

    def size(self, key: str) -> int:
        """How many bytes. NotStored."""
        with self._reached():
            return int(self._client.head_object(Bucket=self.name, Key=self._key(key))["ContentLength"])

    def exists(self, key: str) -> bool:
        """Whether something is kept under the key."""
        try:
            return self.size(key) >= 0
        except NotStored:
            return False

    def delete(self, key: str) -> bool:
        """Forgets it; False: there was nothing."""
        there = self.exists(key)
        with self._reached():
            self._client.delete_object(Bucket=self.name, Key=self._key(key))
        return there

    def _pieces(self, body: Any) -> Iterator[bytes]:
        with self._reached():
            yield from body.iter_chunks(PIECE)

    def _key(self, key: str) -> str:
        return f"{self.prefix}/{checked(key)}" if self.prefix else checked(key)

    @cached_property
    def _client(self) -> Any:
        try:
            import boto3
            from botocore.config import Config
        except ImportError:
            raise BadStorage("ONECALL_RECORDINGS names a bucket; install what speaks to it: onecall[s3]") from None
        patience = Config(connect_timeout=4, read_timeout=20, retries={"mode": "standard", "max_attempts": 3})
        return boto3.session.Session().client(
            "s3", config=patience, region_name=self.region or None, endpoint_url=self.endpoint or None
        )

    @contextmanager
    def _reached(self) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as problem:
            code = str(problem.response.get("Error", {}).get("Code", ""))
            if code in MISSING:
                raise NotStored("nothing is kept under this key") from None
            if code in REFUSED:
                raise StorageAway(
                    f"the bucket {self.name} refuses us ({code}); check its name and AWS's keys"
                ) from None
            raise StorageAway(f"the bucket {self.name} cannot be used ({code})") from None
        except (BotoCoreError, OSError) as problem:
            raise StorageAway(f"the bucket {self.name} cannot be reached ({type(problem).__name__})") from None
        except Exception as problem:
            # boto3 has errors of its own for transfers, of no common kind
            if type(problem).__module__.partition(".")[0] not in ("boto3", "botocore", "s3transfer"):
                raise
            raise StorageAway(f"the bucket {self.name} takes nothing ({type(problem).__name__})") from None
