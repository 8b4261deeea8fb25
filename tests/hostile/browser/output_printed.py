print('<script>alert(1)</script><img src="{other}/print.png"><a href="javascript:alert(2)">x</a>')
print("\x1b]8;;javascript:alert(3)\x07click\x1b]8;;\x07 \x1b[31mred\x1b[0m")
