"""Names in comparable form: case, diacritics, articles and the spelling habits of transliteration.

Three forms, each coarser than the one before. `key` forgives typography; `tight` forgives doubled letters, ou/oo/u,
ee/i/e and final -a/-ah/-eh, and still tells Hassan from Hussein; `sound` keeps the consonants and where vowels stand,
so that Deraa meets Daraa, but also meets strangers: it only proposes.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.domain import names

_BREAK = re.compile(r"[^0-9a-z]+")
# The Arabic article before any consonant, as transliterations write it. Dropped when another word follows.
ARTICLES = frozenset(
    {
        "al",
        "el",
        "ul",
        "il",
        "ad",
        "ar",
        "as",
        "ash",
        "at",
        "ath",
        "adh",
        "az",
        "an",
        "ed",
        "er",
        "es",
        "esh",
        "et",
        "eth",
        "ez",
        "en",
    }
)
# Spellings of common elements of place names that no rule below makes equal.
_WORDS = {
    "kafar": "kafr",
    "kefr": "kafr",
    "kufr": "kafr",
    "abou": "bu",
    "abu": "bu",
    "albu": "bu",
    "abi": "bu",
    "bou": "bu",
    "tell": "tal",
    "tel": "tal",
    "jabal": "jabl",
    "jebel": "jabl",
    "djebel": "jabl",
    "gebel": "jabl",
    "khirbat": "khirba",
    "khirbet": "khirba",
    "maarat": "maara",
    "maaret": "maara",
    "maarrat": "maara",
    "marat": "maara",
    "mosul": "mawsil",
    "sheik": "shaykh",
    "cheikh": "shaykh",
    "saint": "st",
    "mount": "mt",
    **dict.fromkeys(("mohammed", "mohamed", "mohamad", "muhammad", "muhammed", "muhamad", "mohamud"), "mohammad"),
    **dict.fromkeys(("ahmed", "achmed"), "ahmad"),
    **dict.fromkeys(("hussain", "husain", "husayn", "hossein", "hussien", "husein"), "hussein"),
    **dict.fromkeys(("yusuf", "yousef", "youssef", "yousif", "yusef"), "yousuf"),
    **dict.fromkeys(("khaled", "chaled"), "khalid"),
    **dict.fromkeys(("saeed", "sayed", "sayyed"), "said"),
    **dict.fromkeys(("mustapha", "moustafa", "mostafa"), "mustafa"),
}
# "Abdel Rahman", "Abdul Rahman", "Abd al-Rahman", "Abdurrahman": one name, whatever its article.
_ABD = re.compile(r"\babd ?(?:[aeou]l|[aeou]r(?=[ -]?r)|[aeou]s(?=[ -]?s))?[ -]?(?=[a-z]{4})")
# An article written as one word with its noun: Ezzor, Arraqqa, Assalamiyah; not Assad, Azzaz.
_FUSED = re.compile(r"^(?:e(d|r|s|t|z)\1(?=..)|a(d|n|r|s|t|z)\2(?=.{4}))")
_DIGRAPHS = (
    ("tch", "ch"),
    ("sch", "sh"),
    ("sh", "ʃ"),
    ("ch", "ʃ"),
    ("kh", "x"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("dj", "j"),
    ("ck", "k"),
    ("q", "k"),
)
_SOFT_C = re.compile(r"c(?=[eiy])")
_IYA = re.compile(r"(?<=[^aeiouy])(?:iyy?|yi?|ie?y|i|ey)(?:ah|eh|ieh|a|e)$")
_FINAL_H = re.compile(r"(?<=[aeiouy])h$")
_DOUBLE = re.compile(r"([^aeiou0-9])\1+")
_VOWELS = re.compile(r"[aeiou]+")


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """As `kg.domain.names.fold`, its Latin letters and figures only: what spelling rules can compare."""
    return " ".join(_BREAK.sub(" ", names.fold(name)).split())


def words(name: str) -> list[str]:
    """The folded words of a name without "the" and without Arabic articles that stand before another word."""
    tokens = _ABD.sub("abd", fold(name)).split()
    if len(tokens) > 1 and tokens[0] in ("the", "a"):
        tokens = tokens[1:]
    return [t for i, t in enumerate(tokens) if t not in ARTICLES or i == len(tokens) - 1]


def key(name: str) -> str:
    """Words without spaces: "Deir ez-Zor", "Deir Al Zor", "deir zor" agree. Empty for a name without Latin letters."""
    return "".join(words(name))


def actor_key(name: str) -> str:
    """As `key`, with the words apart: for names of people and bodies, whose word breaks are stable."""
    return " ".join(words(name))


def _consonants(word: str) -> str:
    word = _FUSED.sub(lambda m: m.group(1) or m.group(2), _WORDS.get(word, word))
    for old, new in _DIGRAPHS:
        word = word.replace(old, new)
    word = _SOFT_C.sub("s", word).replace("c", "k")
    word = _FINAL_H.sub("", _IYA.sub("Ya", word))
    return _DOUBLE.sub(r"\1", word)


def _glides(word: str) -> str:
    """Glides as consonants (W, Y) before a vowel, else as vowels; "Sweida" gets the vowel that "Suwayda" shows."""
    out: list[str] = []
    for i, letter in enumerate(word):
        if letter not in "wy":
            out.append(letter)
        elif i + 1 < len(word) and word[i + 1] in "aeiou":
            vowel = "u" if letter == "w" else "i"
            out.append(letter.upper() if i == 0 or word[i - 1] in "aeiou" else vowel + letter.upper())
        else:
            out.append("u" if letter == "w" else "i")
    return "".join(out)


def _tight_vowels(match: re.Match[str]) -> str:
    run = match.group()
    if run[0] in "aei" and run[-1] in "ie":
        return "i"  # ai, ei, ee: one sound in most transliterations
    return {"a": "a", "e": "i", "i": "i", "o": "u", "u": "u"}[run[0]]


@lru_cache(maxsize=20_000)
def tight(name: str) -> str:
    """A form in which close transliterations agree and different names seldom do."""
    out = []
    for word in words(name):
        w = _glides(_consonants(word))
        w = re.sub(r"(?<=[^aeiou])e$", "a", w)
        out.append(_VOWELS.sub(_tight_vowels, w).lower())
    return "".join(out)


@lru_cache(maxsize=20_000)
def sound(name: str) -> str:
    """A form in which most transliterations of one name agree, and some different names do: candidates only."""
    return "".join(_VOWELS.sub("a", _glides(_consonants(word))) for word in words(name)).lower()


def slug(name: str) -> str:
    """The last part of an IRI: folded words joined by hyphens, articles kept; "unnamed" when nothing Latin is left."""
    tokens = fold(name).split()
    if len(tokens) > 1 and tokens[0] in ("the", "a", "an"):
        tokens = tokens[1:]
    if tokens:
        return "-".join(tokens)
    # Another script: letters as they are, which an IRI may hold.
    return "-".join(re.findall(r"\w+", name.casefold())) or "unnamed"
