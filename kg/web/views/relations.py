"""Relations and offices of an actor, each with the articles and words that tell it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.querying.walking import Walker
from kg.rdf.namespaces import KG, ORG, local_name
from kg.web.views.incidents import Thing
from kg.web.views.quoting import Words, all_words
from kg.web.words import spaced


@dataclass(frozen=True, slots=True)
class Told:
    """A relation or office that articles tell of: who, what, whom, and every stretch of words that says so."""

    subject: Thing
    says: str
    object: Thing
    words: tuple[Words, ...]


def relations_of(walker: Walker, node: NamedNode) -> list[Told]:
    """What articles say of its relations to other actors, the most told first."""
    words: dict[tuple[NamedNode, str, NamedNode], list[Words]] = defaultdict(list)
    for end in (KG.subject, KG.object):
        for relation in walker.subjects(end, node):
            first, says, second = (walker.node(relation, p) for p in (KG.subject, KG.predicate, KG.object))
            if first and says and second:
                words[first, spaced(local_name(says)), second] += all_words(walker, relation)
    return _told(walker, words)


def offices_of(walker: Walker, node: NamedNode) -> list[Told]:
    """Offices that it holds, or that others hold in it."""
    words: dict[tuple[NamedNode, str, NamedNode], list[Words]] = defaultdict(list)
    for end in (ORG.member, ORG.organization):
        for office in walker.subjects(end, node):
            member, body = walker.node(office, ORG.member), walker.node(office, ORG.organization)
            if member and body:
                words[member, walker.text(office, KG.roleLabel), body] += all_words(walker, office)
    return _told(walker, words)


def _told(walker: Walker, words: dict[tuple[NamedNode, str, NamedNode], list[Words]]) -> list[Told]:
    found = [
        Told(Thing(s.value, walker.label(s)), says, Thing(o.value, walker.label(o)), tuple(sorted(set(told))))
        for (s, says, o), told in words.items()
    ]
    return sorted(found, key=lambda t: (-len(t.words), t.subject.label, t.says, t.object.label))
