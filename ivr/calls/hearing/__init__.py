"""Hearing a caller in their own words: live listening, where its words are kept, and who asks for them."""
