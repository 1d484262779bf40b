"""The calls of the browser telephone: a bounded registry of PhoneCalls, spoken to in JSON-able values.

What a door does with it:

    sessions = Sessions(line)                            # line: ivr.simulator.http.Line, how and where to dial
    snapshot = sessions.dial("+14105550123", "en")       # from_: a number, or "" for a hidden one;
                                                         # language: "en" | "es" | None (as the line remembers);
                                                         # now: "2026-11-24T22:30", the city's clock, or None
    snapshot = sessions.act(snapshot["id"], action)      # one action, one snapshot
    snapshot = sessions.look(snapshot["id"])             # the same call again, `heard` from its beginning

`action` is one of
    {"say": "there is a pothole", "confidence": 0.9}     # confidence: 0..1, null = unknown; left out = 0.9
    {"press": "1"}                                       # one key is held until the entry is complete (see below);
    {"press": "21218", "hold": false}                    #   several keys are a complete entry; `hold` overrides
    {"silence": true}                                    # the caller waits; submits the keys held so far
    {"record": 12}                                       # speaks 12 s into an open recording; 0 = says nothing
    {"dial_result": "answered", "seconds": 30}           # answered | busy | no-answer | failed | canceled
    {"hangup": true}

`snapshot` is
    {"id": "CA…", "state": "listening",                  # listening | recording | dialing | ended
     "heard": [{"language": "en-US", "voice": "Polly.Joanna", "text": "…", "node": "main.need", "seconds": 2.4}],
                                                         # since the last snapshot, pauses left out; play them in order
     "waiting": {"keys": true, "speech": true, "seconds": 6,       # what the call waits for; null when ended.
                 "digits": 1, "finish": "", "keyed": "",           #   listening: digits null = any number of keys,
                 "record": false, "dial": null},                   #   `finish` ends them; keyed = held so far.
                                                         #   recording: record true, seconds = longest message.
                                                         #   dialing: dial = the number rung, seconds = ring time.
     "ms": 12.5,                                         # what the app took to answer the last action
     "trace": {…} | null,                                # X-OneCall-Trace of the last answer
     "refusal": {"code": 12200, "title": "…", "message": "…", "place": "line 3, column 5: /Response/Say[1]"} | null,
     "ending": null | "completed" | "transferred" | "hung_up",
     "elapsed": 41,                                      # seconds of virtual call time
     "ignored": "keys are not heard here" | null}        # why the last action reached nobody

Keys held: a real telephone sends keys one at a time, and the line goes on when enough came (`digits`), when the
`finish` key came, or `seconds` after the last one. So after a held key with `keyed` not empty, send {"silence": true}
when `seconds` have passed without another key.

Errors: NoSuchCall (404: ended long ago, or never was), BadAction (400: the message says what is wrong).
"""
