"""What a user chooses about the look of the article. The window remembers it and the canvas draws it."""

from __future__ import annotations

from enum import StrEnum


class ArcMode(StrEnum):
    """Which relations are drawn over the text."""

    ALL = "all"
    SELECTED = "selected"
    NONE = "none"


class Density(StrEnum):
    """ROOMY keeps a lane for labels under every line, so that the first tag moves nothing; COMPACT does not."""

    ROOMY = "roomy"
    COMPACT = "compact"
