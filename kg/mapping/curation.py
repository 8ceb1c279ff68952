"""Decisions of people, and what became of them in this build → the quads of `graph/curation` (PROV-O).

What a person said stands here as `rdf:Statement`s, attributed to the person: the graphs of actors, places and events hold
the values that result, so that a query sees each once. Statements of no decision are the machine's; those of
`graph/reference` and `graph/ontology` are imported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from pyoxigraph import Literal, NamedNode, Quad

from kg.domain.decisions import Outcome, Property, Says, Words
from kg.domain.names import fold
from kg.mapping.writer import GraphWriter, naming
from kg.rdf import literals
from kg.rdf.iris import Names
from kg.rdf.namespaces import KG, OA, OWL, PROV, RDF, RDFS, SEM, SKOS, kg

GRAPH = "curation"
_MOST_WORDS = 12  # of one decision: enough to see what it was about
_THINGS = {
    Property.PLACE: SEM.hasPlace,
    Property.WITHIN: KG.within,
    Property.SAME: KG.sameAs,
    Property.DIFFERENT: OWL.differentFrom,
    Property.LINK: KG.linksTo,
    Property.REPORT_OF: KG.reportOf,
}
_OVERRIDES = {
    Property.LABEL: (RDFS.label, SKOS.prefLabel),
    Property.TYPE: (RDF.type,),
    Property.LATITUDE: (KG.latitude,),
    Property.LONGITUDE: (KG.longitude,),
}
_STANDS_HERE_ALONE = (Property.SAME, Property.DIFFERENT)  # said in no other graph: the plain triple is here too


def map_decisions(outcomes: Iterable[Outcome], describe: Iterable[str], names: Names | None = None) -> Iterator[Quad]:
    """The quads of `graph/curation`. `describe` gives one line for each outcome, in the same order.

    Raises:
        MappingError: while iterating, where a value cannot be written; the message names the decision.
    """
    names = names or Names()
    for outcome, line in zip(outcomes, describe, strict=True):
        with naming(f"decision {outcome.decision.id}"):
            yield from _decision(names, outcome, line)


def overridden(outcomes: Iterable[Outcome], names: Names | None = None) -> frozenset[tuple[NamedNode, NamedNode]]:
    """What people decided otherwise than imported data says: things with a property that is theirs to say."""
    names = names or Names()
    found = set[tuple[NamedNode, NamedNode]]()
    for said in (s for o in outcomes for s in o.says):
        for predicate in _OVERRIDES.get(said.property, ()):
            found.add((names.thing(said.subject), predicate))
    return frozenset(found)


def _decision(names: Names, outcome: Outcome, line: str) -> list[Quad]:
    w, d = GraphWriter(names.graph(GRAPH)), outcome.decision
    node, author = names.decision(d.id), names.author(fold(d.author).replace(" ", "-") or d.author)
    w.add(author, RDF.type, PROV.Person)
    w.add(author, RDFS.label, literals.text(d.author, "en"))
    w.add(node, RDF.type, KG.Decision)
    w.add(node, RDFS.label, literals.text(line, "en"))
    w.add(node, KG.action, literals.string(d.action.value))
    w.add(node, KG.why, literals.string(d.reason))
    w.add(node, PROV.wasAssociatedWith, author)
    w.add(node, PROV.endedAtTime, literals.instant(datetime.fromisoformat(d.time)))
    w.add(node, KG.standing, literals.string(outcome.standing.value))
    if outcome.detail:
        w.add(node, KG.standingBecause, literals.string(outcome.detail))
    if outcome.by:
        w.add(node, KG.settledBy, names.decision(outcome.by))
    w.add(node, KG.decidesOn, *(names.data(i) for i in outcome.concerns))
    w.add(node, KG.rejects, *(names.data(i) for i in outcome.rejected))
    words = [x for t in (*d.about, *d.out) for x in (*t.words, *(y for part in t.parts for y in part.words))]
    for number, found in enumerate(dict.fromkeys(words[:_MOST_WORDS]), start=1):
        _words(w, names, node, number, found)
    for number, said in enumerate(outcome.says, start=1):
        _says(w, names, node, author, number, said)
    return w.quads()


def _says(w: GraphWriter, names: Names, decision: NamedNode, author: NamedNode, number: int, said: Says) -> None:
    statement = NamedNode(f"{decision.value}/statement-{number}")
    subject = names.thing(said.subject)
    predicate, value = _spelled(names, said)
    w.add(statement, RDF.type, RDF.Statement)
    w.add(statement, RDF.subject, subject)
    w.add(statement, RDF.predicate, predicate)
    w.add(statement, RDF.object, value)
    w.add(statement, PROV.wasGeneratedBy, decision)
    w.add(statement, PROV.wasAttributedTo, author)
    if said.was:
        w.add(statement, KG.was, literals.string(said.was))
    if said.property in _STANDS_HERE_ALONE:
        w.add(subject, predicate, value)


def _spelled(names: Names, said: Says) -> tuple[NamedNode, NamedNode | Literal]:
    if said.property in _THINGS:
        return _THINGS[said.property], names.thing(said.value)
    if said.property is Property.TYPE:
        return RDF.type, kg(said.value)
    if said.property is Property.LABEL:
        return RDFS.label, literals.text(said.value, "en")
    return (
        KG.latitude if said.property is Property.LATITUDE else KG.longitude,
        literals.degrees(float(said.value)),
    )


def _words(w: GraphWriter, names: Names, decision: NamedNode, number: int, words: Words) -> None:
    """Evidence of its own, not the statement's: that may be gone, and nothing stands twice in the union of all graphs."""
    node = NamedNode(f"{decision.value}/words-{number}")
    target, position, quote = (NamedNode(f"{node.value}/{part}") for part in ("target", "position", "quote"))
    w.add(decision, KG.evidence, node)
    w.add(node, RDF.type, OA.Annotation)
    w.add(node, OA.hasBody, decision)
    w.add(node, OA.hasTarget, target)
    w.add(target, RDF.type, OA.SpecificResource)
    w.add(target, OA.hasSource, names.article(words.article))
    w.add(target, OA.hasSelector, position, quote)
    w.add(position, RDF.type, OA.TextPositionSelector)
    w.add(position, OA.start, literals.integer(words.start))
    w.add(position, OA.end, literals.integer(words.end))
    w.add(quote, RDF.type, OA.TextQuoteSelector)
    w.add(quote, OA.exact, literals.string(words.quote))
