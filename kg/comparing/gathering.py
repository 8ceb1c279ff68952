"""Out of the graph: who says what of an event. An outlet and the speakers it cites are told apart by where words stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from kg.comparing.model import Field, Reprint, Source, Value, Words
from kg.domain.victims import victims_kind
from kg.querying.accounts import figure_of
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, RDF, SCHEMA, SEM, local_name

_ROLES = {KG.agent: Field.AGENT, KG.target: Field.TARGET, SEM.hasPlace: Field.PLACE}
_WORDED = {KG.targetText: Field.TARGET, KG.means: Field.MEANS}
# A speaker's stance and an outlet's way of putting it, in one set of words.
_STATUS_OF = {"asserts": "asserted", "denies": "denied", "intends": "announced"}
_Cells = dict[Field, dict[tuple[str, str], Value]]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A claim of the article at hand. `about` tells whether it is about the report at hand."""

    node: NamedNode
    speaker: NamedNode | None
    stance: str
    content: tuple[Words, ...]
    about: bool

    def holds(self, words: Words) -> bool:
        return any(c.start < words.end and words.start < c.end for c in self.content)


def gather(walker: Walker, event: NamedNode) -> tuple[Source, ...]:
    """The sources of an event in the order of publication, undated articles last; in an article the outlet first."""
    by_voice: dict[NamedNode, list[tuple[NamedNode, NamedNode]]] = defaultdict(list)
    for report in walker.subjects(KG.reportOf, event):
        article = walker.node(report, KG.inArticle)
        if article is not None:
            by_voice[walker.node(article, KG.voice) or article].append((article, report))
    found: list[Source] = []
    for voice, told in by_voice.items():
        speaking = min({a for a, _ in told}, key=lambda a: (a != voice, _published(walker, a), a.value))
        reprints = _reprints(walker, {a for a, _ in told} - {speaking}, voice)
        reports = [r for a, r in told if a == speaking]
        found += _sources(walker, speaking, reports, reprints)
    ordered = sorted(found, key=lambda s: (s.published or "9999", s.article, bool(s.speaker), s.speaker))
    return tuple(replace(s, number=n) for n, s in enumerate(ordered, start=1))


def words_at(walker: Walker, evidence: NamedNode) -> Words | None:
    """The words that an evidence node points at."""
    span = walker.span(evidence)
    if span is None:
        return None
    article, start, end = span
    return Words(walker.short(article), start, end, walker.body(article)[start:end], walker.short(evidence))


def words_of(walker: Walker, node: NamedNode, predicate: NamedNode = KG.evidence) -> tuple[Words, ...]:
    """All words that a statement stands in, in the order of the text."""
    found = (words_at(walker, e) for e in walker.nodes(node, predicate))
    return tuple(sorted(w for w in found if w is not None))


def _published(walker: Walker, article: NamedNode) -> str:
    return walker.text(article, SCHEMA.datePublished) or "9999"


def _reprints(walker: Walker, articles: set[NamedNode], voice: NamedNode) -> tuple[Reprint, ...]:
    earlier = set[NamedNode]()
    step: NamedNode | None = voice
    while step is not None and step not in earlier:
        earlier.add(step)
        step = walker.node(step, KG.revisionOf)
    return tuple(
        Reprint(
            article=walker.short(a), outlet=walker.outlet(a), published=walker.text(a, SCHEMA.datePublished),
            is_version=a in earlier,
        )
        for a in sorted(articles, key=lambda a: (_published(walker, a), a.value))
    )  # fmt: skip


def _sources(
    walker: Walker, article: NamedNode, reports: Sequence[NamedNode], reprints: tuple[Reprint, ...]
) -> Iterator[Source]:
    """The rows of one article: the outlet, where it says anything itself, and each speaker."""
    rows: dict[NamedNode | None, _Cells] = defaultdict(dict)
    for report in reports:
        claims = _claims(walker, article, report)
        for speaker, name, value in _values(walker, report, claims):
            known = rows[speaker].setdefault(name, {})
            key = (value.text, value.iri)
            words = tuple(sorted({*value.words, *(known[key].words if key in known else ())}))
            known[key] = replace(value, words=words)
    outlet = walker.node(article, SCHEMA.publisher)
    for speaker, cells in rows.items():
        yield Source(
            number=0,
            outlet=walker.outlet(article),
            outlet_iri=walker.short(outlet) if outlet else "",
            speaker=walker.label(speaker) if speaker else "",
            speaker_iri=walker.short(speaker) if speaker else "",
            article=walker.short(article),
            headline=walker.text(article, SCHEMA.headline),
            published=walker.text(article, SCHEMA.datePublished),
            reprints=reprints,
            values={f: tuple(sorted(cells[f].values(), key=_order)) for f in Field if f in cells},
        )


def _order(value: Value) -> tuple[object, ...]:
    return value.part, value.victims, value.low or value.high or 0, value.text, value.iri


def _claims(walker: Walker, article: NamedNode, report: NamedNode) -> list[_Claim]:
    about = set(walker.subjects(KG.about, report))
    return [
        _Claim(
            node=node,
            speaker=walker.node(node, KG.claimant),
            stance=walker.text(node, KG.stance),
            content=words_of(walker, node, KG.contentEvidence),
            about=node in about,
        )
        for node in walker.subjects(KG.inArticle, article)
        if KG.Claim in walker.nodes(node, RDF.type)
    ]


def _values(
    walker: Walker, report: NamedNode, claims: Sequence[_Claim]
) -> Iterator[tuple[NamedNode | None, Field, Value]]:
    """Every value of a report with who gives it: the speaker in whose claimed words it stands, else the outlet."""
    yield from _happened(walker, report, claims)
    statement = walker.short(report)
    for part in walker.subjects(KG.inReport, report):
        role = walker.node(part, KG.role)
        words = words_of(walker, part)
        speaker = _speaker(words, claims)
        if role in _ROLES:
            for thing in walker.nodes(part, KG.participant):
                generic = walker.text(thing, KG.generic) == "true"
                yield (
                    speaker,
                    _ROLES[role],
                    Value(
                        text=walker.label(thing),
                        iri=walker.short(thing),
                        vague=generic,
                        statement=statement,
                        words=words,
                    ),
                )
        elif role in _WORDED and words:
            text = " ".join(words[0].quote.split())
            yield speaker, _WORDED[role], Value(text=text, vague=True, statement=statement, words=words)
    if date := _date(walker, report):
        spans = [p for p in walker.subjects(KG.inReport, report) if walker.node(p, KG.role) == KG.when]
        words = tuple(w for p in spans for w in words_of(walker, p))
        yield _speaker(words, claims), Field.DATE, replace(date, words=words)
    for count in walker.subjects(KG.countIn, report):
        cited = walker.node(count, KG.accordingTo, KG.claimant)
        words = words_of(walker, count)
        if (value := _figure(walker, count, words)) is not None:
            yield cited or _speaker(words, claims), Field(walker.text(count, KG.kind)), value


def _happened(
    walker: Walker, report: NamedNode, claims: Sequence[_Claim]
) -> Iterator[tuple[NamedNode | None, Field, Value]]:
    triggers = words_of(walker, report)
    own = tuple(w for w in triggers if not any(c.holds(w) for c in claims))
    status, statement = walker.text(report, KG.status), walker.short(report)
    if own or not any(c.about and c.speaker for c in claims):
        if status == "denied" and any(c.about and c.stance == "denies" for c in claims):
            status = "a denial is cited"  # the report's status is that of what it cites; the outlet denies nothing
        yield None, Field.HAPPENED, Value(text=status, statement=statement, words=own or triggers)
    for claim in claims:
        # Words about an event that do not name it say nothing of whether it happened; a denial may point to it.
        if claim.about and claim.speaker and (claim.stance == "denies" or any(claim.holds(t) for t in triggers)):
            text = _STATUS_OF.get(claim.stance, claim.stance)
            shown = Value(text=text, statement=walker.short(claim.node), words=claim.content)
            yield claim.speaker, Field.HAPPENED, shown


def _speaker(words: Sequence[Words], claims: Sequence[_Claim]) -> NamedNode | None:
    """Whose claimed words hold these: of several claims the narrowest."""
    holding = [c for c in claims if c.speaker and any(c.holds(w) for w in words)]
    best = min(holding, key=lambda c: (sum(w.end - w.start for w in c.content), c.node.value), default=None)
    return best.speaker if best else None


def _date(walker: Walker, report: NamedNode) -> Value | None:
    first, last = (walker.text(report, p) for p in (SEM.hasEarliestBeginTimeStamp, SEM.hasLatestEndTimeStamp))
    if not first and not last:
        return None
    return Value(text=walker.when(report), low_day=first, high_day=last, statement=walker.short(report))


def _figure(walker: Walker, count: NamedNode, words: tuple[Words, ...]) -> Value | None:
    figure = figure_of(walker, count)
    if figure.minimum is None and figure.maximum is None:
        return None
    part = walker.text(count, KG.subset) == "true"
    # Whoever says 12, 12 people or 12 others says one thing.
    victims = figure.victims if victims_kind(figure.victims.casefold()) else ""
    shown = f"{figure.number} {victims}".strip()
    return Value(
        text=f"{shown} (part)" if part else shown, low=figure.minimum, high=figure.maximum,
        victims=figure.victims, part=part, statement=walker.short(count), words=words,
    )  # fmt: skip


def kind_of(walker: Walker, event: NamedNode) -> str:
    """The event's own type, as words of the ontology."""
    return ", ".join(
        sorted({local_name(k) for r in walker.subjects(KG.reportOf, event) for k in walker.nodes(r, KG.eventType)})
    )
