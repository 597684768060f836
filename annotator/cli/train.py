"""`annotator train`: one command from annotations to a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.cli.common import Exit, UsageError, finish, plain_errors, print_json, say
from annotator.messages import msg

app = typer.Typer(add_completion=False)
_HELP = msg(
    "Train a spaCy model for entities, and relations if there are any, and keep the best one.\n\nExample: annotator train my-dataset models/news --seed 1",
    "Обучить модель spaCy для сущностей и, если они есть, отношений; сохраняется лучшая.\n\nПример: annotator train my-dataset models/news --seed 1",
)


@app.command(help=str(_HELP))
def train(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="WORKSPACE|FILE.jsonl", help=str(msg("annotations to learn from", "разметка, по которой учить"))
        ),
    ],
    model: Annotated[
        Path,
        typer.Argument(
            metavar="MODEL_DIR",
            help=str(msg("folder for the model; made if it is not there", "папка для модели; создаётся, если её нет")),
        ),
    ],
    dev: Annotated[
        Path | None,
        typer.Option(
            help=str(
                msg(
                    "development data; without it a part is set aside",
                    "проверочные данные; без них часть откладывается",
                )
            )
        ),
    ] = None,
    vectors: Annotated[
        str,
        typer.Option(
            help=str(
                msg(
                    "auto, navec, none, or a spaCy model folder with vectors",
                    "auto, navec, none или папка модели spaCy с векторами",
                )
            )
        ),
    ] = "auto",
    relations: Annotated[
        bool | None,
        typer.Option(
            "--relations/--no-relations",
            help=str(
                msg(
                    "learn relations (default: if the data has any)",
                    "учить отношения (по умолчанию: если они есть в данных)",
                )
            ),
        ),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(
            help=str(msg("your own spaCy config instead of the generated one", "свой конфиг spaCy вместо созданного"))
        ),
    ] = None,
    language: Annotated[
        str,
        typer.Option(
            help=str(msg("of a FILE outside a workspace, as spaCy's code", "язык файла вне проекта, код spaCy"))
        ),
    ] = "ru",
    raw: Annotated[
        list[Path] | None,
        typer.Option(
            help=str(
                msg(
                    "texts without annotations for the teacher: .txt, .jsonl, folders; repeatable",
                    "тексты без разметки для учителя: .txt, .jsonl, папки; можно повторять",
                )
            )
        ),
    ] = None,
    teacher: Annotated[
        bool | None,
        typer.Option(
            "--teacher/--no-teacher",
            help=str(
                msg(
                    "learn from slovnet's labels on raw texts first (default: if little is annotated)",
                    "сначала учить по меткам slovnet на сырых текстах (по умолчанию: если размечено мало)",
                )
            ),
        ),
    ] = None,
    seed: Annotated[
        int,
        typer.Option(
            help=str(
                msg(
                    "the same seed gives the same split and the same model",
                    "одно и то же число даёт то же деление и ту же модель",
                )
            )
        ),
    ] = 0,
    gpu_id: Annotated[
        int, typer.Option(help=str(msg("number of a GPU, -1 for the processor", "номер видеокарты, -1 — процессор")))
    ] = -1,
    annotator: Annotated[
        str,
        typer.Option(
            help=str(
                msg(
                    "whose annotations; default gold, else the only annotator",
                    "чья разметка; по умолчанию gold, иначе единственного разметчика",
                )
            )
        ),
    ] = "",
    status: Annotated[
        str,
        typer.Option(
            help=str(msg("done, or any for documents in progress too", "done или any — вместе с начатыми документами"))
        ),
    ] = "done",
    overwrite: Annotated[
        bool,
        typer.Option(
            "--overwrite", help=str(msg("replace what is in MODEL_DIR", "заменить то, что лежит в MODEL_DIR"))
        ),
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help=str(msg("print the report as one JSON object", "вывести отчёт одним объектом JSON"))
        ),
    ] = False,
) -> None:
    """Train a spaCy model for entities, and relations if there are any, and keep the best one."""
    with plain_errors(as_json=as_json):
        if status not in {"done", "any"}:
            raise UsageError(msg("--status takes done or any", "--status принимает done или any"))
        from annotator.cli.train_progress import watch
        from annotator.training.train import TrainOptions
        from annotator.training.train import train as run

        options = TrainOptions(
            dev=dev, vectors=vectors, relations=relations, config=config, seed=seed, gpu_id=gpu_id,
            annotator=annotator, status=status, overwrite=overwrite, raw=tuple(raw or ()), language=language, teacher=teacher,
        )  # fmt: skip
        with watch() as listener:
            report = run(source, model, options, listener=listener, say=say)
        for problem in report.source.problems:
            say(str(problem))
        if as_json:
            print_json(report.to_json())
        else:
            _summary(report.to_json())
    finish(Exit.DATA if report.source.problems else Exit.FINE)


def _summary(report: dict[str, object]) -> None:
    scores = report["scores"]
    assert isinstance(scores, dict)
    if report["stopped"]:
        say(msg("stopped; the best model so far is kept", "остановлено; лучшая на этот момент модель сохранена"))
    shown = [
        f"{title} {100 * scores[key]:.1f}"
        for key, title in (
            ("ents_f", msg("entities F1", "сущности F1")),
            ("rel_micro_f", msg("relations F1", "отношения F1")),
        )
        if isinstance(scores.get(key), float)
    ]
    text = msg(
        "{model}: best of {steps} steps is {best} ({seconds} s): {scores} on the development part",
        "{model}: лучший из шагов ({steps}) — {best} ({seconds} с): {scores} на проверочной части",
        model=report["model"],
        steps=report["steps"],
        best=report["best_step"],
        seconds=report["seconds"],
        scores=", ".join(shown) or "–",
    )
    typer.echo(str(text))
