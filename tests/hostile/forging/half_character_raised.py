"""Tries: to raise an exception at the import whose message no file can be written with."""

STATUS = {"crashed"}

raise ValueError("\ud800 \udcff")
