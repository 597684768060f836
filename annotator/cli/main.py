"""The `annotator` command: finds the subcommand's module, loads only that, and ends with the right exit status."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from annotator import __version__
from annotator.cli import streams
from annotator.cli.common import Exit, UsageError, begin, exit_status_of, fail, say, told_failure
from annotator.cli.wording import error_in_language, help_in_language
from annotator.messages import LANGUAGES, AnnotatorError, Language, Message, msg, reason_of, set_language

# Each command is `annotator.cli.<module>` with an `app: typer.Typer` of one command; none is imported before its use.
COMMANDS: dict[str, Message] = {
    "open": msg("open the window on a workspace or an article", "открыть окно с проектом или статьёй"),
    "init": msg("make a new workspace", "создать проект"),
    "import": msg("bring articles or annotations into a workspace", "загрузить в проект статьи или разметку"),
    "export": msg("write a workspace's annotations in another format", "выгрузить разметку в другом формате"),
    "convert": msg("convert between formats without a workspace", "преобразовать формат без проекта"),
    "validate": msg("check a workspace, record files or a scheme", "проверить проект, файлы разметки или схему"),
    "repair": msg("mend damaged files of a workspace, keeping a copy", "починить файлы проекта, сохранив копию"),
    "merge": msg("join workspaces, folders and conflict copies", "объединить проекты, папки и конфликтные копии"),
    "git-setup": msg("make a workspace ready for git", "подготовить проект к работе с git"),
    "merge-driver": msg("merge files by document, for git", "объединить файлы по документам, для git"),
    "stats": msg("count documents, entities and relations", "посчитать документы, сущности и отношения"),
    "agreement": msg("score the agreement between annotators", "оценить согласие разметчиков"),
    "suggest": msg("make suggestions with a model or patterns", "сделать подсказки моделью или по шаблонам"),
    "assign": msg("deal documents out to annotators", "распределить документы между разметчиками"),
    "team": msg("members, blindness and queue of a team server", "состав, режим и очередь командного сервера"),
    "train": msg("train a spaCy model", "обучить модель spaCy"),
    "evaluate": msg("score a model against annotations", "оценить модель по разметке"),
    "learning-curve": msg("see what more annotation would bring", "узнать, что даст дальнейшая разметка"),
    "doctor": msg("say what this computer lacks for the program", "сказать, чего не хватает на этом компьютере"),
    "completion": msg("print completion for bash, zsh or fish", "вывести автодополнение для bash, zsh или fish"),
}
_MODULES = {
    "open": "open_command",
    "import": "import_",
    "learning-curve": "learning_curve",
    "git-setup": "git_setup",
    "merge-driver": "merge_driver",
}
# Typer carries its own copy of click in newer releases: the base class of its usage errors is found from a public one.
_ClickError: type[Exception] = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit; no traceback ever reaches the user for an error in what was given."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    given = [_as_word(word) if word.startswith("postgres") else word for word in given]
    streams.prepare()
    begin()
    try:
        status = _answered(given)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        streams.abandon_stdout()
        status = Exit.DATA
    except OSError as error:
        streams.abandon_stdout()
        if not told_failure():
            say(_told(error))
        status = Exit.DATA
    sys.exit(int(status))


def _answered(given: list[str]) -> int:
    """Run the command; every error but one of standard output itself is told, and gives its exit status."""
    as_json = "--json" in given
    try:
        return _run(given)
    except (AnnotatorError, _ClickError) as error:
        return _report(error, as_json=as_json)
    except (typer.Abort, KeyboardInterrupt):
        say(msg("stopped", "остановлено"))
        return 130
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(_told(error), as_json=as_json)
        return Exit.DATA
    except Exception as error:
        if os.environ.get("ANNOTATOR_DEBUG"):
            raise
        fail(str(_unexpected(error)), as_json=as_json)
        return Exit.DATA


def _unexpected(error: Exception) -> Message:
    """Return the one line for a fault of the program, or of a package that adds a format or a suggester to it."""
    return msg(
        "annotator: unexpected error, please report it: {reason} (ANNOTATOR_DEBUG=1 shows where)",
        "annotator: непредвиденная ошибка, сообщите о ней: {reason} (ANNOTATOR_DEBUG=1 покажет место)",
        reason=reason_of(error),
    )


def _told(error: OSError) -> str:
    from annotator.workspace.errors import system_reason

    return f"{error.filename or 'annotator'}: {system_reason(error)}"


def _as_word(word: str) -> str:
    """Make a server's address safe to be taken for a path and to be printed: without slashes to lose or a password."""
    from annotator.team.address import as_word, is_address

    return as_word(word) if is_address(word) else word


def _run(given: list[str]) -> int:
    arguments, language = take_language(given)
    set_language(language)
    arguments = with_default_command(arguments)
    name, *rest = arguments
    if name in {"--help", "-h", "help"}:
        typer.echo(overview())
        return Exit.FINE
    if name == "--version":
        typer.echo(f"annotator {__version__}")
        return Exit.FINE
    if name not in COMMANDS:
        raise UsageError(
            msg(
                "annotator: there is no command {name}: see annotator --help",
                "annotator: нет команды {name}: см. annotator --help",
                name=name,
            )
        )
    module = importlib.import_module(module_of(name))
    command = typer.main.get_command(module.app)
    if "--help" in rest[: rest.index("--")] if "--" in rest else "--help" in rest:
        typer.echo(command_help(name, command))
        return Exit.FINE
    if any(word.startswith("postgres") for word in rest):
        from annotator.cli.addresses import require_places

        with command.make_context(f"annotator {name}", list(rest)) as context:
            require_places(name, context.params)
    result = command.main(args=rest, prog_name=f"annotator {name}", standalone_mode=False)
    return result if isinstance(result, int) else Exit.FINE


def module_of(command: str) -> str:
    """Return the module that holds a command's `app`."""
    return f"annotator.cli.{_MODULES.get(command, command)}"


def command_help(name: str, command: Any) -> str:
    """Return a command's help as plain text that can be piped and read aloud, in the interface language."""
    command.rich_markup_mode = None
    with command.make_context(f"annotator {name}", [], resilient_parsing=True) as context:
        return help_in_language(context.get_help())


def _report(error: Exception, *, as_json: bool) -> Exit:
    """Print an error as one line, and as JSON where that was asked for and nothing has been printed yet."""
    if isinstance(error, AnnotatorError):
        status, line = exit_status_of(error), str(error)
    else:
        text = " ".join(getattr(error, "format_message", lambda: str(error))().split())
        hint = msg("see annotator --help", "см. annotator --help")
        status, line = Exit.USAGE, f"annotator: {error_in_language(text)} ({hint})"
    fail(line, as_json=as_json)
    return status


def overview() -> str:
    """Return the text of `annotator --help`."""
    head = msg(
        "annotator [COMMAND] …\n\n"
        "Annotate Russian news with entities and relations, score agreement, train spaCy models.\n"
        "Without a command the window opens; with a path it opens on that workspace or article.\n"
        "Example: annotator open my-dataset\n\nCommands (each has --help):",
        "annotator [КОМАНДА] …\n\n"
        "Разметка русских новостей: сущности и отношения, согласие разметчиков, обучение моделей spaCy.\n"
        "Без команды открывается окно; с путём — окно с этим проектом или статьёй.\n"
        "Пример: annotator open my-dataset\n\nКоманды (у каждой есть --help):",
    )
    rows = [f"  {name:<16}{text}" for name, text in COMMANDS.items()]
    return "\n".join([str(head), *rows, "", "  --lang ru|en   --version"])


def take_language(arguments: Sequence[str]) -> tuple[list[str], Language | None]:
    """Take `--lang X` out of the arguments, wherever it stands before a `--`.

    Raises:
        UsageError: the language is not one of ours.
    """
    kept: list[str] = []
    language: Language | None = None
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        name, separator, value = argument.partition("=")
        if argument == "--":
            return [*kept, argument, *rest], language
        if name != "--lang":
            kept.append(argument)
            continue
        value = value if separator else (rest.pop(0) if rest else "")
        language = next((known for known in LANGUAGES if known == value), None)
        if language is None:
            raise UsageError(msg("--lang takes ru or en", "--lang принимает ru или en"))
    return kept, language


def with_default_command(arguments: list[str]) -> list[str]:
    """Let `annotator` and `annotator PATH` open the window."""
    if not arguments:
        return ["open"]
    first = arguments[0]
    if first not in COMMANDS and not first.startswith("-") and ("/" in first or Path(first).exists()):
        return ["open", *arguments]
    return arguments
