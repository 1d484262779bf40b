"""What can be wrong with the memory of the calls."""

from __future__ import annotations


class CallsError(Exception):
    """Something is wrong with the memory of the calls."""


class CannotStore(CallsError):
    """This batch will never be written as it is: one of its records is bad."""


class FlowNotPublished(CallsError):
    """There is no version of the line to answer with; run `ivr check`, mend what it names, and start again."""


class FlowsMissing(CallsError):
    """There is no flows/ folder here; set ONECALL_HOME to the folder that holds flows/ and prompts/."""


class NoAnswer(CallsError):
    """The database did not answer within the time a caller can be kept waiting."""


class NoMap(CallsError):
    """No gazetteer has been imported on this machine; import one first: ivr places import"""


class OutboxUnavailable(CallsError):
    """The request could not be kept: no number is at hand, or this machine's disk does not take it."""


class VersionUnknown(CallsError):
    """No copy of this version is to be had: neither in memory, on this machine nor, in time, from the database."""
