"""Where things lie in a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotator.workspace.names import annotator_name_problem, is_conflict_copy, source_stem

SUFFIX = ".jsonl"
SETTINGS = "annotator.toml"


def is_workspace(folder: Path) -> bool:
    """Tell whether a folder is a workspace: annotator.toml is written last and makes it one."""
    return (folder / SETTINGS).is_file()


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths of a workspace's files. What is ours alone lies in `.annotator`, which may be deleted while all is closed."""

    root: Path

    @property
    def settings(self) -> Path:
        """annotator.toml."""
        return self.root / SETTINGS

    @property
    def scheme(self) -> Path:
        """scheme.json."""
        return self.root / "scheme.json"

    @property
    def guidelines(self) -> Path:
        """guidelines.md, optional."""
        return self.root / "guidelines.md"

    @property
    def corpus(self) -> Path:
        """corpus.jsonl."""
        return self.root / "corpus.jsonl"

    @property
    def assignments(self) -> Path:
        """assignments.jsonl, optional."""
        return self.root / "assignments.jsonl"

    @property
    def annotations_folder(self) -> Path:
        """The folder with one file per annotator."""
        return self.root / "annotations"

    def annotations(self, name: str) -> Path:
        """Return the file of one annotator."""
        return self.annotations_folder / f"{name}{SUFFIX}"

    @property
    def suggestions_folder(self) -> Path:
        """The folder with one file per source of suggestions."""
        return self.root / "suggestions"

    def suggestions(self, source: str) -> Path:
        """Return the file with the suggestions of one source."""
        return self.suggestions_folder / f"{source_stem(source)}{SUFFIX}"

    @property
    def own(self) -> Path:
        """`.annotator`: locks, caches, backups, undo history."""
        return self.root / ".annotator"

    def lock(self, name: str) -> Path:
        """Return the lock file of this name."""
        return self.own / "locks" / f"{name}.lock"

    def index(self, name: str) -> Path:
        """Return the kept byte index of this name."""
        return self.own / "index" / f"{name}.idx"

    def backups(self, name: str) -> Path:
        """Return the folder with an annotator's backups."""
        return self.own / "backups" / name

    def undo(self, name: str) -> Path:
        """Return the folder with an annotator's undo history."""
        return self.own / "undo" / name

    def annotation_files(self) -> list[Path]:
        """Return the files in `annotations` that end in .jsonl and are nobody's temporary file, by name."""
        return _record_files(self.annotations_folder)

    def content_files(self) -> list[Path]:
        """Return what the workspace's figures are made of: articles, settings, scheme and everybody's annotations."""
        return [self.corpus, self.settings, self.scheme, *map(self.annotations, self.annotation_names())]

    def suggestion_files(self) -> list[Path]:
        """Return the files in `suggestions` that end in .jsonl and are nobody's temporary file, by name."""
        return _record_files(self.suggestions_folder)

    def annotation_names(self) -> list[str]:
        """Return the annotators who have a file, gold among them; conflict copies of sync programs are nobody's."""
        return [
            path.stem
            for path in self.annotation_files()
            if not is_conflict_copy(path.name) and annotator_name_problem(path.stem) is None
        ]

    def conflict_copies(self) -> list[Path]:
        """Return files that sync programs made because two machines changed the same one."""
        folders = (self.root, self.annotations_folder, self.suggestions_folder)
        files = (path for folder in folders if folder.is_dir() for path in folder.iterdir())
        return sorted(path for path in files if path.is_file() and is_conflict_copy(path.name))


def _record_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = (path for path in folder.iterdir() if path.suffix == SUFFIX)
    return sorted(path for path in found if not path.name.startswith("."))
