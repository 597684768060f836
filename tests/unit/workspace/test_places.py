"""Where a workspace lies, and the daily copy on this computer."""

import zipfile

import pytest

from annotator.workspace import Workspace
from annotator.workspace.places import Place, daily_copy, place_of


def test_network_folders_are_told_by_their_mount(tmp_path):
    """The mount point that holds the folder decides, the longest one first; blanks in it are no obstacle."""
    mounts = tmp_path / "mounts"
    share = tmp_path / "the share"
    (share / "ws").mkdir(parents=True)
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nserver:/x {str(share).replace(' ', chr(92) + '040')} nfs4 rw 0 0\n")
    assert place_of(share / "ws", mounts) is Place.NETWORK
    assert place_of(tmp_path, mounts) is Place.LOCAL
    assert Place.NETWORK.message.render("ru") and Place.LOCAL.message is None
    assert place_of(tmp_path, tmp_path / "missing") is Place.LOCAL


@pytest.mark.parametrize("name", ["Dropbox", "Яндекс.Диск", "OneDrive - Firma"])
def test_cloud_folders_are_told_by_their_name(tmp_path, name):
    """Folders that sync programs make are known by name."""
    assert place_of(tmp_path / name / "ws") is Place.CLOUD


def test_cloud_folders_are_told_by_what_lies_in_them(tmp_path):
    """A sync program's mark in a folder above is enough."""
    (tmp_path / ".stfolder").mkdir()
    assert place_of(tmp_path / "ws") is Place.CLOUD


def test_a_copy_is_made_once_a_day_and_thinned(workspace):
    """The zip opens as a workspace; after thirty days the oldest go."""
    with workspace.annotations("anna") as annotations:
        annotations.save(annotations.load("alpha"))
    made = daily_copy(workspace.path, "anna", day="2026-11-01")
    assert daily_copy(workspace.path, "anna", day="2026-11-01") is None
    target = workspace.path.parent / "unpacked"
    with zipfile.ZipFile(made) as archive:
        archive.extractall(target)
    assert Workspace.open(target).read("anna").document_ids == ["alpha"]
    for day in range(40):
        daily_copy(workspace.path, "anna", day=f"2027-{1 + day // 28:02d}-{1 + day % 28:02d}")
    names = sorted(path.name for path in made.parent.iterdir())
    assert len(names) == 30 and names[-1] == "2027-02-12.zip"
