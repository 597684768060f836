"""`annotator doctor`: what this computer has for the program, what is missing, and how to get it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from annotator.cli.common import Exit, UsageError, finish, print_json
from annotator.cli.options import AsJson
from annotator.doctor.examine import examine
from annotator.doctor.finding import Finding, State
from annotator.messages import Message, msg
from annotator.team.address import is_address

app = typer.Typer(add_completion=False)
_MARKS = {State.FINE: ("✓", "green"), State.MISSING: ("–", "yellow"), State.BROKEN: ("✗", "bold red")}


@app.command(
    help=str(
        msg(
            "Show versions, Qt platform, fonts, locale and disk; say what is missing and how to get it. "
            "Exit status 1 if something does not work. Attach the output to a report of a fault: it names "
            "no document.\n\nExample: annotator doctor my-dataset",
            "Показать версии, платформу Qt, шрифты, локаль и диск; сказать, чего не хватает и где это взять. "
            "Код возврата 1, если что-то не работает. Приложите вывод к сообщению об ошибке: документы в нём "
            "не названы.\n\nПример: annotator doctor my-dataset",
        )
    )
)
def doctor(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="[FOLDER|ADDRESS]",
            help=str(
                msg("where you save: its disk, or server, is looked at", "где сохраняете: проверить диск или сервер")
            ),
        ),
    ] = Path(),
    as_json: AsJson = False,
) -> None:
    """Examine this computer and print what was found."""
    url = str(folder) if is_address(folder) else ""
    if not url and not folder.is_dir():
        raise UsageError(msg("there is no such folder", "нет такой папки"), file=folder)
    findings = list(examine(Path() if url else folder))
    if url:
        from annotator.cli.doctor_server import server_finding

        findings.append(server_finding(url))
    broken = [finding for finding in findings if finding.state is State.BROKEN]
    if as_json:
        print_json({"ok": not broken, "findings": [finding.to_json() for finding in findings]})
    else:
        console = Console(highlight=False)
        console.print(_table(findings))
        console.print(str(_summary(findings)))
    finish(Exit.DATA if broken else Exit.FINE)


def _table(findings: list[Finding]) -> Table:
    table = Table.grid(padding=(0, 2))
    for _ in ("mark", "name", "value"):
        table.add_column(overflow="fold")  # never cut: a path is of use only whole
    for finding in findings:
        mark, style = _MARKS[finding.state]
        table.add_row(Text(mark, style), str(finding.name), str(finding.value))
        if finding.advice:
            table.add_row("", "", Text(f"→ {finding.advice}", style))
    return table


def _summary(findings: list[Finding]) -> Message:
    broken = sum(finding.state is State.BROKEN for finding in findings)
    if broken:
        return msg(
            "\nTo be mended: {count}. The arrows say how.",
            "\nНужно исправить: {count}. Стрелки говорят как.",
            count=broken,
        )
    return msg("\nEverything that is needed works.", "\nВсё необходимое работает.")
