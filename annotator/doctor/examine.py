"""Looks at everything that the program needs, in the order in which people read it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from pathlib import Path

from annotator import __version__
from annotator.doctor.finding import Finding
from annotator.doctor.gpu import gpu_finding
from annotator.doctor.packages import extra_findings, python_finding, required_findings
from annotator.doctor.system import (
    disk_finding,
    emoji_findings,
    font_finding,
    locale_finding,
    processor_finding,
    window_findings,
)
from annotator.messages import msg

_FONTS = Path(__file__).parents[1] / "gui" / "fonts"


def examine(folder: Path) -> Iterator[Finding]:
    """Yield what this computer has and lacks; `folder` is where saves would go.

    Raises:
        OSError: the folder is not there.
    """
    yield Finding("annotator", msg("annotator", "annotator"), __version__)
    yield Finding("system", msg("system", "система"), platform.platform())
    yield python_finding()
    yield from required_findings()
    yield from window_findings()
    yield font_finding(_FONTS)
    yield from emoji_findings()
    yield locale_finding()
    yield processor_finding()
    yield disk_finding(folder)
    yield from extra_findings()
    yield gpu_finding()
