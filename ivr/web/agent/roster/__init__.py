"""The pages of administrators: who works at the line, what they may do, and what everybody opened."""
