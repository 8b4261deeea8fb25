"""Which known mistakes explain a grade: what was observed of an answer is compared with what they showed."""
