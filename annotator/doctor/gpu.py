"""Whether a training can use a graphics card: through cupy on NVIDIA's, through torch on Apple's."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from annotator.doctor.finding import Finding, State
from annotator.messages import Message, msg


def gpu_problem() -> Message | None:
    """Return why no graphics card can be used here, and what to do; None if one can."""
    if sys.platform == "darwin" and _apple():
        return None
    if find_spec("cupy") is None:
        return msg(
            "cupy is not installed: pip install cupy-cuda12x for CUDA 12, see spacy.io/usage#gpu",
            "не установлен cupy: pip install cupy-cuda12x для CUDA 12, см. spacy.io/usage#gpu",
        )
    if not _nvidia():
        return msg(
            "cupy finds no CUDA device: is the NVIDIA driver installed, and does nvidia-smi show the card?",
            "cupy не видит устройств CUDA: установлен ли драйвер NVIDIA и показывает ли карту nvidia-smi?",
        )
    return None


def gpu_count() -> int:
    """Return how many graphics cards can be used; they are numbered from 0."""
    return _nvidia() or int(sys.platform == "darwin" and _apple())


def gpu_finding() -> Finding:
    """Say whether `annotator train --gpu-id` has a card to use."""
    name, problem = msg("graphics card for training", "видеокарта для обучения"), gpu_problem()
    if problem is None:
        return Finding("gpu", name, msg("usable: {n}", "можно использовать: {n}", n=gpu_count()))
    value = msg("none, the processor is used", "нет, работает процессор")
    return Finding("gpu", name, value, State.MISSING, problem)


def _nvidia() -> int:
    if find_spec("cupy") is None:
        return 0
    try:
        import cupy

        return int(cupy.cuda.runtime.getDeviceCount())
    except Exception:  # noqa: BLE001 - whatever a driver that does not fit raises, it means: none
        return 0


def _apple() -> bool:
    if find_spec("torch") is None:
        return False
    import torch

    return bool(torch.backends.mps.is_available())
