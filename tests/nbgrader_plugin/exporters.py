"""nbgrader's two exporters, set up as formgrader and generate_feedback do, with a course's own configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config, JSONFileConfigLoader, PyFileConfigLoader

_SEEN = {"name": "ex01", "path": ""}
_RESOURCES = {"base_url": "", "submission_id": "1", "index": 0, "total": 1, "student": "ada", "notebook_path": "",
              "assignment_id": "ex01", "notebook_id": "ex01", "metadata": _SEEN}  # fmt: skip


def formgraders_exporter(course: Path | None) -> HTMLExporter:
    """The exporter that formgrader shows submissions with (formgrader.py); without a course's configuration if None."""
    config = Config()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    if course:  # as traitlets does: both files, after what formgrader itself sets
        config.merge(PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config())
        config.merge(JSONFileConfigLoader("nbgrader_config.json", path=str(course)).load_config())
    return HTMLExporter(config=config)


def page_of(exporter: HTMLExporter, *cells: dict[str, Any]) -> str:
    """The part of the submission page that shows a notebook of these cells."""
    page = whole_page_of(exporter, *cells)
    return page[page.index('id="notebook-container"') : page.index('class="help"')]


def whole_page_of(exporter: HTMLExporter, *cells: dict[str, Any]) -> str:
    """The submission page of a notebook of these cells."""
    made = [{"metadata": {}, "id": f"c{number}", **cell} for number, cell in enumerate(cells)]
    notebook = nbformat.from_dict({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    return exporter.from_notebook_node(notebook, resources=dict(_RESOURCES))[0]


def markdown(source: str, **more: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, **more}
