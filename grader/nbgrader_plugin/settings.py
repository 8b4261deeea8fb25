"""What a course's nbgrader_config.py calls: the settings that need Python, and a check of those that do not.

nbgrader logs an error in a configuration file and goes on without the file. So the settings that make grading safe are
in nbgrader_config.json, which is read even if nbgrader_config.py is broken; the judge, which it names, then grades
nobody. And where the JSON file cannot be read, the check here, called by nbgrader_config.py, ends the command.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

SETTINGS = "nbgrader_config.json"


def complete(c: Any, config_file: str) -> None:
    """Set what depends on where torchkata is installed.

    Args:
        c: traitlets' configuration object.
        config_file: the path of the nbgrader_config.py that calls.

    Raises:
        SystemExit: the course's nbgrader_config.json is missing or says nothing of torchkata's judge.
    """
    path = Path(config_file).parent / SETTINGS
    try:
        judged = (
            "grader.nbgrader_plugin.judge.Judge"
            in json.loads(path.read_text(encoding="utf-8"))["Autograde"]["autograde_preprocessors"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        judged = False
    if not judged:
        raise SystemExit(
            f"error: {path} is missing or damaged. Without it nothing is graded in the sandbox, so nothing was done. "
            "Remove it and run kata course on this folder, which writes it again."
        )
    c.Judge.is_configured = True
    c.HTMLExporter.template_name = "torchkata_formgrade"
    c.HTMLExporter.extra_template_basedirs = _templates()
    c.HTMLExporter.extra_template_paths = _templates()
    # nbgrader's own way of creating a submission; nobody can act on it.
    warnings.filterwarnings("ignore", "Object of type .* not in session", module=r"nbgrader\.api")


def _templates() -> list[str]:
    from nbgrader.server_extensions.formgrader import handlers

    return [str(Path(__file__).parent / "templates"), str(handlers.template_path)]
