"""Putting the rooms together: the web application, the worker, and everything at once for `ivr run`."""

from ivr.bootstrap.app import create_app

__all__ = ["create_app"]
