"""Is the ontology consistent, is the built graph, and which defined classes do its members belong to?"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import NamedNode, Quad, Triple

from kg.rdf.namespaces import KG, ORG, RDF, SEM
from kg.reasoning.hermit import Verdict, run_hermit
from kg.reference import load_ontology_triples

# 353, 2,824 and 10,590 individuals took HermiT 1.8, 2.7 and 6.7 s (2026-11, the five articles' graph once, 8 and 30
# times, two busy cores); beyond that memory decides, so a larger graph goes in chunks. Each holds whole subjects with
# the asserted types of what they point at: all that is pointed at has a type, so a conflict shows where it arises.
CHUNK = 10_000
_OWL = "http://www.w3.org/2002/07/owl#"
_OBJECT_PROPERTY = NamedNode(_OWL + "ObjectProperty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What cannot hold together: the least set of subjects found, and what the reasoner sees said of them."""

    subjects: tuple[str, ...]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """The reasoner's findings.

    `unsatisfiable` are classes that can have no member. `conflicts` names one conflict for each chunk that has any.
    `inferred` are (individual, class of ours) that nobody asserted and no rule of `ontology/rules` gives by itself.
    """

    conflicts: tuple[Conflict, ...] = ()
    unsatisfiable: tuple[str, ...] = ()
    inferred: tuple[tuple[str, str], ...] = ()
    individuals: int = 0
    seconds: float = 0.0

    @property
    def consistent(self) -> bool:
        """Whether everything can hold together and every class can have a member."""
        return not self.conflicts and not self.unsatisfiable


def check_consistency() -> Classification:
    """Whether the ontology with its alignment is consistent, by itself.

    Raises:
        ResourceError: there is no Java (says what to install), or a file is broken.
    """
    started = time.monotonic()
    verdict = run_hermit(terminology())
    conflicts = () if verdict.consistent else (Conflict(subjects=(), statements=("the ontology itself",)),)
    return Classification(conflicts=conflicts, unsatisfiable=verdict.unsatisfiable, seconds=time.monotonic() - started)


def classify(data: Iterable[Quad | Triple]) -> Classification:
    """Whether the data is consistent with the ontology, and what types follow.

    HermiT sees the types of entities, events, reports, claims, counts and relations, and the object properties between
    them: that is where the ontology has axioms. Left out are texts, figures and dates (checked by the shapes; xsd:date
    is not in OWL's datatype map), evidence, mentions, links and provenance (no axiom speaks of them but their class,
    and they are nine tenths of the graph).

    Raises:
        ResourceError: there is no Java (says what to install), or a file is broken.
    """
    started = time.monotonic()
    about = _assertions(data)
    subjects = sorted(about)
    base = check_consistency()
    conflicts: list[Conflict] = list(base.conflicts)
    inferred: set[tuple[str, str]] = set()
    for start in range(0, len(subjects) if base.consistent else 0, CHUNK):
        chunk = subjects[start : start + CHUNK]
        verdict = _judge(chunk, about)
        if verdict.consistent:
            inferred |= _news(chunk, about, verdict)
        else:
            conflicts.append(_least_conflict(chunk, about))
    return Classification(
        conflicts=tuple(conflicts),
        unsatisfiable=base.unsatisfiable,
        inferred=tuple(sorted(inferred)),
        individuals=len(subjects),
        seconds=time.monotonic() - started,
    )


def terminology() -> list[Triple]:
    """The axioms: `kg.ttl` and `alignment.ttl`, without the schemes, in which event types are individuals too."""
    return list(_terminology())


@lru_cache(maxsize=1)
def _terminology() -> tuple[Triple, ...]:
    return tuple(load_ontology_triples(schemes=False))


@lru_cache(maxsize=1)
def _seen_properties() -> frozenset[NamedNode]:
    ours = {
        t.subject
        for t in _terminology()
        if t.predicate == RDF.type and t.object == _OBJECT_PROPERTY and isinstance(t.subject, NamedNode)
    }
    own = {p for p in ours if p.value.startswith(KG.namespace)}
    return frozenset((own | {SEM.hasPlace, ORG.member, ORG.organization}) - _UNSEEN)


_UNSEEN = {
    KG.evidence, KG.contentEvidence, KG.claimantEvidence, KG.cueEvidence, KG.inArticle, KG.mentionOf, KG.linksTo,
    KG.first, KG.second, KG.copyOf, KG.revisionOf, KG.voice, KG.concerns, KG.equipment, KG.inReport, KG.participant, KG.sameAsCandidate,
}  # fmt: skip
_UNSEEN_CLASSES = {KG.Mention, KG.Link, KG.Region, KG.Participation, KG.Candidate}


def _assertions(data: Iterable[Quad | Triple]) -> dict[str, list[Triple]]:
    """What the reasoner is to see, by subject, each statement once."""
    seen: dict[str, dict[Triple, None]] = defaultdict(dict)
    properties = _seen_properties()
    for q in data:
        if not isinstance(q.subject, NamedNode) or not isinstance(q.object, NamedNode):
            continue
        if q.subject.value.startswith(KG.namespace):
            continue
        is_type = (
            q.predicate == RDF.type and q.object.value.startswith(KG.namespace) and q.object not in _UNSEEN_CLASSES
        )
        if is_type or q.predicate in properties:
            seen[q.subject.value][Triple(q.subject, q.predicate, q.object)] = None
    return {subject: list(triples) for subject, triples in seen.items()}


def _judge(subjects: Sequence[str], about: dict[str, list[Triple]]) -> Verdict:
    triples = {t: None for s in subjects for t in about[s]}
    for triple in list(triples):
        if triple.predicate != RDF.type and isinstance(triple.object, NamedNode):
            triples.update((t, None) for t in about.get(triple.object.value, ()) if t.predicate == RDF.type)
    individuals = {t.subject for t in triples} | {t.object for t in triples if t.predicate != RDF.type}
    named = (Triple(i, RDF.type, NamedNode(_OWL + "NamedIndividual")) for i in individuals if isinstance(i, NamedNode))
    return run_hermit([*_terminology(), *triples, *named])


def _news(chunk: Sequence[str], about: dict[str, list[Triple]], verdict: Verdict) -> set[tuple[str, str]]:
    found = set()
    for subject in chunk:
        asserted = {
            t.object.value for t in about[subject] if t.predicate == RDF.type and isinstance(t.object, NamedNode)
        }
        broader = {b for a in asserted for b in _broader(a)}
        for class_ in verdict.types.get(subject, frozenset()) - asserted - broader:
            if class_.startswith(KG.namespace):
                found.add((subject, class_))
    return found


@lru_cache(maxsize=256)
def _broader(class_: str) -> frozenset[str]:
    """The classes above a class by rdfs:subClassOf."""
    found: set[str] = set()
    todo = [class_]
    while todo:
        current = todo.pop()
        for t in _terminology():
            if (
                t.predicate.value.endswith("#subClassOf")
                and isinstance(t.subject, NamedNode)
                and t.subject.value == current
                and isinstance(t.object, NamedNode)
                and t.object.value not in found
            ):
                found.add(t.object.value)
                todo.append(t.object.value)
    return frozenset(found)


def _least_conflict(subjects: Sequence[str], about: dict[str, list[Triple]]) -> Conflict:
    """Halve the subjects while a half is still in conflict: some 20 runs for a full chunk, ever shorter."""
    while len(subjects) > 1:
        middle = len(subjects) // 2
        halves = (subjects[:middle], subjects[middle:])
        bad = next((half for half in halves if not _judge(half, about).consistent), None)
        if bad is None:
            break
        subjects = bad
    pointed = [t.object.value for s in subjects for t in about[s] if isinstance(t.object, NamedNode)]
    types = {t for p in pointed for t in about.get(p, ()) if t.predicate == RDF.type}
    shown = sorted(str(t) for t in {t for s in subjects for t in about[s]} | types)
    return Conflict(subjects=tuple(subjects), statements=tuple(shown[:50]))
