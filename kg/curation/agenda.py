"""What a person should look at, the most telling first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log2

from pyoxigraph import Literal, NamedNode

from kg.domain.decisions import Action, Decision, Kind
from kg.querying.names import shortened
from kg.rdf.namespaces import KG
from kg.storage import Store


class Topic(StrEnum):
    """Why something is shown."""

    LOST = "decision"  # a decision that no longer applies
    INCIDENTS = "incidents"  # two that may be one
    ACTORS = "actors"
    PLACES = "places"
    UNRESOLVED = "unresolved"  # a place that is nowhere
    TYPE = "type"  # a report or a name of a doubtful type
    SOURCE = "source"  # a claim of nobody known


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to look at. `things` are its IRIs (a pair: both, after the candidate's), as prefixed names.

    `weight` orders: how sure the doubt is, times how much hangs on it.
    """

    topic: Topic
    title: str
    why: str
    things: tuple[str, ...]
    weight: float
    reach: int  # reports, claims or mentions that it bears on


def agenda(store: Store, decisions: Sequence[Decision], topics: Sequence[Topic] = ()) -> list[Item]:
    """Everything that a person should look at and has not decided, heaviest first; of some topics, or of all.

    `decisions` are all that are kept, also those that no build has brought in yet.
    """
    settled = _settled(store, decisions)
    found = [
        item
        for topic, items in _FINDERS.items()
        if not topics or topic in topics
        for item in items(store)
        if not any(thing in settled for thing in item.things[: 1 if topic in _PAIRS else None])
    ]
    return sorted(found, key=lambda i: (-i.weight, i.topic, i.things))


_PAIRS = (Topic.INCIDENTS, Topic.ACTORS, Topic.PLACES)


def _settled(store: Store, decisions: Sequence[Decision]) -> set[str]:
    """What was confirmed, and what a decision that waits for a build is about; as prefixed names."""
    undone = {t.id for d in decisions if d.action is Action.UNDO for t in d.about}
    found: set[str] = set()
    for d in decisions:
        if d.id in undone or d.action is Action.UNDO:
            continue
        node = store.names.decision(d.id)
        waiting = not any(True for _ in store.matching(node))
        if d.action is Action.CONFIRM:
            found |= {_short(store, quad.object) for quad in store.matching(node, KG.decidesOn)}
        if waiting:
            found |= {_short(store, store.names.data(t.id)) for t in d.about if t.kind is not Kind.DECISION}
        if waiting and len(d.about) == 2:
            first, second = sorted(t.id for t in d.about)
            found.add(_short(store, store.names.candidate(first, second)))
    return found


_CANDIDATES = """
SELECT ?candidate ?first ?firstLabel ?second ?secondLabel ?score ?why (COUNT(DISTINCT ?told) AS ?reach)
WHERE {
  ?candidate a kg:Candidate ; kg:first ?first ; kg:second ?second ; kg:score ?score ; kg:why ?why .
  OPTIONAL { ?first rdfs:label ?firstLabel } OPTIONAL { ?second rdfs:label ?secondLabel }
  OPTIONAL {
    { ?told kg:reportOf ?first } UNION { ?told kg:reportOf ?second }
    UNION { ?told kg:mentionOf ?first } UNION { ?told kg:mentionOf ?second }
  }
} GROUP BY ?candidate ?first ?firstLabel ?second ?secondLabel ?score ?why
"""
_UNRESOLVED = """
SELECT ?place ?label (COUNT(DISTINCT ?report) AS ?reports) (MIN(?words) AS ?one)
WHERE {
  ?report sem:hasPlace ?place ; a kg:Report .
  FILTER NOT EXISTS { ?place kg:latitude ?latitude }
  ?place rdfs:label ?label . ?link kg:linksTo ?place ; kg:why ?words .
} GROUP BY ?place ?label
"""
_DOUBTFUL_REPORTS = """
SELECT ?report ?event ?label ?type ?score (MIN(?quote) AS ?words)
WHERE {
  ?report a kg:Report ; kg:score ?score ; kg:eventType ?type ; kg:reportOf ?event .
  FILTER (?score < 0.5)
  ?event rdfs:label ?label . ?report kg:evidence/oa:hasTarget/oa:hasSelector/oa:exact ?quote .
} GROUP BY ?report ?event ?label ?type ?score
"""
_DOUBTFUL_NAMES = """
SELECT ?thing ?label ?type (MAX(?score) AS ?best) (COUNT(DISTINCT ?mention) AS ?mentions)
WHERE {
  ?mention a kg:Mention ; kg:mentionOf ?thing ; kg:score ?score .
  GRAPH ?entities { ?thing a ?type ; rdfs:label ?label }
  FILTER (STRENDS(STR(?entities), "graph/entities"))
  FILTER NOT EXISTS { ?thing kg:wikidata ?known } FILTER NOT EXISTS { ?thing kg:geonames ?number }
} GROUP BY ?thing ?label ?type HAVING (MAX(?score) < 0.6)
"""
_SOURCES = """
SELECT ?claim ?claimant ?label ?stance ?content (COUNT(DISTINCT ?report) AS ?reports)
WHERE {
  ?claim a kg:Claim ; kg:claimant ?claimant ; kg:stance ?stance ; kg:content ?content ; kg:about ?report .
  ?claimant kg:generic true ; rdfs:label ?label .
} GROUP BY ?claim ?claimant ?label ?stance ?content
"""
_LOST = """
SELECT ?decision ?label ?standing ?because
WHERE { ?decision a kg:Decision ; rdfs:label ?label ; kg:standing ?standing ; kg:standingBecause ?because .
  FILTER (?standing IN ("no longer applies", "partly applied")) }
"""


def _lost(store: Store) -> Iterator[Item]:
    for decision, label, standing, because in store.select(_LOST):
        yield Item(
            topic=Topic.LOST,
            title=_text(label),
            why=f"{_text(standing)}: {_text(because)}",
            things=(_short(store, decision),),
            weight=9.0,  # a person's own work comes first
            reach=1,
        )


def _candidates(topic: Topic, path: str) -> Callable[[Store], Iterator[Item]]:
    def find(store: Store) -> Iterator[Item]:
        start = f"{store.names.base}{path}/"
        for candidate, first, one, second, other, score, why, told in store.select(_CANDIDATES):
            if isinstance(first, NamedNode) and first.value.startswith(start):
                reach = int(_text(told))
                yield Item(
                    topic=topic,
                    title=f"{_text(one)}  =?  {_text(other)}",
                    why=_text(why),
                    things=(_short(store, candidate), _short(store, first), _short(store, second)),
                    weight=_weight(0.5 + float(_text(score)), reach),
                    reach=reach,
                )

    return find


def _unresolved(store: Store) -> Iterator[Item]:
    for place, label, reports, why in store.select(_UNRESOLVED):
        reach, known = int(_text(reports)), "reference place" in _text(why)
        yield Item(
            topic=Topic.UNRESOLVED,
            title=_text(label),
            why="known by name, but no point is" if known else _text(why),
            things=(_short(store, place),),
            weight=_weight(0.4 if known else 0.6, reach),
            reach=reach,
        )


def _doubtful(store: Store) -> Iterator[Item]:
    for report, event, label, kind, score, words in store.select(_DOUBTFUL_REPORTS):
        yield Item(
            topic=Topic.TYPE,
            title=f"“{_text(words)}” read as {_local(kind)}: {_text(label)}",
            why=f"the reader is sure to {float(_text(score)):.0%}",
            things=(_short(store, report), _short(store, event)),
            weight=_weight(1.0 - float(_text(score)), 1),
            reach=1,
        )
    for thing, label, kind, score, mentions in store.select(_DOUBTFUL_NAMES):
        reach = int(_text(mentions))
        yield Item(
            topic=Topic.TYPE,
            title=f"“{_text(label)}” read as a {_local(kind)}",
            why=f"the reader is sure to {float(_text(score)):.0%} at best",
            things=(_short(store, thing),),
            weight=_weight(1.0 - float(_text(score)), reach),
            reach=reach,
        )


def _sources(store: Store) -> Iterator[Item]:
    for claim, claimant, label, stance, content, reports in store.select(_SOURCES):
        reach = int(_text(reports))
        yield Item(
            topic=Topic.SOURCE,
            title=f"{_text(label)} {_text(stance)}: {' '.join(_text(content).split())[:120]}",
            why="the source is known by a common noun only",
            things=(_short(store, claim), _short(store, claimant)),
            weight=_weight(0.3, reach),
            reach=reach,
        )


_FINDERS: dict[Topic, Callable[[Store], Iterator[Item]]] = {
    Topic.LOST: _lost,
    Topic.INCIDENTS: _candidates(Topic.INCIDENTS, "event"),
    Topic.ACTORS: _candidates(Topic.ACTORS, "actor"),
    Topic.PLACES: _candidates(Topic.PLACES, "place"),
    Topic.UNRESOLVED: _unresolved,
    Topic.TYPE: _doubtful,
    Topic.SOURCE: _sources,
}


def _weight(doubt: float, reach: int) -> float:
    return round(doubt * log2(1 + max(1, reach)), 2)


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal | NamedNode) else ""


def _local(term: object) -> str:
    return _text(term).removeprefix(KG.namespace)


def _short(store: Store, term: object) -> str:
    return shortened(_text(term), store.names.prefixes)
