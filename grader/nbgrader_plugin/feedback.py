"""Feedback pages: nbgrader's own template, with a content security policy where it loads MathJax from the internet."""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config


class FeedbackExporter(HTMLExporter):
    """An HTML page that runs no script, and requests nothing when it is opened."""

    export_from_notebook: str | None = None  # type: ignore[assignment]  # nbconvert reads None as "not in menus"

    @property
    def default_config(self) -> Config:
        # In this class's own section: nbgrader sets HTMLExporter's, for its own template.
        templates = Path(handlers.template_path)
        bootstrap = Path(handlers.static_path, "node_modules", "bootstrap", "dist", "css")
        here = {
            "template_name": "torchkata_feedback",
            "extra_template_basedirs": [str(Path(__file__).parent / "templates"), str(templates)],
            "extra_template_paths": [str(templates), str(bootstrap)],
        }
        config = Config({"FeedbackExporter": here})
        config.merge(super().default_config)
        return config
