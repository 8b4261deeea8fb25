from IPython.display import HTML, Image, Javascript, Markdown, SVG, display

display(HTML("<script>alert(1)</script><img src='{other}/html.png'>"), Javascript("alert(2)"))
display(Markdown("[x](javascript:alert(3)) ![y]({other}/markdown.png)"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(4)'/>"), Image(url="{other}/url.png"))
