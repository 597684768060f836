"""The languages of the window, switched while it is open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from annotator.messages import Language, set_language

FOLDER = Path(__file__).parent


class Translations:
    """Installs the catalogues of one language: ours and Qt's own (for its dialogs and buttons)."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.language: Language = "en"

    def install(self, language: Language) -> None:
        """Switch to a language: every widget gets a LanguageChange event. English is what the sources hold."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed = []
        self.language = language
        set_language(language)
        QLocale.setDefault(QLocale(QLocale.Language.Russian if language == "ru" else QLocale.Language.English))
        if language != "en":
            self._add("qtbase_ru", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            self._add("annotator_ru", str(FOLDER))

    def _add(self, name: str, folder: str) -> None:
        translator = QTranslator(self._app)
        if translator.load(name, folder):
            self._installed.append(translator)
            self._app.installTranslator(translator)
