"""What the doctor finds."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from annotator.doctor.examine import examine
from annotator.doctor.finding import State
from annotator.doctor.packages import EXTRAS, REQUIRED, installed, python_finding
from annotator.doctor.system import disk_finding, emoji_findings, font_finding


def test_everything_that_the_tests_run_on_is_found(tmp_path):
    """Where the tests run, all that is needed is found, under names that stay."""
    findings = {finding.key: finding for finding in examine(tmp_path)}
    assert {"annotator", "python", "package.spacy", "qt.libraries", "fonts", "locale", "disk", "gpu"} <= set(findings)
    assert {f"extra.{name}" for name in EXTRAS} <= set(findings)
    broken = [finding.key for finding in findings.values() if finding.state is State.BROKEN]
    assert broken == []


def test_what_is_missing_comes_with_advice(tmp_path):
    """No finding that is not fine goes without a word on how to mend it."""
    assert all(finding.advice for finding in examine(tmp_path) if finding.state is not State.FINE)


@pytest.mark.parametrize(
    ("version", "state"), [((3, 10), State.BROKEN), ((3, 11), State.FINE), ((3, 14), State.BROKEN)]
)
def test_python_outside_the_range_is_broken(version, state):
    """Only 3.11 to 3.13 are fine."""
    assert python_finding(version).state is state


def test_a_package_that_nobody_wrote_is_not_installed():
    """A version that is not there is an empty text, not an error."""
    assert installed("no-such-package-as-this") == ""
    assert installed("spacy").startswith("3.8")


def test_missing_fonts_are_told(tmp_path):
    """A folder without fonts is broken and says what to do."""
    assert font_finding(tmp_path).state is State.BROKEN


def test_a_computer_without_emoji_is_told_what_to_install(tmp_path, monkeypatch):
    """Where fontconfig knows no emoji font the finding names one; where it knows one, that is named."""
    asked = tmp_path / "fc-list"
    asked.write_text("#!/bin/sh\n", encoding="utf-8")
    asked.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    (finding,) = emoji_findings()
    assert finding.state is State.MISSING
    assert "noto" in str(finding.advice)
    asked.write_text("#!/bin/sh\necho Noto Color Emoji\n", encoding="utf-8")
    (finding,) = emoji_findings()
    assert (finding.state, finding.value) == (State.FINE, "Noto Color Emoji")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc exists on Linux only")
def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    """Where nothing can be saved the doctor says so; where it can, nothing is left behind."""
    assert disk_finding(Path("/proc")).state is State.BROKEN
    assert disk_finding(tmp_path).state is State.FINE
    assert list(tmp_path.iterdir()) == []


def test_the_packages_that_are_looked_for_are_the_ones_that_are_needed(root):
    """The doctor knows every dependency and every extra of the program, and no other."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[<>=;\[ ]", line)[0] for line in project["dependencies"]}
    assert set(REQUIRED) == needed
    assert set(EXTRAS) == set(project["optional-dependencies"])
