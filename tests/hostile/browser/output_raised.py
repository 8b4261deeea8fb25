class Shown(Exception):
    def _repr_html_(self):
        return "<script>alert(1)</script>"

    def _render_traceback_(self):
        return ["<img src=x onerror=alert(2)>"]


raise Shown("<img src='{other}/raised.png' onerror=alert(3)>")
