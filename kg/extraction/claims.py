"""Who says what: attributions with cue, content, source and stance."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.domain.annotations import AnnotatedArticle, LabelledSpan
from kg.domain.extraction import Claim, EntityType, LocalEntity, Mention, MentionForm, Stance
from kg.domain.names import fold
from kg.domain.spans import Span, span_at
from kg.extraction.clauses import clauses_of
from kg.extraction.entities import Entities
from kg.extraction.lexicon import Lexicon
from kg.extraction.triggers import TriggerGroup

# A cue belongs to a content within this many characters of it.
CUE_REACH = 160
LEAST_CONTENT = 8
LEAST_SCORE = 0.6
ABOUT = 0.5
# What a mention gains, in logits, by standing in the words that the tagger took for the source.
NAMED_IN_SOURCE = 2.0


@dataclass(frozen=True, slots=True)
class Attribution:
    """A claim in the making: its content, cue and source words as the tagger found them."""

    content: LabelledSpan
    cue: LabelledSpan | None
    source: LabelledSpan | None

    def anchor(self) -> LabelledSpan:
        """What the pair scorer takes for the claim: the cue, else the first word of the content."""
        return self.cue or LabelledSpan(
            self.content.start, self.content.start + 1, self.content.label, self.content.score
        )


def find_attributions(annotated: AnnotatedArticle) -> list[Attribution]:
    """Group the attribution spans: each content takes the cue of its sentence that is nearest, each cue the nearest source."""
    skip = annotated.article.furniture()
    text = annotated.article.text

    def outside(s: LabelledSpan) -> bool:
        return not any(f.start < s.end and s.start < f.end for f in skip)

    spans = [s for s in annotated.labelled["attribution"] if outside(s)]
    cues = [s for s in spans if s.label == "Cue"]
    sources = [s for s in spans if s.label == "Source"]
    out = []
    for content in spans:
        if content.label != "Content" or content.end - content.start < LEAST_CONTENT or content.score < LEAST_SCORE:
            continue
        cue = min(
            (c for c in cues if _gap(c, content) <= CUE_REACH and _one_line(text, c, content)),
            key=lambda c: (_gap(c, content), c.start),
            default=None,
        )
        near = cue or content
        source = min(
            (s for s in sources if _gap(s, near) <= CUE_REACH), key=lambda s: (_gap(s, near), s.start), default=None
        )
        out.append(Attribution(content, cue, source))
    return out


def _gap(a: LabelledSpan, b: LabelledSpan) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def _one_line(text: str, a: LabelledSpan, b: LabelledSpan) -> bool:
    return "\n" not in text[min(a.end, b.end) : max(a.start, b.start)]


def add_unnamed_sources(
    annotated: AnnotatedArticle, attributions: list[Attribution], entities: Entities
) -> dict[int, str]:
    """Entities for sources that no mention covers ("residents reached by phone"); attribution index → entity key."""
    added: dict[str, tuple[str, list[Mention]]] = {}
    keys: dict[int, str] = {}
    used = {e.key for e in entities.items}
    for i, attribution in enumerate(attributions):
        source = attribution.source
        if source is None or any(m.span.start < source.end and source.start < m.span.end for m in entities.mentions):
            continue
        span = span_at(annotated.article.text, source.start, source.end)
        if fold(span.quote) in _PRONOUNS or len(span.quote) > 80 or not _has_noun(annotated, span):
            continue
        name = fold(span.quote)
        if name not in added:
            key = f"unnamed-{name.replace(' ', '-')[:40]}"
            while key in used:
                key += "-x"
            used.add(key)
            added[name] = (key, [])
        added[name][1].append(Mention(span, MentionForm.NOMINAL, source.score))
        keys[i] = added[name][0]
    for key, mentions in added.values():
        entities.items.append(
            LocalEntity(
                key=key,
                type=EntityType.ORGANISATION,
                names=tuple(dict.fromkeys(m.span.quote for m in mentions)),
                mentions=tuple(mentions),
                generic=True,
            )
        )
    return keys


def _has_noun(annotated: AnnotatedArticle, span: Span) -> bool:
    return any(annotated.tokens[i].pos in {"NOUN", "PROPN"} for i in clauses_of(annotated).within(span.start, span.end))


_PRONOUNS = frozenset(["he", "she", "it", "they", "we", "i", "who", "which", "that", "this", "these", "those"])


def find_claims(
    annotated: AnnotatedArticle,
    attributions: list[Attribution],
    entities: Entities,
    groups: list[TriggerGroup],
    report_keys: list[str],
    lexicon: Lexicon,
) -> list[Claim]:
    """Claims with their source, stance and the reports that they are about."""
    if not attributions:
        return []
    unnamed = add_unnamed_sources(annotated, attributions, entities)
    anchors = [a.anchor() for a in attributions]
    mentions = [f.labelled() for f in entities.mentions]
    preference = annotated.pairs.sources(anchors, mentions) if mentions else []
    stances = annotated.pairs.stances(anchors)
    about = _about(annotated, anchors, groups)
    out: list[Claim] = []
    seen: set[str] = set()
    for i, attribution in enumerate(attributions):
        claimant = unnamed.get(i) or _claimant(attribution, entities, preference[i] if preference else [])
        if claimant is None:
            continue
        span, words = _attribution_span(annotated, attribution, entities, claimant)
        content = span_at(annotated.article.text, attribution.content.start, attribution.content.end)
        inside = [
            g for g, group in enumerate(groups) if any(content.start <= t.start < content.end for t in group.triggers)
        ]
        reports = tuple(report_keys[g] for g in sorted({*inside, *about[i]}))
        cue = attribution.cue and span_at(annotated.article.text, attribution.cue.start, attribution.cue.end)
        key = f"c-{content.start}"
        if key in seen:
            continue
        seen.add(key)
        out.append(
            Claim(
                key=key,
                claimant=claimant,
                claimant_span=words,
                span=span,
                cue=cue or None,
                content=content,
                stance=_stance(annotated, cue or None, stances[i], lexicon),
                about=reports,
                score=attribution.content.score,
            )
        )
    return out


def _about(annotated: AnnotatedArticle, anchors: list[LabelledSpan], groups: list[TriggerGroup]) -> list[set[int]]:
    """For each anchor the events that the reader ties it to."""
    flat = [(g, t) for g, group in enumerate(groups) for t in group.triggers]
    if not flat:
        return [set() for _ in anchors]
    scores = annotated.pairs.about(anchors, [t for _, t in flat])
    return [{g for (g, _), s in zip(flat, row, strict=True) if s >= ABOUT} for row in scores]


def _claimant(attribution: Attribution, entities: Entities, preference: list[float]) -> str | None:
    """The actor that the reader prefers, pooled over its mentions; the mention in the source words counts extra."""
    best: dict[str, float] = defaultdict(lambda: -1e9)
    for m, score in enumerate(preference):
        entity = entities.items[entities.owner[m]]
        if entity.type.is_place:
            continue
        span = entities.mentions[m].span
        if attribution.source and attribution.source.start < span.end and span.start < attribution.source.end:
            best[entity.key] = max(best[entity.key], score + NAMED_IN_SOURCE)
        else:
            best[entity.key] = max(best[entity.key], score)
    return max(best, key=lambda k: (best[k], k)) if best else None


def _attribution_span(
    annotated: AnnotatedArticle, attribution: Attribution, entities: Entities, claimant: str
) -> tuple[Span, Span]:
    """The stretch with source and cue, and the words that name the claimant."""
    text = annotated.article.text
    near = attribution.cue or attribution.content
    source = attribution.source
    if source is not None:
        words = span_at(text, source.start, source.end)
    else:
        own = [m.span for e in entities.items if e.key == claimant for m in e.mentions]
        words = min(own, key=lambda s: (max(s.start - near.end, near.start - s.end, 0), s.start))
    if attribution.cue is None:
        return words, words
    start, end = min(words.start, near.start), max(words.end, near.end)
    if end - start > 2 * CUE_REACH:
        return span_at(text, near.start, near.end), words
    return span_at(text, start, end), words


def _stance(annotated: AnnotatedArticle, cue: Span | None, learned: dict[str, float], lexicon: Lexicon) -> Stance:
    """The cue's own stance where its verb has a clear one, else what the reader thinks."""
    if cue is not None:
        lemmas = " ".join(t.lemma for t in annotated.tokens if t.start >= cue.start and t.end <= cue.end)
        for phrase in (lemmas, *lemmas.split()):
            if lexicon.reporting.get(phrase, Stance.ASSERTS) is not Stance.ASSERTS:
                return lexicon.reporting[phrase]
    return Stance(max(learned, key=lambda k: (learned[k], k)))
