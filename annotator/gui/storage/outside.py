"""Bars about other programs: files that were replaced, documents that changed, copies that sync programs left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.domain.versions import RestoreVersion
from annotator.gui.session import Session
from annotator.gui.storage.watch import Watch
from annotator.gui.widgets.message_bar import Kind
from annotator.messages import AnnotatorError, msg
from annotator.workspace.conflicts import set_aside
from annotator.workspace.merge import newest_in
from annotator.workspace.versions import Pair, differing

if TYPE_CHECKING:
    from annotator.gui.main_window import MainWindow

THEIRS = msg("take the other version", "замена другой версией")
_SECONDS = 5.0  # the disk took the same lines a moment before
Chosen = Callable[[Sequence[Pair], Sequence[Pair]], None]


class OutsideBars(QObject):
    """Tells what other programs did, and carries out what the person decides. Every decision can be undone."""

    def __init__(self, window: MainWindow, session: Session, watch: Watch) -> None:
        super().__init__(watch)
        self._window, self._session, self._watch = window, session, watch
        self._bar = window.message_bar
        watch.stopped.connect(self.show_stopped)
        watch.changed.connect(self.show_changed)
        watch.followed.connect(self._on_followed)
        watch.copies_found.connect(self.show_copies)

    # -- a file that was replaced -----------------------------------------------------------------------------------

    def show_stopped(self) -> None:
        """Another program put a file without our work in the place of ours."""
        text = self.tr(
            "Another program replaced {0} with a version that lacks work of yours. Nothing is written until you decide;"
            " all of your work is kept."
        ).format(self._session.reader.path.name)
        message = self._bar.show_message("stopped", Kind.ERROR, text, closable=False)
        message.add_button(self.tr("Show both versions"), self.compare_replaced, closes=False)
        message.add_button(self.tr("Go on with mine"), self.go_on_with_mine, primary=True, closes=False)

    def _replaced_pairs(self) -> list[Pair]:
        session = self._session
        try:
            theirs, _ = newest_in(session.reader.path)
        except AnnotatorError as error:
            self._window.notices.show_error(str(error))
            return []
        pairs, problems = differing(session.version, theirs, session.reader.path)
        self._tell(problems)
        return [pair for pair in pairs if pair.document_id in session.statuses]

    def compare_replaced(self) -> None:
        """Show what is ours and what stands in the file now."""
        if pairs := self._replaced_pairs():
            self._compare(pairs, lambda taken, _kept: self._resume(taken))
        else:
            self._window.notices.show_info(self.tr("No document differs: go on with yours."))

    def go_on_with_mine(self) -> None:
        """Write our work behind what stands in the file now."""
        self._resume([])

    def _resume(self, taken: Sequence[Pair]) -> None:
        session = self._session
        if session.annotations is None:
            return
        rescued = session.annotations.rescued
        try:
            report = session.annotations.resume()
            if rescued is not None and not report.problems:
                set_aside(session.workspace.layout, rescued)
        except (AnnotatorError, OSError) as error:
            self._window.notices.show_error(str(error))
            return
        self._tell(report.problems)
        self._bar.dismiss("stopped")
        self._watch.go_on()
        if session.queue:
            session.queue.flush(_SECONDS)
        self._watch.follow(tuple(session.held))
        self._take(taken)
        self._window.notices.show_info(self.tr("Saving goes on; both versions are in the history."))

    # -- documents that changed ---------------------------------------------------------------------------------------

    def show_changed(self, pairs: Sequence[Pair]) -> None:
        """Documents with steps of ours have another version on disk now."""
        names = ", ".join(pair.document_id for pair in pairs[:3]) + ("…" if len(pairs) > 3 else "")
        text = self.tr("Another program saved other versions of documents that you have open: {0}.").format(names)
        message = self._bar.show_message("changed", Kind.WARNING, text)
        message.add_button(self.tr("Take the others"), partial(self._take, pairs))
        message.add_button(self.tr("Keep mine"), partial(self._keep, pairs))
        both = partial(self._compare, pairs, self._decide, lambda: self.show_changed(pairs))
        message.add_button(self.tr("Show both versions"), both, primary=True)

    def _on_followed(self, number: int) -> None:
        text = self.tr("Another program saved documents that are open here; their new version is shown: {0}.")
        self._window.notices.show_info(text.format(number))

    def _decide(self, taken: Sequence[Pair], kept: Sequence[Pair]) -> None:
        self._take(taken)
        self._keep(kept)

    def _take(self, pairs: Sequence[Pair]) -> None:
        for pair in pairs:
            self._session.perform(RestoreVersion(pair.theirs, THEIRS), pair.document_id)

    def _keep(self, pairs: Sequence[Pair]) -> None:
        for pair in pairs:
            self._session.keep(pair)

    # -- copies -------------------------------------------------------------------------------------------------------

    def show_copies(self, copies: Sequence[Path]) -> None:
        """Sync programs, or an earlier rescue, left other versions of our file beside it."""
        for copy in copies:
            self._show_copy(copy)

    def _show_copy(self, copy: Path) -> None:
        text = self.tr("Work of yours also stands in another file, {0}: it was changed in two places.").format(
            copy.name
        )
        message = self._bar.show_message(f"copy {copy}", Kind.WARNING, text)
        message.add_button(self.tr("Show both versions"), partial(self.compare_copy, copy), closes=False)
        button = message.add_button(self.tr("Merge"), partial(self.merge_copy, copy), primary=True, closes=False)
        button.setToolTip(self.tr("The newer version of each document counts; the copy is kept."))

    def _copy_pairs(self, copy: Path) -> list[Pair] | None:
        try:
            theirs, bad = newest_in(copy)
        except AnnotatorError as error:
            self._window.notices.show_error(str(error))
            return None
        pairs, problems = differing(self._session.version, theirs, copy)
        self._tell([*bad, *problems])
        return pairs

    def compare_copy(self, copy: Path) -> None:
        """Let the person choose a version of each document."""
        pairs = self._copy_pairs(copy)
        if pairs:
            self._compare(pairs, lambda taken, kept: self._settle(copy, taken, kept))
        elif pairs is not None:
            self._settle(copy, [], [])

    def merge_copy(self, copy: Path) -> None:
        """Take the newer version of each document."""
        if (pairs := self._copy_pairs(copy)) is not None:
            newer = [pair for pair in pairs if pair.theirs_is_newer]
            self._settle(copy, newer, [pair for pair in pairs if not pair.theirs_is_newer])

    def _settle(self, copy: Path, taken: Sequence[Pair], kept: Sequence[Pair]) -> None:
        self._take(taken)
        try:
            place = set_aside(self._session.workspace.layout, copy)
        except OSError as error:
            self._window.notices.show_error(str(error))
            return
        self._bar.dismiss(f"copy {copy}")
        text = self.tr("Merged: {0} documents from the copy, {1} stay as they were. The copy is kept as {2}.")
        self._window.notices.show_info(text.format(len(taken), len(kept), place.name))

    # -- both ---------------------------------------------------------------------------------------------------------

    def _compare(self, pairs: Sequence[Pair], decide: Chosen, later: Callable[[], object] | None = None) -> None:
        style = self._window.appearance.canvas_style
        from annotator.gui.storage.compare import CompareVersions

        dialog = CompareVersions(pairs, self._session.workspace.scheme, style, self._window)
        dialog.chosen.connect(decide)
        if later is not None:
            dialog.rejected.connect(later)
        dialog.open()

    def _tell(self, problems: Sequence[object]) -> None:
        for problem in problems[:3]:
            self._bar.show_message(f"warning {problem}", Kind.WARNING, str(problem))
