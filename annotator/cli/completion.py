"""`annotator completion`: a script with which bash, zsh or fish completes commands, options and their values.

The script is written from the commands themselves and holds everything it needs, so that a Tab starts no Python.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from annotator.cli.common import UsageError
from annotator.messages import LANGUAGES, msg

app = typer.Typer(add_completion=False)
SHELLS = ("bash", "zsh", "fish")


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command: its words, the values it takes (() where any), and whether it takes one at all."""

    words: tuple[str, ...]
    values: tuple[str, ...]
    takes_value: bool
    help: str


@app.command(
    help=str(
        msg(
            "Print a script that completes commands and options at Tab. For bash add to ~/.bashrc:  "
            'eval "$(annotator completion bash)"\n\nExample: annotator completion fish > '
            "~/.config/fish/completions/annotator.fish",
            "Вывести скрипт, по которому оболочка дополняет команды и параметры по Tab. Для bash добавьте в ~/.bashrc:  "
            'eval "$(annotator completion bash)"\n\nПример: annotator completion fish > '
            "~/.config/fish/completions/annotator.fish",
        )
    )
)
def completion(
    shell: Annotated[str, typer.Argument(help=str(msg("bash, zsh or fish", "bash, zsh или fish")))],
) -> None:
    """Print the script for a shell."""
    if shell not in SHELLS:
        raise UsageError(msg("there is bash, zsh and fish", "есть bash, zsh и fish"))
    typer.echo({"bash": bash, "zsh": zsh, "fish": fish}[shell](described()))


def described() -> dict[str, list[Option]]:
    """Return every command with its options."""
    from annotator.cli.main import COMMANDS, module_of

    return {name: list(_options(importlib.import_module(module_of(name)).app)) for name in COMMANDS}


def _options(command_app: typer.Typer) -> Iterator[Option]:
    command: Any = typer.main.get_command(command_app)
    for parameter in command.params:
        words = tuple(word for word in (*parameter.opts, *parameter.secondary_opts) if word.startswith("--"))
        if words:
            takes_value = not (parameter.is_flag or parameter.count)
            first_line = (parameter.help or "").partition("\n")[0]
            yield Option(words, _values(parameter) if takes_value else (), takes_value, first_line)
    yield Option(("--lang",), LANGUAGES, takes_value=True, help=str(msg("ru or en", "ru или en")))
    yield Option(("--help",), (), takes_value=False, help=str(msg("what the command does", "что делает команда")))


def _values(parameter: Any) -> tuple[str, ...]:
    """Return what an option takes: formats, schemes and the like, as they are when the script is made."""
    from annotator.formats.registry import names
    from annotator.resources import scheme_names

    known: Mapping[str, tuple[str, ...]] = {
        "--format": tuple(names()),
        "--from": tuple(names()),
        "--to": tuple(names()),
        "--scheme": tuple(scheme_names()),
        "--status": ("done", "any"),
    }
    return known.get(parameter.opts[0], ())


def bash(commands: Mapping[str, list[Option]]) -> str:
    """Return the script for bash; where nothing of ours fits, files are completed."""
    options = "\n".join(f'    {name}) words="{" ".join(_words(given))}" ;;' for name, given in commands.items())
    values = "\n".join(
        f'    {word}) values="{" ".join(found)}" ;;' for word, found in _values_by_word(commands).items()
    )
    return f"""_annotator() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} words="" values=""
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "{" ".join(commands)} --help --version --lang" -- "$current"))
    [ ${{#COMPREPLY[@]}} -gt 0 ] || COMPREPLY=($(compgen -f -- "$current"))
    return
  fi
  case $previous in
{values}
  esac
  if [ -n "$values" ]; then COMPREPLY=($(compgen -W "$values" -- "$current")); return; fi
  case ${{COMP_WORDS[1]}} in
{options}
  esac
  case $current in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}}
complete -o filenames -F _annotator annotator"""


def zsh(commands: Mapping[str, list[Option]]) -> str:
    """Return the script for zsh, which runs the one for bash through zsh's own bridge."""
    return f"#compdef annotator\nautoload -U +X bashcompinit && bashcompinit\n{bash(commands)}"


def fish(commands: Mapping[str, list[Option]]) -> str:
    """Return the script for fish, where each option shows what it does."""
    from annotator.cli.main import COMMANDS

    lines = ["complete -c annotator -n __fish_use_subcommand -l version"]
    for name, options in commands.items():
        lines.append(f"complete -c annotator -n __fish_use_subcommand -a {name} -d {_quoted(str(COMMANDS[name]))}")
        for option in options:
            value = f" -x -a {_quoted(' '.join(option.values))}" if option.values else " -r" * option.takes_value
            words = " ".join(f"-l {word.removeprefix('--')}" for word in option.words)
            seen = f"'__fish_seen_subcommand_from {name}'"
            lines.append(f"complete -c annotator -n {seen} {words}{value} -d {_quoted(option.help)}")
    return "\n".join(lines)


def _words(options: list[Option]) -> list[str]:
    return [word for option in options for word in option.words]


def _values_by_word(commands: Mapping[str, list[Option]]) -> dict[str, tuple[str, ...]]:
    return {
        word: option.values
        for options in commands.values()
        for option in options
        for word in option.words
        if option.values
    }


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
