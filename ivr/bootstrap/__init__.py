"""Putting the rooms together: the web application, the worker, and everything at once for `ivr run`."""
