"""The door of the people who work at the line: signing in, and what only they may see. All of it is under /desk."""
