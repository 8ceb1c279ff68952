"""Names compared: one spelling for look-ups, whatever the case, accents, hyphens, articles and lost apostrophes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ARTICLES = frozenset({"the", "a", "an", "al", "el", "ad", "az", "ash", "as", "at", "ar", "ez"})
# Letters that no decomposition turns into plain ones.
_SPECIAL = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ə": "a", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_LOST = str.maketrans("", "", "ʿʾ‘ʼʻ´′ʹ＇")
_TITLES = frozenset(
    [
        "president",
        "mr",
        "mrs",
        "ms",
        "dr",
        "gen",
        "general",
        "col",
        "colonel",
        "maj",
        "major",
        "lt",
        "lieutenant",
        "sgt",
        "capt",
        "captain",
        "brig",
        "brigadier",
        "adm",
        "admiral",
        "sheikh",
        "minister",
        "ambassador",
        "prince",
        "king",
        "senator",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "commander",
        "secretary",
        "chief",
        "director",
    ]
)


@lru_cache(maxsize=100_000)
def fold(name: str) -> str:
    """Lower case, no accents, no apostrophes or their lost remains, hyphens and dots as spaces, single spaces."""
    text = name.replace("’", "'").replace("`", "'").translate(_LOST)
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = text.casefold().translate(_SPECIAL)
    text = re.sub(r"'s\b|'(?=\s|$)", "", text).replace("'", "")
    text = re.sub(r"\b((?:[a-z]\.){2,})", lambda m: m.group(1).replace(".", ""), text + " ")
    return " ".join(re.sub(r"[^\w]+", " ", text.replace("_", " ")).split())


def name_key(name: str) -> str:
    """`fold` without articles ("the", "al-"), for look-ups: "Ar-Raqqah" and "Raqqah" meet."""
    words = [w for w in fold(name).split() if w not in _ARTICLES]
    return " ".join(words) or fold(name)


def possessive_keys(name: str) -> tuple[str, ...]:
    """`name_key`, and the key without a final s, for a possessive whose apostrophe was lost ("Assads regime", "Daeshs")."""
    key = name_key(name)
    words = key.split()
    out = [key]
    for i, word in enumerate(words):
        if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
            out.append(" ".join([*words[:i], word[:-1], *words[i + 1 :]]))
    return tuple(dict.fromkeys(out))


def without_titles(name: str) -> str:
    """A person's name without leading titles and ranks, in its own spelling."""
    words = name.split()
    while len(words) > 1 and fold(words[0]) in _TITLES:
        words = words[1:]
    return " ".join(words)


def is_part_of_name(short: str, long: str) -> bool:
    """Whether folded `short` is a shorter form of folded `long`: its last word (a surname), or two or more words in a row."""
    a, b = short.split(), long.split()
    if not a or len(a) >= len(b):
        return False
    if len(a) == 1:
        return b[-1] == a[0] and len(a[0]) > 2
    return any(b[i : i + len(a)] == a for i in range(len(b) - len(a) + 1))
