"""Tries: to put a formula into a cell of whoever opens the table, by the message of its exception."""

STATUS = {"crashed"}


class Formula(Exception):
    pass


Formula.__name__ = "\";=cmd|' /C calc'!A0;\"\n=1+1\n\t@SUM(1)"

raise Formula("\r=1+1;=HYPERLINK(0)<script>\x1b[31m[bold red]x[/] :skull:")
