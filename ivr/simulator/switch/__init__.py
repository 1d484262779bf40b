"""What an account's calls share: rooms, queues, the telephones that can be rung, REST requests, and callbacks.

account = Account(Line(base_url))
caller, ann = PhoneCall(account.line, office=account), account.phone("+14105550201")
caller.dial()                    # … and the app asks by REST that ann be rung, and the caller moved into a room
account.until(lambda: ann.state == "ringing"); ann.answer(); ann.press("1"); account.settle()
assert caller.hears_whom == {ann.call.sid}
"""
