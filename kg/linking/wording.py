"""In which words a happening is told: what ties two tellings beyond place, day and kind.

Accounts of one strike seldom agree in agent or toll, but they share words that other strikes have not: "bakery",
"motorcycle", the name of a quarter or of a spokesman.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.domain.calendar import find_dates
from kg.linking.names import fold

# A full stop ends a sentence before a capital or a figure, but not in "U.S.", "Gen." or after one letter.
_END = re.compile(r"(?<![A-Z])(?<!\b[A-Z][a-z])(?<!Gen)(?<!Col)(?<!Maj)[.!?][\"”)]*\s+(?=[\"“(]?[A-Z0-9])")
_NUMBER = re.compile(r"(?<![\w.])\d{1,4}(?!\w)")
_YEARS = range(1990, 2031)
_MOST_AROUND = 400  # characters on each side of a trigger: copy that lost its full stops is one long sentence
LEAST_NUMBER = 10  # smaller numbers are in every text
# Words of every report of violence: no evidence, however rare in a small corpus.
_COMMON_TEXT = """
    said says told reported report reports according monitor monitoring group rights human observatory source sources agency
    news state media among least more including people civilians killed kill kills killing wounded injured dead death
    toll dozens several many others two three four five six seven eight nine ten one after when where which while with from
    that this were was have been has had into over near since under also their they them its his her who held carried out
    against between during other another some all most area areas city town village province district neighborhood
    neighbourhood regime government army forces force rebel rebels opposition fighters militants terrorists terrorist
    groups attack attacks attacked strike strikes air airstrike airstrikes raid raids warplanes jets bombing bomb bombs
    shelling rocket rockets shells monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december children women child woman the and for are but not
    adding added hours hour called came come began begin could would should there these those than then both being because
    before still about around across along such only just made make take took used use using well back down off any each
    first last late earlier later day days week weeks month months year years time times until will may might must
    afp reuters sana press jan feb mar apr jun jul aug sep sept oct nov dec updated published
"""
_COMMON = frozenset(_COMMON_TEXT.split())


@dataclass(frozen=True, slots=True)
class Telling:
    """The sentences in which a report's triggers stand: their words, folded, and their numbers (no years, none below ten).

    `months` (1 to 12) are those that they name without a year.
    """

    words: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()
    months: frozenset[int] = frozenset()
    spans: tuple[tuple[int, int], ...] = ()

    def holds(self, offset: int) -> bool:
        """Whether the character stands in one of the sentences."""
        return any(start <= offset < end for start, end in self.spans)


NO_TELLING = Telling()


class Sentences:
    """The sentences of a text, found without reading its language."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(m.end() for m in _END.finditer(text))]

    def telling(self, spans: Iterable[tuple[int, int]]) -> Telling:
        """The sentences in which these spans begin."""
        found = sorted({self._around(start) for start, _ in spans})
        words = [self._text[start:end] for start, end in found]
        return Telling(
            words=frozenset(w for part in words for w in _words(part)),
            numbers=frozenset(
                n for part in words for m in _NUMBER.findall(part) if (n := int(m)) >= LEAST_NUMBER and n not in _YEARS
            ),
            months=frozenset(d.month for part in words for d in find_dates(part) if d.month and d.year is None),
            spans=tuple(found),
        )

    def _around(self, offset: int) -> tuple[int, int]:
        number = bisect_right(self._starts, offset) - 1
        return max(self._starts[number], offset - _MOST_AROUND), min(self._end(number), offset + _MOST_AROUND)

    def _end(self, number: int) -> int:
        return self._starts[number + 1] if number + 1 < len(self._starts) else len(self._text)


@lru_cache(maxsize=50_000)
def _words(sentence: str) -> tuple[str, ...]:
    return tuple(w for w in fold(sentence).split() if len(w) > 2 and w not in _COMMON and not w.isdigit())


class Rarity:
    """How much a word or a place tells, from the number of articles of a corpus in whose tellings it stands.

    Smoothed as if fifty more articles were there, so that a corpus of five knows no rare words; a word that
    more than a third of the articles use is worth nothing.
    """

    _PRIOR = 50
    _MOST = 3.3

    def __init__(self, tellings: Iterable[tuple[str, Telling, frozenset[str]]]) -> None:
        """Count, from the article, the sentences and the places of each account."""
        articles: dict[str, set[str]] = defaultdict(set)
        at: dict[str, set[str]] = defaultdict(set)
        everyone: set[str] = set()
        for article, telling, places in tellings:
            everyone.add(article)
            for word in telling.words:
                articles[word].add(article)
            for place in places:
                at[place].add(article)
        self._places = {place: len(found) for place, found in at.items()}
        self._counts = {word: len(found) for word, found in articles.items()}
        self._total = len(everyone)
        self._weights: dict[str, float] = {}
        self._totals: dict[frozenset[str], float] = {}

    def count(self, word: str) -> int:
        """The number of articles in whose tellings it stands."""
        return self._counts.get(word, 0)

    def weight(self, word: str) -> float:
        """0 for a common word, up to 3.3 for one that only few articles use."""
        known = self._weights.get(word)
        if known is None:
            share = (self._total + self._PRIOR) / (self.count(word) + 5)
            known = self._weights[word] = min(self._MOST, max(0.0, math.log(share) - 1.0))
        return known

    def share_of_place(self, place: str) -> float:
        """The share of the articles that tell of something at a place, by its id."""
        return self._places.get(place, 0) / (self._total + self._PRIOR)

    def total(self, telling: Telling) -> float:
        """The weight of all its words."""
        known = self._totals.get(telling.words)
        if known is None:
            known = self._totals[telling.words] = sum(self.weight(w) for w in sorted(telling.words))
        return known

    def common(self, a: Telling, b: Telling) -> tuple[float, float]:
        """The weight of the words that both share, and how alike they are, 0..1."""
        shared = sum(self.weight(w) for w in sorted(a.words & b.words))  # in one order: sums of floats depend on it
        return shared, 2 * shared / (self.total(a) + self.total(b) + 4.0)

    def rarest(self, words: Iterable[str], most: int) -> Sequence[str]:
        """The words that tell most, ties by the alphabet."""
        return sorted((w for w in words if self.weight(w) > 0), key=lambda w: (-self.weight(w), w))[:most]
