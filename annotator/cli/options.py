"""What several commands take, declared once with its help. The language is known before a command is imported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.messages import msg

WorkspaceFolder = Annotated[
    Path, typer.Argument(metavar="WORKSPACE", help=str(msg("folder of the workspace", "папка проекта")))
]
AsJson = Annotated[bool, typer.Option("--json", help=str(msg("print one JSON object", "вывести один объект JSON")))]
ReportAsJson = Annotated[bool, typer.Option("--json", help=str(msg("print the report as JSON", "отчёт в JSON")))]
