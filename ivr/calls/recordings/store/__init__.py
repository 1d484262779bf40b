"""The only SQL about recordings after they arrived: how far each is, its words, alerts, and who opened what.

Every function takes a connection and leaves the transaction to who opened it: a step and the job that follows it
commit together.
"""

from ivr.calls.recordings.store.alerts import (
    alert,
    alert_in,
    alert_told,
    alert_tried,
    alerts,
    alone,
    find_alert,
    held,
    last_summary,
    numbered,
    numberless,
    summary_told,
    summed_up,
    texted,
    told_of_call,
    untold,
)
from ivr.calls.recordings.store.deleting import deleted, deleted_at_twilio, expired
from ivr.calls.recordings.store.openings import opened, openings
from ivr.calls.recordings.store.progress import (
    arrive,
    ended,
    idle,
    in_vain,
    is_a,
    joined,
    kept,
    searched,
    settled,
    tried,
)
from ivr.calls.recordings.store.reading import find, latest, of_calls, unknown
from ivr.calls.recordings.store.words import forget_old_words, forget_words, heard, reseal, transcript

__all__ = [
    "alert",
    "alert_in",
    "alert_told",
    "alert_tried",
    "alerts",
    "alone",
    "arrive",
    "deleted",
    "deleted_at_twilio",
    "ended",
    "expired",
    "find",
    "find_alert",
    "forget_old_words",
    "forget_words",
    "heard",
    "held",
    "idle",
    "in_vain",
    "is_a",
    "joined",
    "kept",
    "last_summary",
    "latest",
    "numbered",
    "numberless",
    "of_calls",
    "opened",
    "openings",
    "reseal",
    "searched",
    "settled",
    "summary_told",
    "summed_up",
    "texted",
    "told_of_call",
    "transcript",
    "tried",
    "unknown",
    "untold",
]
