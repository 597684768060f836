"""How long the window takes to stand there, as a ratio to a bare PySide6 window: medians of alternating runs.

Each run is a fresh process that tells its parent of the first paint of what a person waits for; wall and processor
seconds from the start of the process to that moment are compared, what it takes to end does not count. Budgets: start
page 2.5, sample painted 3.5.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 9
TELL = """
import os, resource, sys
def tell():
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(used.ru_utime + used.ru_stime, flush=True)
    os._exit(0)
"""
BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, tell)
window = Window()
window.resize(1280, 820)
window.show()
app.exec()
"""
OURS = """
from pathlib import Path
from annotator.gui.app import load_what_needs_no_qt
if len(sys.argv) > 2:
    load_what_needs_no_qt()  # as the program does for a path
from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from annotator.gui.app import make_application, make_window
from annotator.gui.settings import Settings
app = make_application()
settings = Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat))
window = make_window(app, settings, "ru")
window.resize(1280, 820)
class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, tell)
        return False
painted = Painted()
if len(sys.argv) > 2:
    window.show()
    window.files.open_path(Path(sys.argv[2]), "anna")
    window.editor.article.viewport().installEventFilter(painted)
else:
    window.start_page.installEventFilter(painted)
    window.show()
app.exec()
"""


def run(code: str, *arguments: str) -> tuple[float, float]:
    """Run a fresh process; return the wall and processor seconds until it has painted."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its modules compiled
    command = [sys.executable, "-c", TELL + code, *arguments]
    began = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        processor = float(process.stdout.readline())
        wall = time.perf_counter() - began
    return wall, processor


def main() -> None:
    sample = Path(__file__).parents[2] / "samples" / "news-ru"
    with tempfile.TemporaryDirectory() as folder:
        workspace, settings = shutil.copytree(sample, Path(folder) / "news-ru"), str(Path(folder) / "settings.ini")
        kinds = {
            "bare PySide6 window": (BARE,),
            "start page": (OURS, settings),
            "sample painted": (OURS, settings, str(workspace)),
        }
        for arguments in kinds.values():  # once without counting: caches, compiled modules
            run(*arguments)
        times = {name: [] for name in kinds}
        for _ in range(ROUNDS):
            for name, arguments in kinds.items():
                times[name].append(run(*arguments))
    base = [statistics.median(column) for column in zip(*times["bare PySide6 window"], strict=True)]
    print(f"{'':<22}{'wall s':>9}{'ratio':>8}{'cpu s':>9}{'ratio':>8}")
    for name, rows in times.items():
        wall, cpu = (statistics.median(column) for column in zip(*rows, strict=True))
        print(f"{name:<22}{wall:>9.3f}{wall / base[0]:>8.2f}{cpu:>9.3f}{cpu / base[1]:>8.2f}")


if __name__ == "__main__":
    main()
