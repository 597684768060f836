"""The options that the training commands share: each is declared once, with its help in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from annotator.messages import msg


def _(en: str, ru: str) -> str:
    """Return an option's help in the interface language, which is known before a command is imported."""
    return str(msg(en, ru))


Source = Annotated[
    Path,
    typer.Argument(
        metavar="SOURCE",
        help=_(
            "annotations to learn from: a workspace, .jsonl, .spacy, a brat folder or any format that import reads",
            "разметка, по которой учить: проект, .jsonl, .spacy, папка brat или любой формат, который читает import",
        ),
    ),
]
Model = Annotated[
    Path,
    typer.Argument(
        metavar="MODEL_DIR",
        help=_("folder for the model; made if it is not there", "папка для модели; создаётся, если её нет"),
    ),
]
Dev = Annotated[
    Path | None,
    typer.Option(
        help=_(
            "development data, in any readable format; without it a part is set aside",
            "проверочные данные в любом читаемом формате; без них часть откладывается",
        )
    ),
]
Vectors = Annotated[
    str,
    typer.Option(
        help=_(
            "auto, navec, none, or a spaCy model folder with vectors",
            "auto, navec, none или папка модели spaCy с векторами",
        )
    ),
]
Relations = Annotated[
    bool | None,
    typer.Option(
        "--relations/--no-relations",
        help=_(
            "learn relations (default: if the data has any)", "учить отношения (по умолчанию: если они есть в данных)"
        ),
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(help=_("your own spaCy config instead of the generated one", "свой конфиг spaCy вместо созданного")),
]
Language = Annotated[
    str, typer.Option(help=_("of data outside a workspace, as spaCy's code", "язык данных вне проекта, код spaCy"))
]
Raw = Annotated[
    list[Path] | None,
    typer.Option(
        help=_(
            "texts without annotations for the teacher: .txt, .jsonl, folders; repeatable",
            "тексты без разметки для учителя: .txt, .jsonl, папки; можно повторять",
        )
    ),
]
Teacher = Annotated[
    bool | None,
    typer.Option(
        "--teacher/--no-teacher",
        help=_(
            "learn from slovnet's labels on raw texts first (default: if little is annotated)",
            "сначала учить по меткам slovnet на сырых текстах (по умолчанию: если размечено мало)",
        ),
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        help=_(
            "the same seed gives the same split and the same model",
            "одно и то же число даёт то же деление и ту же модель",
        )
    ),
]
GpuId = Annotated[
    int, typer.Option(help=_("number of a GPU, -1 for the processor", "номер видеокарты, -1 — процессор"))
]
MaxSteps = Annotated[
    int,
    typer.Option(
        min=0,
        help=_(
            "end after so many steps; 0: what suits the data. A --config of your own keeps its steps",
            "не больше стольких шагов; 0 — сколько нужно по данным. Свой --config задаёт шаги сам",
        ),
    ),
]
StopWithInput = Annotated[
    bool,
    typer.Option("--stop-with-input", hidden=True),
]
Errors = Annotated[
    Path | None,
    typer.Option(
        help=_(
            "write every error as one JSON object a line into a .jsonl file",
            "записать все ошибки в файл .jsonl, по объекту JSON в строке",
        )
    ),
]
Annotator = Annotated[
    str,
    typer.Option(
        help=_(
            "whose annotations; default gold, else the only annotator",
            "чья разметка; по умолчанию gold, иначе единственного разметчика",
        )
    ),
]
Status = Annotated[
    str,
    typer.Option(help=_("done, or any for documents in progress too", "done или any — вместе с начатыми документами")),
]
Overwrite = Annotated[
    bool, typer.Option("--overwrite", help=_("replace what is in MODEL_DIR", "заменить то, что лежит в MODEL_DIR"))
]
AsJson = Annotated[
    bool, typer.Option("--json", help=_("print the report as one JSON object", "вывести отчёт одним объектом JSON"))
]
ProgressAs = Annotated[
    str,
    typer.Option(
        "--progress",
        metavar="auto|json|none",
        help=_(
            "auto: a bar or plain lines; json: one JSON object a line on stderr, for programs; none: nothing",
            "auto: полоса или простые строки; json: по объекту JSON в строке stderr, для программ; none: ничего",
        ),
    ),
]
EvaluateModel = Annotated[
    Path, typer.Argument(metavar="MODEL", help=_("folder of a trained spaCy model", "папка обученной модели spaCy"))
]
EvaluateSource = Annotated[
    Path,
    typer.Argument(
        metavar="SOURCE",
        help=_(
            "annotations to score against: a workspace, .jsonl, .spacy, a brat folder or any format that import reads",
            "разметка, с которой сравнить: проект, .jsonl, .spacy, папка brat или любой формат, который читает import",
        ),
    ),
]
Against = Annotated[
    Path | None,
    typer.Option(help=_("a second model, compared by a paired test", "вторая модель: сравнить парным тестом")),
]
Html = Annotated[
    Path | None,
    typer.Option(
        help=_(
            "write a report with every error in its sentence",
            "записать отчёт, где каждая ошибка стоит в своём предложении",
        )
    ),
]
Plot = Annotated[
    Path | None,
    typer.Option(help=_("draw the F1 of every label into an .svg or .png file", "нарисовать F1 меток в .svg или .png")),
]
EvaluateSeed = Annotated[
    int, typer.Option(help=_("of the bootstrap and the paired test", "для бутстрепа и парного теста"))
]
Replicates = Annotated[int, typer.Option(min=10, help=_("bootstrap replicates", "число повторов бутстрепа"))]
NProcess = Annotated[
    int,
    typer.Option(
        "--n-process",
        min=-1,
        help=_(
            "processes that run the model; -1 or 0: one a core",
            "число процессов, в которых работает модель; -1 или 0 — по числу ядер",
        ),
    ),
]
Shares = Annotated[
    str,
    typer.Option(
        help=_("percent of the training part, one model each", "проценты обучающей части, по модели на каждый")
    ),
]
LearningCurveSeed = Annotated[int, typer.Option(help=_("of the split and the trainings", "для деления и обучения"))]
LearningCurvePlot = Annotated[
    Path | None,
    typer.Option(help=_("draw the curve into an .svg or .png file", "нарисовать кривую в файл .svg или .png")),
]
LearningCurveAsJson = Annotated[
    bool, typer.Option("--json", help=_("print the curve as one JSON object", "вывести кривую одним объектом JSON"))
]
