"""The people: who may sign in, who takes which call, and how a caller comes to them."""
