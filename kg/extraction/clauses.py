"""Small questions about the syntax of an annotated article: what stands where, what governs what, in which tense.

A `Clauses` is built once for an article and shared by the finders; it holds no state beyond lookup tables (chains of heads and
heads of spans are kept once asked for).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from kg.domain.annotations import AnnotatedArticle, Token
from kg.domain.spans import Span

# Dependencies that open a clause of its own below their head.
CLAUSAL = frozenset({"ROOT", "advcl", "relcl", "ccomp", "acl", "xcomp", "parataxis", "pcomp", "csubj"})
SPEECH_LEMMAS = frozenset(
    [
        "say", "tell", "report", "announce", "add", "state", "claim", "declare", "note", "confirm", "quote", "cite",
        "write", "explain", "reveal", "acknowledge", "insist", "warn", "stress", "accuse", "deny", "call", "release",
        "broadcast", "comment", "publish", "post", "tweet", "describe", "mention", "speak", "inform",
    ]
)  # fmt: skip
_PLANNING = frozenset(
    [
        "plan", "expect", "schedule", "set", "intend", "hope", "due", "aim", "prepare", "want", "threaten", "vow",
        "promise",
    ]
)  # fmt: skip


_BEGINNING = frozenset({"begin", "start", "commence", "erupt"})


@dataclass(slots=True)
class Clauses:
    """Lookups over the tokens of one article; every method takes and gives token indices."""

    annotated: AnnotatedArticle
    starts: list[int] = field(init=False)
    children: list[list[int]] = field(init=False)
    _chains: dict[int, list[int]] = field(init=False, default_factory=dict)
    _heads: dict[tuple[int, int], int | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        tokens = self.annotated.tokens
        self.starts = [t.start for t in tokens]
        self.children = [[] for _ in tokens]
        for i, token in enumerate(tokens):
            if token.head != i:
                self.children[token.head].append(i)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The article's tokens."""
        return self.annotated.tokens

    def within(self, start: int, end: int) -> range:
        """The tokens that overlap the characters `start:end`."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or self.tokens[first].end <= start:
            first += 1
        return range(first, bisect_left(self.starts, end))

    def sentences_of(self, start: int, end: int) -> set[int]:
        """The numbers of the sentences that the characters `start:end` touch."""
        return {self.tokens[i].sentence for i in self.within(start, end)}

    def head_of(self, span: Span) -> int | None:
        """The token that governs a span's words: its head lies outside, and it reaches highest in the tree."""
        key = span.start, span.end
        if key not in self._heads:
            inside = self.within(*key)
            tops = [i for i in inside if self.tokens[i].head == i or self.tokens[i].head not in inside]
            words = [i for i in tops if self.tokens[i].pos not in {"PUNCT", "DET", "SPACE"}] or tops
            self._heads[key] = min(words, key=lambda i: (len(self.ancestors(i)), i)) if words else None
        return self._heads[key]

    def ancestors(self, index: int) -> list[int]:
        """The chain of heads above a token, nearest first."""
        known = self._chains.get(index)
        if known is None:
            known, at = [], index
            while self.tokens[at].head != at and len(known) < len(self.tokens):
                at = self.tokens[at].head
                known.append(at)
            self._chains[index] = known
        return known

    def beginning_of(self, noun: int) -> int | None:
        """The verb that says that a noun began, in a clause of its own ("a siege that began in May") or as its subject."""
        said = [c for c in self.children[noun] if self.tokens[c].dep == "relcl"]
        if self.tokens[noun].dep in {"nsubj", "nsubjpass"}:
            said.append(self.tokens[noun].head)
        return next((v for v in said if self.tokens[v].lemma in _BEGINNING), None)

    def verb_of(self, index: int) -> int | None:
        """The nearest verb at or above a token: the predicate of its clause."""
        for i in (index, *self.ancestors(index)):
            if self.tokens[i].pos in {"VERB", "AUX"}:
                return i
        return None

    def path(self, first: int, second: int) -> list[int] | None:
        """The tokens from `first` up to the common head and down to `second`, both included, if a tree joins them."""
        up, down = [first, *self.ancestors(first)], [second, *self.ancestors(second)]
        place = {token: n for n, token in enumerate(down)}
        for n, token in enumerate(up):
            if token in place:
                return up[: n + 1] + down[: place[token]][::-1]
        return None

    def subtree(self, index: int) -> set[int]:
        """A token and everything below it."""
        found, stack = {index}, [index]
        while stack:
            for child in self.children[stack.pop()]:
                if child not in found:
                    found.add(child)
                    stack.append(child)
        return found

    def is_future(self, index: int) -> bool:
        """Whether the predicate over a token speaks of what is to come ("will meet", "is scheduled to meet")."""
        verb = self.verb_of(index)
        if verb is None:
            return False
        chain = [verb, *self.ancestors(verb)][:3]
        for i in chain:
            below = self.children[i]
            if any(self.tokens[c].dep == "aux" and self.tokens[c].lemma.lower() in {"will", "shall"} for c in below):
                return True
            if any(self.tokens[c].text.lower() in {"wo", "'ll"} for c in below):
                return True
        infinitive = any(self.tokens[c].dep == "aux" and self.tokens[c].tag == "TO" for c in self.children[verb])
        above = self.tokens[self.tokens[verb].head].lemma.lower()
        return infinitive and (above in _PLANNING or above == "be")

    def is_perfect(self, index: int) -> bool:
        """Whether the predicate over a token is in the present perfect ("have been battling"): it reaches to now."""
        verb = self.verb_of(index)
        if verb is None:
            return False
        return any(
            self.tokens[c].dep in {"aux", "auxpass"} and self.tokens[c].text.lower() in {"has", "have", "'ve"}
            for c in self.children[verb]
        )

    def is_past(self, index: int) -> bool:
        """Whether the predicate over a token is finished: simple past, or passive with "was" or "were"."""
        verb = self.verb_of(index)
        if verb is None:
            return False
        helpers = {self.tokens[c].text.lower() for c in self.children[verb] if self.tokens[c].dep in {"aux", "auxpass"}}
        if self.tokens[verb].tag == "VBD":
            return not helpers & {"has", "have", "had"}
        return (
            self.tokens[verb].tag == "VBN" and bool(helpers & {"was", "were"}) and not helpers & {"has", "have", "had"}
        )

    def is_speech(self, index: int) -> bool:
        """Whether a token is a verb of saying."""
        return self.tokens[index].pos in {"VERB", "AUX"} and self.tokens[index].lemma.lower() in SPEECH_LEMMAS


@lru_cache(maxsize=2)
def clauses_of(annotated: AnnotatedArticle) -> Clauses:
    """The look-ups of an article, made once however many finders ask."""
    return Clauses(annotated)
