"""Observing code that nobody vouches for: a warm process, a jailed fork for each submission, plain data back."""
