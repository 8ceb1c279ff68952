"""Which language a text is in. Only English is read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from kg.cleaning.phrases import ENGLISH_WORDS, LANGUAGES

SUPPORTED = frozenset({"en"})
UNDETERMINED = "und"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LOOKED_AT = 6000
# English news has 30-45% of these words, headlines 10-20%; other languages in Latin script have under 8%.
_ENGLISH_SHARE = 0.22
_ENOUGH_WORDS = 8


def detect_language(text: str, hint: str | None = None) -> str:
    """Return the ISO 639-1 code of the text's language, or `und` where there are no letters to tell it by.

    `hint` is what the input says of itself ("en-GB"); it decides for a text of a few words only.
    """
    words = _WORD.findall(text[:_LOOKED_AT])
    if not words:
        return UNDETERMINED
    hinted = (hint or "").replace("_", "-").split("-")[0].lower()
    if len(words) < _ENOUGH_WORDS and hinted.isalpha() and len(hinted) == 2:
        return hinted
    latin = sum(w.isascii() for w in words) / len(words)
    common = sum(w.lower() in ENGLISH_WORDS for w in words) / len(words)
    if len(words) >= _ENOUGH_WORDS and latin > 0.8 and common >= _ENGLISH_SHARE:
        return "en"
    code, _ = _identifier().classify(" ".join(words))
    return str(code)


@lru_cache(maxsize=1)
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([code for code in LANGUAGES if code in identifier.nb_classes])
    return identifier
