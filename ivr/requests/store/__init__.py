"""The only SQL about requests. Every function takes a session and leaves the transaction to who opened it."""

from ivr.requests.store.changing import add_recording, change_status
from ivr.requests.store.contacts import contact, erase_caller, erase_contact, reseal
from ivr.requests.store.drafts import Draft, draft, drafts, locked_draft, prune_drafts, settle_draft, tell_draft
from ivr.requests.store.filing import file
from ivr.requests.store.followers import Follower, follow, followers
from ivr.requests.store.joining import holding, put_words, remark
from ivr.requests.store.leasing import lease_block
from ivr.requests.store.reading import (
    Near,
    Query,
    by_key,
    by_phone,
    by_sid,
    count,
    each,
    find,
    history,
    near,
    public_view,
    search,
)

__all__ = [
    "Draft",
    "Follower",
    "Near",
    "Query",
    "add_recording",
    "by_key",
    "by_phone",
    "by_sid",
    "change_status",
    "contact",
    "count",
    "draft",
    "drafts",
    "each",
    "erase_caller",
    "erase_contact",
    "file",
    "find",
    "follow",
    "followers",
    "history",
    "holding",
    "lease_block",
    "locked_draft",
    "near",
    "prune_drafts",
    "public_view",
    "put_words",
    "remark",
    "reseal",
    "search",
    "settle_draft",
    "tell_draft",
]
