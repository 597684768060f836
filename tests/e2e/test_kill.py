"""SIGKILL at any moment loses nothing that was acknowledged."""

import sys

import pytest
from e2e.kill_driver import SCHEME, article
from e2e.killing import kill_rounds

from annotator.workspace import Workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")


def test_nothing_acknowledged_is_lost_to_sigkill(tmp_path):
    """Twelve kills while saving, tidying and importing: every acknowledged revision and article is there afterwards."""
    workspace = Workspace.create(tmp_path / "ws", scheme=SCHEME)
    workspace.add_articles(article(number) for number in range(20))
    assert kill_rounds(workspace.path, 12) > 12
