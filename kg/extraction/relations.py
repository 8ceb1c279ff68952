"""Roles of persons, and relations between actors, by the phrases that say so."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from kg.domain.annotations import AnnotatedArticle
from kg.domain.extraction import EntityType, EventType, Membership, Predicate, Relation, Report
from kg.domain.spans import Span, span_at
from kg.extraction.entities import Entities

_OFFICE = (
    r"(?:spokes(?:man|woman|person)|president|prime minister|(?:foreign |defen[cs]e |interior |deputy )?minister|ambassador|"
    r"envoy|commander|general|colonel|major|lieutenant|captain|head|chief|leader|director|secretary(?: general| of state)?|"
    r"official|member|adviser|advisor|representative|governor|mayor|chairman|chairwoman|coordinator|king|prince|emir)"
)
# "Kremlin spokesman Dmitry Peskov", "Syrian Ambassador to Russia Riyad Haddad": words of office just before the name …
_BEFORE = re.compile(
    rf"((?:[\w.’'-]+ ){{0,4}}(?:{_OFFICE})(?: (?:of|to|for|at) (?:the )?(?:[A-Z][\w’'-]+ ?){{1,5}})?)[,:]? ?$", re.I
)
# … or just after it: "Igor Konashenkov, the Russian defense ministry's spokesman".
_AFTER = re.compile(
    rf"^ ?, ((?:the |a )?(?:[\w.’'-]+ ){{0,5}}(?:{_OFFICE})(?: (?:of|to|for) (?:the )?(?:[\w’'-]+ ?){{1,6}}?)?)(?=[,.;]| who| said| told)",
    re.I,
)
_BE = r"(?:is |are |was |were |has been |have been )?"
# What stands between two actors → the relation, and whether the second one is its subject.
_LINKS: tuple[tuple[Predicate, str, bool], ...] = (
    (
        Predicate.SUPPORTS,
        rf"[ ,]*{_BE}(?:also )?(?:back(?:s|ed|ing)|support(?:s|ed|ing)|help(?:s|ed|ing)) (?:the |its )?",
        False,
    ),
    (Predicate.SUPPORTS, rf"[ ,-]*{_BE}(?:backed|supported|armed|trained|funded) by (?:the |its )?", True),
    (Predicate.SUPPORTS, r"[ -](?:backed|supported|allied) (?:the )?", False),
    (
        Predicate.ALLIED_WITH,
        rf",? (?:and )?{_BE}(?:allied (?:with|to)|alongside|together with|and (?:its|their) ally,?) (?:the )?",
        False,
    ),
    (
        Predicate.FIGHTS_AGAINST,
        rf" {_BE}(?:fight(?:s|ing)?|fought|battl(?:es|ed|ing)|combat(?:s|ing|ting)?|clash(?:es|ed|ing)?)(?: against| with)? (?:the )?",
        False,
    ),
    (Predicate.MEMBER_OF, rf",? {_BE}(?:(?:a )?(?:part|member|members|branch|faction|affiliate) of) (?:the )?", False),
    (
        Predicate.IN_CHARGE_OF,
        r",? (?:who )?(?:leads|led|heads|headed|commands|commanded|(?:the )?(?:head|leader|chief|commander|director) of) (?:the )?",
        False,
    ),
)
_HOSTILE = frozenset(
    {
        EventType.ARMED_CLASH,
        EventType.AIR_STRIKE,
        EventType.SHELLING,
        EventType.BOMBING,
        EventType.AIRCRAFT_SHOOTDOWN,
        EventType.CAPTURE,
    }
)
_FIGHTERS = frozenset({EntityType.STATE, EntityType.ARMED_FORCE, EntityType.ARMED_GROUP, EntityType.COALITION})


def find_memberships(annotated: AnnotatedArticle, entities: Entities) -> list[Membership]:
    """Offices that the words beside a person's name give, with the body where the words name one."""
    text = annotated.article.text
    out: dict[tuple[str, str], Membership] = {}
    for m, found in enumerate(entities.mentions):
        if found.type is not EntityType.PERSON:
            continue
        for span in _office_spans(text, found.span):
            person = entities.key_of(m)
            role = span.quote.strip(" ,:")
            body = _body(entities, span, person)
            out.setdefault(
                (person, role.lower()), Membership(person=person, organisation=body, role=role, evidence=span)
            )
    return list(out.values())


def _body(entities: Entities, office: Span, person: str) -> str | None:
    """The key of the body or state that words of office name: a mention in them, else the state whose adjective opens them.

    To whom somebody is sent ("ambassador to Russia", "envoy for Syria") is not whom they serve.
    """
    sent = re.search(r"\b(?:to|for) ", office.quote)
    end = office.start + sent.start() if sent else office.end
    bodies = {e.key for e in entities.items if not e.type.is_place and e.type is not EntityType.PERSON} - {person}
    for i, found in enumerate(entities.mentions):
        if office.contains(found.span) and found.span.start < end and entities.key_of(i) in bodies:
            return entities.key_of(i)
    first = office.quote.split()[0]
    for i, found in enumerate(entities.mentions):
        if found.type is EntityType.STATE and found.span.quote == first:
            return entities.key_of(i)
    return None


def _office_spans(text: str, name: Span) -> Iterator[Span]:
    line = text.rfind("\n", 0, name.start) + 1
    before = _BEFORE.search(text[max(line, name.start - 120) : name.start])
    if before:
        start = max(line, name.start - 120) + before.start(1)
        yield span_at(text, _office_start(text, start, name.start), name.start)
    inside = re.match(rf"((?:[\w.’'-]+ ){{0,4}}{_OFFICE}) (?=[A-Z])", name.quote, re.I)
    if inside:
        yield span_at(text, name.start, name.start + inside.end(1))
    after = _AFTER.match(text[name.end : name.end + 160])
    if after:
        yield span_at(text, name.end + after.start(1), name.end + after.end(1))


def _office_start(text: str, start: int, end: int) -> int:
    """Drop leading words that belong to the sentence, not to the office: keep from the first capital or word of office on."""
    words = list(re.finditer(r"\S+", text[start:end]))
    for w in words:
        if w.group(0)[0].isupper() or re.match(_OFFICE, w.group(0), re.I):
            return start + w.start()
    return start


def find_relations(annotated: AnnotatedArticle, entities: Entities, reports: list[Report]) -> list[Relation]:
    """Relations told by a linking phrase between two neighbouring actors, and fights told by hostile events."""
    text = annotated.article.text
    out: dict[tuple[str, Predicate, str], Relation] = {}

    def add(subject: str, predicate: Predicate, object_: str, evidence: Span, score: float) -> None:
        if subject != object_:
            out.setdefault(
                (subject, predicate, object_),
                Relation(subject=subject, predicate=predicate, object=object_, evidence=evidence, score=score),
            )

    actors = [i for i, f in enumerate(entities.mentions) if not f.type.is_place]
    for a, b in itertools.pairwise(actors):
        first, second = entities.mentions[a].span, entities.mentions[b].span
        between = text[first.end : second.start]
        if len(between) > 60 or "\n" in between:
            continue
        for predicate, pattern, swap in _LINKS:
            if re.fullmatch(pattern, between, re.I):
                subject, object_ = (b, a) if swap else (a, b)
                add(
                    entities.key_of(subject),
                    predicate,
                    entities.key_of(object_),
                    span_at(text, first.start, second.end),
                    0.7,
                )
    types = {e.key: e.type for e in entities.items}
    for report in reports:
        if report.type in _HOSTILE:
            for agent in report.agents:
                for target in report.targets:
                    if types[agent.entity] in _FIGHTERS and types[target.entity] in _FIGHTERS:
                        add(
                            agent.entity,
                            Predicate.FIGHTS_AGAINST,
                            target.entity,
                            report.triggers[0],
                            round(agent.score * target.score, 3),
                        )
    return list(out.values())
