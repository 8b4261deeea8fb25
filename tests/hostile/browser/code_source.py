%%html
<script>alert(1)</script></pre></div><img src="{other}/source.png">
"""</div><script>alert(2)</script>"""  # <a href="javascript:alert(3)">x</a>
