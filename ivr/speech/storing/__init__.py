"""Where recordings are kept: a folder of this machine or of a network, or a bucket that speaks S3."""

from ivr.speech.storing.opening import open_storage
from ivr.speech.storing.storage import BadStorage, NotStored, Storage, StorageAway, StorageError

__all__ = ["BadStorage", "NotStored", "Storage", "StorageAway", "StorageError", "open_storage"]
