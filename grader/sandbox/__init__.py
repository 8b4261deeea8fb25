"""Observing untrusted code: a warm process, a jailed fork for each submission, plain data back."""
