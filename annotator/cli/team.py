"""`annotator team`: members, blind annotation, guidelines and the work queue of a workspace on a server."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from annotator.cli.common import UsageError, plain_errors, print_json
from annotator.messages import msg
from annotator.team.address import is_address

if TYPE_CHECKING:
    from annotator.team.store import TeamStore

app = typer.Typer(add_completion=False)


_Address = Annotated[Path, typer.Argument(metavar="ADDRESS", help=str(msg("address of the server", "адрес сервера")))]
_Add = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LOGIN[=NAME]", help=str(msg("let a login annotate, as NAME", "впустить разметчика, под именем NAME"))
    ),
]
_Make = Annotated[
    list[str] | None,
    typer.Option(
        metavar="LOGIN[=NAME]",
        help=str(
            msg(
                "make a login on the server and let it in; shows its password",
                "создать запись и впустить; покажет пароль",
            )
        ),
    ),
]
_Lead = Annotated[bool, typer.Option("--lead", help=str(msg("those added lead", "добавленные — руководители")))]
_Remove = Annotated[
    list[str] | None, typer.Option(metavar="LOGIN", help=str(msg("shut a login out", "закрыть доступ")))
]
_Blind = Annotated[
    bool | None,
    typer.Option(
        "--blind/--open",
        help=str(
            msg(
                "whether others' work is hidden until an article is adjudicated",
                "скрывать ли чужую разметку, пока статья не согласована",
            )
        ),
    ),
]
_Guidelines = Annotated[Path | None, typer.Option(help=str(msg("file with the guidelines", "файл с инструкцией")))]
_Queue = Annotated[
    int | None,
    typer.Option(min=1, help=str(msg("queue every article for N annotators", "поставить статьи в очередь для N"))),
]
_Take = Annotated[
    int | None, typer.Option(min=1, help=str(msg("take the next N articles", "взять следующие N статей")))
]
_AsJson = Annotated[bool, typer.Option("--json", help=str(msg("print one JSON object", "вывести один объект JSON")))]


@app.command(
    help=str(
        msg(
            "Show and change who belongs to a team and how it works. The logins are the server's own: its administrator "
            "makes them, or the workspace's owner where the server lets it (--make).\n\n"
            "Examples: annotator team postgresql://lead@host/news --add anna --add b.petrov=boris --blind\n\n"
            "annotator team postgresql://lead@host/news --queue 2\n\n"
            "annotator team postgresql://anna@host/news --take 20",
            "Показать и изменить состав команды и порядок работы. Учётные записи — самого сервера: их создаёт "
            "администратор или, если сервер разрешает, владелец проекта (--make).\n\n"
            "Примеры: annotator team postgresql://lead@host/news --add anna --add b.petrov=boris --blind\n\n"
            "annotator team postgresql://lead@host/news --queue 2\n\n"
            "annotator team postgresql://anna@host/news --take 20",
        )
    )
)
def team(
    address: _Address,
    add: _Add = None,
    make: _Make = None,
    lead: _Lead = False,
    remove: _Remove = None,
    blind: _Blind = None,
    guidelines: _Guidelines = None,
    queue: _Queue = None,
    take: _Take = None,
    as_json: _AsJson = False,
) -> None:
    """Change what was asked for, then show how it is."""
    from annotator.team.members import Members
    from annotator.team.store import TeamStore

    with plain_errors(as_json=as_json):
        _require_fit(address, lead=lead, admits=bool(add or make))
        store = TeamStore.open(str(address))
        passwords = _admit(store, add or (), make or (), lead=lead)
        for login in remove or ():
            Members(store.server).remove(login)
        _change(store, blind, guidelines, queue)
        taken = store.queue.next(Members(store.server).me(), take) if take is not None else []
        report = summarize(store, taken) | ({"passwords": passwords} if passwords else {})
    if as_json:
        print_json(report)
    else:
        typer.echo(table(report))


def _require_fit(address: Path, *, lead: bool, admits: bool) -> None:
    if not is_address(address):
        raise UsageError(
            msg("give an address: postgresql://USER@HOST/DATABASE", "укажите адрес: postgresql://ИМЯ@СЕРВЕР/БАЗА"),
            file=address,
        )
    if lead and not admits:
        raise UsageError(
            msg("--lead is said of those whom --add or --make lets in", "--lead относится к --add и --make")
        )


def _admit(store: TeamStore, known: Sequence[str], new: Sequence[str], *, lead: bool) -> dict[str, str]:
    """Let logins in; return the passwords of those that were made, which are kept nowhere."""
    from annotator.team.members import Members

    members, passwords = Members(store.server), dict[str, str]()
    for word in known:
        login, _, name = word.partition("=")
        members.add(login, name or login, lead=lead)
    for word in new:
        login, _, name = word.partition("=")
        passwords[login] = members.make(login, name or login, lead=lead)
    return passwords


def _change(store: TeamStore, blind: bool | None, guidelines: Path | None, queue: int | None) -> None:
    if blind is not None:
        store.set("blind", "true" if blind else "false")
    if guidelines is not None:
        store.set("guidelines", guidelines.read_text(encoding="utf-8-sig"))
    if queue is not None:
        store.queue.fill(queue)


def summarize(store: TeamStore, taken: list[str]) -> dict[str, Any]:
    """Return {name, blind, waiting, taken, members: [{login, annotator, lead}]}."""
    from annotator.team.members import Members

    members = Members(store.server).list()
    return {
        "name": store.name,
        "blind": store.blind,
        "waiting": store.queue.waiting(),
        "taken": taken,
        "members": [{"login": m.login, "annotator": m.annotator, "lead": m.lead} for m in members],
    }


def table(report: dict[str, Any]) -> str:
    """Return the report as lines for people."""
    blind = msg("blind until adjudicated", "вслепую до согласования") if report["blind"] else msg("open", "открыто")
    head = msg(
        "{name}: {blind}; articles that wait: {waiting}",
        "{name}: {blind}; статей в очереди: {waiting}",
        name=report["name"],
        blind=blind,
        waiting=report["waiting"],
    )
    role = {True: msg("lead", "руководитель"), False: msg("annotator", "разметчик")}
    rows = [f"  {m['annotator']:<20}{m['login']:<20}{role[m['lead']]}" for m in report["members"]]
    shown = [
        str(msg("password of {login}, shown once: {password}", "пароль {login}, показан один раз: {password}",
                login=login, password=password))
        for login, password in report.get("passwords", {}).items()
    ]  # fmt: skip
    return "\n".join([str(head), *rows, *shown, *report["taken"]])
