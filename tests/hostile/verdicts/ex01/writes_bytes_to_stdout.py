"""What works in a script works here: stdout is used as a file."""

EXPECT = "nothing lost"
CHECKS = ()


import sys

sys.stdout.reconfigure(encoding="utf-8")
sys.stdout.buffer.write(b"loaded\n")
