"""Whether two triggers of an article tell of one event: the reader's score, weighed with syntax, parts, days and figures.

The weights (`sameness.json`) are a logistic regression that `python -m kg.training.sameness` fits on articles which the reader had
not seen. A positive weight speaks for one event.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from kg.domain.annotations import AnnotatedArticle, LabelledSpan
from kg.domain.spans import span_at
from kg.domain.times import TimeBounds
from kg.extraction.clauses import Clauses, clauses_of
from kg.extraction.entities import Entities
from kg.extraction.roles import RoleTable
from kg.extraction.syntax_roles import undoers
from kg.extraction.times import TimeExpression, date_event

WEIGHTS = Path(__file__).with_name("sameness.json")
Signs = dict[str, float]
_ROLES = ("agent", "target", "place")
_SURE = 0.997  # a score is taken as no surer than this, either way
_MOST = 1.2  # syntax may lift a role's score above one
_TAKING_UP = frozenset({"the", "this", "that", "these", "those"})
_NEW = frozenset({"a", "an", "another"})
# What lies so far before the publication is background: what is told without a day is not it.
_LONG_AGO = timedelta(days=45)
_FIGURE = re.compile(r"\d[\d,]*")


@dataclass(frozen=True, slots=True)
class _Role:
    """Who may fill a role: the scores of entities, their sum, and the likeliest with its score (0 and -1 for none)."""

    scores: dict[int, float]
    total: float
    likeliest: tuple[float, int]


@dataclass(frozen=True, slots=True)
class _View:
    """What is told with one trigger: its head, the scores of entities in each role, the day, the figures of its sentence."""

    label: str
    order: int
    head: int | None
    roles: tuple[_Role, ...]
    when: TimeBounds | None
    figures: frozenset[str]


class Sameness:
    """The probability that two triggers of an article tell of one event; each pair is worked out once, when asked for."""

    def __init__(
        self,
        annotated: AnnotatedArticle,
        triggers: Sequence[LabelledSpan],
        table: RoleTable,
        entities: Entities,
        times: Sequence[TimeExpression],
        weights: Mapping[str, float] | None = None,
    ) -> None:
        self._clauses = clauses_of(annotated)
        self._places = frozenset(i for i, e in enumerate(entities.items) if e.type.is_place)
        self._scores = annotated.pairs.same_event(triggers) if len(triggers) > 1 else []
        self._at = {t.start: i for i, t in enumerate(triggers)}
        self._views = [self._view(annotated, i, t, table, times) for i, t in enumerate(triggers)]
        self._weights = load_weights() if weights is None else weights
        self._apart = self._undone()
        published = annotated.article.published
        self._since = published.earliest - _LONG_AGO if published and published.earliest else None
        self._known: dict[tuple[int, int], float] = {}

    def mean(self, a: Sequence[LabelledSpan], b: Sequence[LabelledSpan]) -> float:
        """The mean over the pairs of two groups of triggers, each of which has one at least; 0 where one undoes another."""
        pairs = [(self._at[s.start], self._at[t.start]) for s in a for t in b]
        if any(frozenset(pair) in self._apart for pair in pairs):
            return 0.0
        return sum(self._of(*pair) for pair in pairs) / len(pairs)

    def signs(self, a: LabelledSpan, b: LabelledSpan) -> Signs:
        """What speaks for or against one event in two triggers, by name."""
        return self._signs(*sorted((self._at[a.start], self._at[b.start])))

    def _signs(self, i: int, j: int) -> Signs:
        x, y = self._views[i], self._views[j]
        score = self._scores[i][j]
        return {
            "one": 1.0,
            **_learned(x, y, score),
            **_stand(x, y, score, self._clauses),
            **_parts(x, y),
            **_circumstances(x, y),
        }

    def _of(self, i: int, j: int) -> float:
        key = (i, j) if i < j else (j, i)
        if key not in self._known:
            self._known[key] = 0.0 if self._are_then_and_now(*key) else self._likely(*key)
        return self._known[key]

    def _likely(self, i: int, j: int) -> float:
        z = sum(self._weights.get(name, 0.0) * value for name, value in self._signs(i, j).items())
        return 1.0 / (1.0 + math.exp(-max(min(z, 30.0), -30.0)))

    def _undone(self) -> frozenset[frozenset[int]]:
        """Pairs of which one undoes the other: "entered the town, ending the siege"."""
        heads = {v.head: v.order for v in self._views if v.head is not None}
        return frozenset(
            frozenset((order, heads[verb]))
            for head, order in heads.items()
            for verb in undoers(head, self._clauses)
            if verb in heads
        )

    def _are_then_and_now(self, i: int, j: int) -> bool:
        """Whether one is told to have happened long before the publication, and of the other no day is told."""
        one, other = self._views[i].when, self._views[j].when
        told = one or other
        if self._since is None or told is None or (one is not None and other is not None):
            return False
        return told.latest is not None and told.latest < self._since

    def _view(
        self,
        annotated: AnnotatedArticle,
        order: int,
        trigger: LabelledSpan,
        table: RoleTable,
        times: Sequence[TimeExpression],
    ) -> _View:
        text = annotated.article.text
        span = span_at(text, trigger.start, trigger.end)
        head = self._clauses.head_of(span)
        roles = tuple(
            _role({e: min(score, _MOST) for e, (score, _) in best.items() if (e in self._places) == (name == "place")})
            for name, best in zip(_ROLES, table.best(trigger), strict=True)
        )
        dated = date_event([span], annotated, times)
        figures: frozenset[str] = frozenset()
        if head is not None:
            sentence = annotated.sentences[self._clauses.tokens[head].sentence]
            figures = frozenset(_FIGURE.findall(text[sentence.start : sentence.end]))
        return _View(trigger.label, order, head, roles, dated.bounds if dated else None, figures)


def _role(scores: dict[int, float]) -> _Role:
    return _Role(scores, sum(scores.values()), max(((score, e) for e, score in scores.items()), default=(0.0, -1)))


@lru_cache(maxsize=1)
def load_weights() -> Mapping[str, float]:
    """The shipped weights, sign → weight."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def _learned(x: _View, y: _View, score: float) -> Signs:
    """The reader's own score, with the types of the two."""
    bounded = min(max(score, 1 - _SURE), _SURE)
    signs = {"score": math.log(bounded / (1 - bounded)), "probability": score}
    if x.label == y.label:
        signs |= {"type": 1.0, f"type {x.label}": 1.0, f"probability {x.label}": score}
    return signs


def _stand(x: _View, y: _View, score: float, clauses: Clauses) -> Signs:
    """Where the two stand, and how the later one is put ("the attack" takes up, "an attack" is new)."""
    if x.head is None or y.head is None:
        return {}
    tokens = clauses.tokens
    a, b = tokens[x.head], tokens[y.head]
    apart = abs(a.sentence - b.sentence)
    later = max(x.head, y.head)
    lead = float(min(a.sentence, b.sentence) <= 1)
    signs = {
        "word": float(a.lemma == b.lemma),
        "sentence": float(apart == 0),
        "next sentence": float(apart == 1),
        "sentences apart": math.log1p(apart),
        "lead": lead,
        "probability in lead": lead * score,
        "nouns": float(a.pos == b.pos == "NOUN"),
        "verbs": float(a.pos == b.pos == "VERB"),
        "triggers apart": math.log1p(abs(x.order - y.order)),
    }
    if apart == 0:
        signs |= {
            "tokens apart": math.log1p(abs(x.head - y.head)),
            "governs": float(a.head == y.head or b.head == x.head),
        }
    if tokens[later].pos == "NOUN":
        put = {tokens[c].lemma for c in clauses.children[later] if tokens[c].dep == "det"}
        signs |= {"takes up": float(bool(put & _TAKING_UP)), "new": float(bool(put & _NEW))}
    return signs


def _parts(x: _View, y: _View) -> Signs:
    """For each role: how far the two share who fills it, and whether their likeliest are the same or rivals."""
    signs: Signs = {}
    for name, one, other in zip(_ROLES, x.roles, y.roles, strict=True):
        few, many = sorted((one.scores, other.scores), key=len)
        shared = sum(min(score, many[e]) for e, score in few.items() if e in many)
        either = one.total + other.total - shared
        sure = min(one.likeliest[0], other.likeliest[0])
        same = one.likeliest[1] == other.likeliest[1]
        signs |= {
            f"{name} shared": shared / either if either > 0.1 else 0.0,
            f"{name} same": sure * same,
            f"{name} rival": sure * (not same),
        }
    return signs


def _circumstances(x: _View, y: _View) -> Signs:
    """Whether the days and the figures told with the two agree."""
    signs: Signs = {}
    if x.when and y.when:
        meet = x.when.overlaps(y.when)
        signs |= {"days meet": float(meet), "day same": float(x.when == y.when), "days exclude": float(not meet)}
    else:
        signs["day unknown"] = 1.0
    if x.figures and y.figures:
        shared = bool(x.figures & y.figures)
        signs |= {"figure shared": float(shared), "figures differ": float(not shared)}
    return signs
