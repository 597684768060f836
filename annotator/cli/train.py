"""`annotator train`: one command from annotations to a model."""

from __future__ import annotations

import typer

from annotator.cli.common import Exit, finish, folder_of, plain_errors, print_json, require_status, say
from annotator.cli.training_options import (
    Annotator,
    AsJson,
    Config,
    Dev,
    GpuId,
    Language,
    MaxSteps,
    Model,
    Overwrite,
    ProgressAs,
    Raw,
    Relations,
    Seed,
    Source,
    Status,
    StopWithInput,
    Teacher,
    Vectors,
)
from annotator.cli.transfer import tell_reading
from annotator.messages import msg

app = typer.Typer(add_completion=False)
_HELP = msg(
    "Train a spaCy model for entities, and relations if there are any, and keep the best one.\n\nExample: annotator train my-dataset models/news --seed 1",
    "Обучить модель spaCy для сущностей и, если они есть, отношений; сохраняется лучшая.\n\nПример: annotator train my-dataset models/news --seed 1",
)


@app.command(help=str(_HELP))
def train(
    source: Source,
    model: Model,
    dev: Dev = None,
    vectors: Vectors = "auto",
    relations: Relations = None,
    config: Config = None,
    language: Language = "ru",
    raw: Raw = None,
    teacher: Teacher = None,
    seed: Seed = 0,
    max_steps: MaxSteps = 0,
    gpu_id: GpuId = -1,
    annotator: Annotator = "",
    status: Status = "done",
    overwrite: Overwrite = False,
    progress: ProgressAs = "auto",
    stop_with_input: StopWithInput = False,
    as_json: AsJson = False,
) -> None:
    """Train a spaCy model for entities, and relations if there are any, and keep the best one."""
    with plain_errors(as_json=as_json):
        from annotator.cli.train_progress import require_progress, stop_when_input_ends, teller, watch

        require_status(status)
        require_progress(progress)
        from annotator.training.device import require_device

        require_device(gpu_id)
        from annotator.training.history import StepsRecorder
        from annotator.training.train import TrainOptions
        from annotator.training.train import train as run

        options = TrainOptions(
            dev=dev, vectors=vectors, relations=relations, config=config, seed=seed, gpu_id=gpu_id,
            annotator=annotator, status=status, overwrite=overwrite, raw=tuple(raw or ()), language=language, teacher=teacher,
            max_steps=max_steps,
        )  # fmt: skip
        tell = teller(progress)
        if stop_with_input:
            stop_when_input_ends()
        with watch(progress=progress) as listener:
            steps = StepsRecorder(listener)
            report = run(
                folder_of(source),
                model,
                options,
                listener=steps,
                say=tell,
                on_read=lambda read: tell_reading(read, tell),
            )
        steps.write(model)
        if as_json:
            print_json(report.to_json())
        else:
            _summary(report.to_json())
    finish(Exit.FINE if all(each.complete for each in report.sources) else Exit.DATA)


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
