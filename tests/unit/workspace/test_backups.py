"""Backups are thinned as promised: the last ten, one a day for thirty days, a fifth of the free disk at most."""

from datetime import UTC, datetime, timedelta

import pytest

from annotator.workspace import SaveError
from annotator.workspace.backups import Backup, Backups, kept_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def backup(number, made, size=1):
    return Backup(None, number, made, size)


def test_the_last_ten_and_one_a_day_for_thirty_days_are_kept():
    """Of copies made every six hours for sixty days the rule keeps ten and the newest of each day before."""
    backups = [backup(240 - n, NOW - timedelta(hours=6 * n)) for n in range(240)]
    kept = kept_of(backups, NOW)
    assert kept[:10] == backups[:10]
    days = [b.made.date() for b in kept[10:]]
    assert days == sorted(set(days), reverse=True) and len(days) == 28
    for older in kept[10:]:
        same_day = [b for b in backups if b.made.date() == older.made.date()]
        assert older == max(same_day, key=lambda b: b.made)
    assert NOW - kept[-1].made <= timedelta(days=30)


def test_copies_are_whole_and_the_newest_comes_first(tmp_path):
    """Each copy reads back as the file was; a clock set back changes nothing in the order."""
    source = tmp_path / "anna.jsonl"
    backups = Backups(tmp_path / "backups")
    for content in ("one", "two", "three"):
        source.write_text(content)
        backups.add(source)
    assert [b.read() for b in backups.list()] == [b"three", b"two", b"one"]
    newest = backups.list()[0]
    newest.path.rename(newest.path.with_name(f"19990101T000000-{newest.number:06d}.jsonl.gz"))
    source.write_text("four")
    backups.add(source)
    assert [b.read() for b in backups.list()] == [b"four", b"three", b"two", b"one"]


def test_copies_never_take_more_than_a_fifth_of_the_free_disk(tmp_path):
    """When the disk gets full the oldest go first, and the newest always stays."""
    source = tmp_path / "anna.jsonl"
    backups = Backups(tmp_path / "backups")
    for number in range(5):
        source.write_text(f"{number}")
        backups.add(source)
    size = backups.list()[0].size
    backups.thin(free=10 * size - 5 * size)
    assert [b.read() for b in backups.list()] == [b"4", b"3"]
    backups.thin(free=0)
    assert [b.read() for b in backups.list()] == [b"4"]


def test_files_of_others_in_the_folder_are_left_alone(tmp_path):
    """Only our own names are counted and deleted."""
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "notes.jsonl.gz").write_text("mine")
    source = tmp_path / "anna.jsonl"
    source.write_text("x")
    backups = Backups(folder)
    backups.add(source)
    backups.thin(now=NOW + timedelta(days=9999), free=0)
    assert (folder / "notes.jsonl.gz").exists() and len(backups.list()) == 1


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    """No backup, no rewrite: the caller is told."""
    (tmp_path / "file").write_text("")
    source = tmp_path / "anna.jsonl"
    source.write_text("x")
    with pytest.raises(SaveError):
        Backups(tmp_path / "file" / "x").add(source)
