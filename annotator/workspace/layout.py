"""Where things lie in a workspace."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from annotator.workspace.names import annotator_name_problem, is_conflict_copy

SUFFIX = ".jsonl"


@dataclass(frozen=True, slots=True)
class Layout:
    """Paths of a workspace's files. What is ours alone lies in `.annotator`, which may be deleted while all is closed."""

    root: Path

    @property
    def settings(self) -> Path:
        """annotator.toml."""
        return self.root / "annotator.toml"

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
        if not self.annotations_folder.is_dir():
            return []
        found = (path for path in self.annotations_folder.iterdir() if path.suffix == SUFFIX)
        return sorted(path for path in found if not path.name.startswith("."))

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
