"""Event triggers and which of them tell of one event."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from kg.domain.annotations import AnnotatedArticle, LabelledSpan
from kg.domain.extraction import EventType
from kg.domain.spans import Span
from kg.extraction.clauses import Clauses, clauses_of
from kg.extraction.lexicon import Lexicon

if TYPE_CHECKING:
    from kg.extraction.sameness import Sameness

# Swept 0.2-0.7 on fold 0 (20 training articles left out of training), as were the thresholds below.
SAME_EVENT = 0.4
# A word that the lexicon knows is a trigger at this summed probability of its labels, any other at the second figure.
LEAST_KNOWN = 0.3
LEAST_UNKNOWN = 0.7
# Triggers of one type this many tokens apart in a sentence are one telling.
RUN = 5
# Nouns of which it is said that they began tell of one of these ("an occupation that had begun in May"), by the lexicon alone.
BEGUN = frozenset({EventType.CAPTURE, EventType.ADVANCE, EventType.WITHDRAWAL})
BY_LEXICON = 0.5
# A label that the lexicon gives the word counts this many times.
KNOWN_TYPE = 5.0

# Types that may be told of one happening ("a bomb attack … killed"): a later, vaguer mention takes the more telling type.
_VIOLENCE = frozenset(
    {
        EventType.AIR_STRIKE,
        EventType.SHELLING,
        EventType.BOMBING,
        EventType.CHEMICAL_ATTACK,
        EventType.ARMED_CLASH,
        EventType.AIRCRAFT_SHOOTDOWN,
        EventType.KILLING,
        EventType.DESTRUCTION,
    }
)
_CONTROL = frozenset({EventType.CAPTURE, EventType.ADVANCE, EventType.WITHDRAWAL, EventType.OPERATION, EventType.SIEGE})
_CIVIC = frozenset(
    {EventType.AGREEMENT, EventType.MEETING, EventType.OTHER_EVENT, EventType.PROTEST, EventType.AID_DELIVERY}
)
_FAMILIES = (_VIOLENCE, _CONTROL, _CIVIC)


@dataclass(frozen=True, slots=True)
class TriggerGroup:
    """The triggers of one event, first one first, and its type."""

    triggers: tuple[LabelledSpan, ...]
    type: EventType
    score: float


def find_triggers(annotated: AnnotatedArticle, lexicon: Lexicon) -> list[LabelledSpan]:
    """Triggers outside furniture, in order: the reader's candidates, weighed with what the lexicon says of the word.

    A type that the lexicon gives the word counts for more; a word that the lexicon knows needs less certainty to be a trigger.
    """
    skip = annotated.article.furniture()
    text = annotated.article.text
    clauses = clauses_of(annotated)
    by_word: dict[tuple[int, int], list[LabelledSpan]] = {}
    for c in annotated.labelled["trigger"]:
        by_word.setdefault((c.start, c.end), []).append(c)
    out = []
    for (start, end), options in by_word.items():
        span = Span(start, end, text[start:end])
        if any(span.overlaps(f) for f in skip):
            continue
        told = _lexicon_types(span, clauses, lexicon)
        total = sum(c.score for c in options)
        best = max(options, key=lambda c: (c.score * (KNOWN_TYPE if EventType(c.label) in told else 1.0), c.label))
        if total >= (LEAST_KNOWN if told else LEAST_UNKNOWN):
            begun = told <= BEGUN and len(told) == 1 and _is_begun(span, clauses)
            label = next(iter(told)).value if begun else best.label  # an occupation that began is a place taken
            out.append(LabelledSpan(start, end, label, round(min(total, 1.0), 4)))
    return sorted([*out, *_by_lexicon(annotated, clauses, lexicon, out)], key=lambda t: t.start)


def _is_begun(span: Span, clauses: Clauses) -> bool:
    """Whether the word is a noun of which it is said that it began ("an occupation that had begun in May")."""
    head = clauses.head_of(span)
    return head is not None and clauses.tokens[head].pos == "NOUN" and clauses.beginning_of(head) is not None


def _by_lexicon(
    annotated: AnnotatedArticle, clauses: Clauses, lexicon: Lexicon, found: list[LabelledSpan]
) -> list[LabelledSpan]:
    """Nouns that the lexicon alone makes triggers, where none stands yet: it is said that what they name began."""
    skip = [*((f.start, f.end) for f in annotated.article.furniture()), *((t.start, t.end) for t in found)]
    out = []
    for token in annotated.tokens:
        if token.pos != "NOUN" or any(a < token.end and token.start < b for a, b in skip):
            continue
        span = Span(token.start, token.end, token.text)
        told = _lexicon_types(span, clauses, lexicon)
        if len(told) == 1 and told <= BEGUN and _is_begun(span, clauses):
            out.append(LabelledSpan(token.start, token.end, next(iter(told)).value, BY_LEXICON))
    return out


def _lexicon_types(span: Span, clauses: Clauses, lexicon: Lexicon) -> frozenset[EventType]:
    """The types that the lexicon gives a word, alone or with its neighbours, where its context holds what they need."""
    head = clauses.head_of(span)
    if head is None:
        return frozenset()
    tokens = clauses.tokens
    sentence = clauses.annotated.sentences[tokens[head].sentence]
    lemmas = [tokens[i].lemma for i in range(sentence.first, sentence.last)]
    around = f" {' '.join(lemmas)} "
    at = head - sentence.first
    phrases = {
        " ".join(lemmas[a : b + 1]) for a in range(max(at - 2, 0), at + 1) for b in range(at, min(at + 3, len(lemmas)))
    }
    phrases |= {f"{tokens[head].lemma} {tokens[c].lemma}" for c in clauses.children[head] if tokens[c].dep == "prt"}
    pos = "NOUN" if tokens[head].pos in {"NOUN", "PROPN"} else tokens[head].pos
    for phrase in sorted(phrases, key=lambda p: (-p.count(" "), p)):  # "shoot down" says more than "shoot"
        met, bare = set(), set()
        for type_, wanted, needs in lexicon.triggers.get(phrase, ()):
            if wanted and wanted != pos and " " not in phrase:
                continue
            if not needs:
                bare.add(type_)
            elif any(f" {n} " in around for n in needs):
                met.add(type_)
        if met or bare:
            return frozenset(met or bare)
    return frozenset()


def group_triggers(annotated: AnnotatedArticle, triggers: list[LabelledSpan], sameness: Sameness) -> list[TriggerGroup]:
    """Join triggers of one event: average-linkage clustering over the learned scores, best pair first."""
    clusters = dict(enumerate([triggers[i] for i in run] for run in _runs(annotated, triggers)))

    def joined(a: int, b: int) -> float:
        """How sure it is that two clusters are one event; 0 where they cannot be."""
        one, other = clusters[a], clusters[b]
        return sameness.mean(one, other) if may_join([*one, *other]) else 0.0

    sure = {pair: joined(*pair) for pair in combinations(clusters, 2)}
    while sure:
        a, b = max(sure, key=lambda pair: (sure[pair], -pair[0], -pair[1]))
        if sure[a, b] < SAME_EVENT:
            break
        clusters[a] += clusters.pop(b)
        sure = {pair: value for pair, value in sure.items() if b not in pair}
        sure |= {pair: joined(*pair) for pair in sure if a in pair}
    ordered = [sorted(c, key=lambda t: t.start) for c in clusters.values()]
    return [group(c) for c in sorted(ordered, key=lambda c: c[0].start)]


def _runs(annotated: AnnotatedArticle, triggers: list[LabelledSpan]) -> list[list[int]]:
    """Neighbouring triggers of one sentence and type are one telling: "fired rocket shells", "a car bomb blast"."""
    clauses = clauses_of(annotated)
    places = [clauses.within(t.start, t.end) for t in triggers]
    runs: list[list[int]] = []
    for i, t in enumerate(triggers):
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and places[i]
            and places[last]
            and triggers[last].label == t.label
            and places[i][0] - places[last][-1] <= RUN
            and clauses.tokens[places[i][0]].sentence == clauses.tokens[places[last][0]].sentence
        ):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def may_join(triggers: list[LabelledSpan]) -> bool:
    """Whether the types of triggers can be of one happening."""
    types = {EventType(t.label) for t in triggers}
    return len(types) == 1 or any(types <= family for family in _FAMILIES)


def group(triggers: list[LabelledSpan]) -> TriggerGroup:
    """One event of its triggers, in order: its type by their votes."""
    votes: Counter[str] = Counter()
    for t in triggers:
        votes[t.label] += t.score * (0.5 if t.label == EventType.KILLING and len(triggers) > 1 else 1.0)  # type: ignore[assignment]
    label = max(votes, key=lambda k: (votes[k], k))
    return TriggerGroup(tuple(triggers), EventType(label), max(t.score for t in triggers))
