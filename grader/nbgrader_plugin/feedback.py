"""Feedback pages: nbgrader's own template, with a content security policy where it loads MathJax from the internet."""

from __future__ import annotations

from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config


class FeedbackExporter(HTMLExporter):
    """An HTML page that runs no script, and requests nothing when it is opened."""

    export_from_notebook = None

    @property
    def default_config(self) -> Config:
        # In this class's own section: nbgrader sets HTMLExporter's, for its own template.
        here = {
            "template_name": "torchkata_feedback",
            "extra_template_basedirs": [str(Path(__file__).parent / "templates"), handlers.template_path],
        }
        config = Config({"FeedbackExporter": here})
        config.merge(super().default_config)
        return config
