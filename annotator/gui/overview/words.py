"""How the overview says statuses, times and days."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from annotator.domain import Status


def status_name(status: Status) -> str:
    """Return a status in words."""
    return {
        Status.NOT_STARTED: QCoreApplication.translate("Overview", "not started"),
        Status.IN_PROGRESS: QCoreApplication.translate("Overview", "in progress"),
        Status.DONE: QCoreApplication.translate("Overview", "done"),
        Status.SKIPPED: QCoreApplication.translate("Overview", "skipped"),
    }[status]


def local_time(saved_at: str) -> str:
    """Return a saved_at in this computer's time zone, to the minute."""
    try:
        return datetime.fromisoformat(saved_at).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return saved_at


def local_day(saved_at: str) -> str:
    """Return the day of a saved_at in this computer's time zone, or "" where there is none."""
    return local_time(saved_at)[:10]


def minutes(seconds: float) -> str:
    """Return a duration as minutes and seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
