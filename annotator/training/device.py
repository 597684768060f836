"""Which device a training may use: the processor, or a graphics card."""

from __future__ import annotations

from annotator.doctor.gpu import gpu_count, gpu_problem
from annotator.messages import Message, msg
from annotator.training.errors import UsageProblem


def require_device(gpu_id: int) -> None:
    """Refuse a graphics card that cannot be used, before any work; -1 is the processor.

    Raises:
        UsageProblem: cupy is missing, no card answers, or there is none of that number; the message says what to do.
    """
    if gpu_id == -1:
        return
    reason = gpu_problem() or _no_such(gpu_id)
    if reason is not None:
        raise UsageProblem(
            msg(
                "--gpu-id {n}: {reason}; without the option the processor is used",
                "--gpu-id {n}: {reason}; без параметра работает процессор",
                n=gpu_id,
                reason=reason,
            )
        )


def _no_such(gpu_id: int) -> Message | None:
    count = gpu_count()
    if 0 <= gpu_id < count:
        return None
    return msg(
        "there is no such card, they are numbered from 0 to {last}",
        "нет такой карты, они нумеруются от 0 до {last}",
        last=count - 1,
    )
