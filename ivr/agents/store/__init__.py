"""Where the floor is kept: hand-offs, offers, presence, what happened, and what was asked of Twilio."""
