"""Tries: to pass for an unreadable file, with a formula for the spreadsheet of whoever reads the note."""

import ctypes

from grader.sandbox import child, wire

STATUS = {"unreadable"}
TEXT = "=cmd|' /C calc'!A0;=HYPERLINK(\"http://example.org\")\n=1+1"

child.sender(3)(wire.dump(["#unreadable", [["file", TEXT], ["do", "<script>alert(1)</script>\x1b[2J"]]]))
child.sender(3)(wire.dump(["#end"]))
ctypes.CDLL(None)._exit(0)
