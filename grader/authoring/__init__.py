"""For those who write exercises: a template of every part, and the rules that a finished exercise follows."""
