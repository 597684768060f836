"""The article as a screen reader gets it: over the accessibility bus, from another process, where there is a bus."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = ("dbus-run-session", "dbus-send", "Xvfb")
LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
SECONDS = 10  # the longest that bus and window may take; a machine where they don't has no bus for us
TEXT = "Рост 📈 в Microsoft."

READER = f"""
import os, re, subprocess, sys, time
from pathlib import Path

def call(destination, path, method, *arguments, bus=None):
    where = ["--bus=" + bus] if bus else ["--session"]
    command = ["dbus-send", *where, "--print-reply", "--reply-timeout=1500", f"--dest={{destination}}", path, method]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, timeout=5).stdout

def children(name, path):
    said = call(name, path, "org.a11y.atspi.Accessible.GetChildren", bus=bus)
    return re.findall(r'string "(:[^"]+)"\\s+object path "([^"]+)"', said)

def find(name, path, depth=0):
    for child in children(name, path):
        text = call(*child, "org.a11y.atspi.Text.GetText", "int32:0", "int32:-1", bus=bus)
        if "Microsoft" in text:
            return child
        if depth < 3 and (found := find(*child, depth + 1)):
            return found
    return None

said = call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus.GetAddress")
address = re.search('string "(.*)"', said)
if address is None:
    sys.exit(77)
bus = address[1]
screen = subprocess.Popen(["Xvfb", "-displayfd", "1", "-screen", "0", "900x700x24"], stdout=subprocess.PIPE, text=True)
os.environ |= {{"DISPLAY": ":" + screen.stdout.readline().strip(), "QT_QPA_PLATFORM": "xcb"}}
window = subprocess.Popen([sys.executable, "-c", Path(sys.argv[1]).read_text(encoding="utf-8")])
try:
    end, found = time.monotonic() + {SECONDS}, None
    while found is None and time.monotonic() < end and window.poll() is None:
        found = find("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
    if found is None:
        sys.exit(77)
    print(call(*found, "org.a11y.atspi.Accessible.GetRoleName", bus=bus))
    print(call(*found, "org.a11y.atspi.Text.GetText", "int32:0", "int32:-1", bus=bus))
    print(call(*found, "org.freedesktop.DBus.Properties.Get", "string:org.a11y.atspi.Text", "string:CaretOffset", bus=bus))
finally:
    window.kill()
    screen.kill()
"""

WINDOW = f"""
from PySide6.QtWidgets import QApplication
from annotator.domain import Document, LabelScheme
from annotator.gui.canvas import ArticleView
application = QApplication([])
view = ArticleView()
view.set_document(Document("d", {TEXT!r}), LabelScheme("s"))
view.resize(600, 300)
view.show()
view.select_range(5, 5)
application.exec()
"""


@pytest.mark.skipif(
    not LAUNCHER.exists() or any(shutil.which(tool) is None for tool in TOOLS), reason="no accessibility bus here"
)
def test_another_process_reads_the_article_over_the_bus(tmp_path, root):
    """Text, role and caret arrive over AT-SPI as the window has them."""
    window = tmp_path / "window.py"
    window.write_text(WINDOW, encoding="utf-8")
    environ = os.environ | {
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONPATH": str(root),
        "XDG_CACHE_HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(tmp_path),
    }
    command = ["dbus-run-session", "--", sys.executable, "-c", READER, str(window)]
    with (tmp_path / "out").open("w") as out:  # no pipe: the bus's helpers would keep it open
        done = subprocess.run(command, env=environ, stdout=out, stderr=subprocess.DEVNULL, timeout=60, check=False)
    if done.returncode == 77:
        pytest.skip("the accessibility bus does not answer")
    said = (tmp_path / "out").read_text(encoding="utf-8")
    assert TEXT in said
    assert re.search(r'string "(text|entry|editable text)"', said)
    assert re.search(r"int32 5\b", said)
    assert done.returncode == 0
