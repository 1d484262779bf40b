"""The only SQL about people. Every function takes a session and leaves the transaction to who opened it."""
