"""Calls by REST: made, moved to another document, ended, told of.

POST    …/Calls.json                To, From, Url | Twiml, StatusCallback …, Timeout, MachineDetection …
GET     …/Calls.json                Status, To, From, ParentCallSid
GET     …/Calls/{CA}.json
POST    …/Calls/{CA}.json           Url | Twiml, or Status=canceled | completed
"""

from __future__ import annotations

from collections.abc import Mapping

from ivr.simulator import resources
from ivr.simulator.call import PhoneCall
from ivr.simulator.exchange import Exchange
from ivr.simulator.resources import Json, Problem, not_found
from ivr.simulator.switch import asked, told
from ivr.simulator.switch.account import Account
from ivr.simulator.switch.asked import Form
from ivr.simulator.switch.outgoing import Order, Outgoing

_FILTERS = {"Status": "status", "To": "to", "From": "from", "ParentCallSid": "parent_call_sid"}


class Calls:
    def __init__(self, account: Account) -> None:
        self._account = account

    def made(self, form: Form) -> Json:
        """A call, queued. Problem."""
        first = asked.document(form)
        if first is None:
            raise Problem(400, 21205, "Url parameter is required.")
        to, sender = asked.callee(form), asked.caller(form, self._account.numbers)
        detection, machine = asked.detection(form)
        order = Order(
            to,
            sender,
            first,
            asked.url(form, "FallbackUrl"),
            timeout=asked.seconds(form, "Timeout", 60, 0, 600),
            wanted=asked.progress(form),
            detection=detection,
            machine=machine,
        )
        return told.call(self._account, self._account.dialler.place(order))

    def listed(self, path: str, query: Mapping[str, str]) -> Json:
        """The latest first."""
        with self._account.lock:
            found = [told.call(self._account, call) for call in reversed(self._account.calls.values())]
        for name, key in _FILTERS.items():
            found = [one for one in found if query.get(name, one[key]) == one[key]]
        return resources.page("calls", found, path, query)

    def told(self, sid: str, path: str) -> Json:
        return told.call(self._account, self._call(sid, path))

    def changed(self, sid: str, path: str, form: Form) -> Json:
        """Another document, or the end. Problem: 404, or the call is not where that could be done."""
        call, document, status = self._call(sid, path), asked.document(form), form.get("Status", "")
        if status not in ("", "canceled", "completed"):
            raise Problem(400, 20001, "Status must be canceled or completed")
        if status:
            self._end(call, status)
        elif document is None:
            raise Problem(400, 21205, "Url parameter is required.")
        elif call.status != "in-progress":
            raise asked.NOT_IN_PROGRESS
        else:
            self._account.move(sid, "redirected", lambda leg: leg.moved(document))
        return told.call(self._account, call)

    def _end(self, call: PhoneCall, status: str) -> None:
        """canceled leaves a call alone that is in progress; completed ends any."""
        if isinstance(call, Outgoing) and self._account.dialler.over(call, "canceled"):
            return
        if call.ending:
            raise asked.NOT_IN_PROGRESS
        if status == "completed":
            self._account.move(call.sid, "ended", Exchange.finish)

    def _call(self, sid: str, path: str) -> PhoneCall:
        with self._account.lock:
            if (call := self._account.calls.get(sid)) is None:
                raise not_found(path)
            return call
