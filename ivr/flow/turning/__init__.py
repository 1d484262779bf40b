"""One step of a call: nodes entered, questions asked, answers taken. The way in is ivr/flow/engine.py."""
