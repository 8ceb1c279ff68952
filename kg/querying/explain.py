"""Why something stands in the graph: what is said of it, by whom, and the sentences with the words marked."""

from __future__ import annotations

import difflib
import json
from dataclasses import asdict, dataclass

from pyoxigraph import NamedNode

from kg.errors import NotFoundError
from kg.querying.accounts import Account, accounts_of
from kg.querying.catalogue import ParameterType
from kg.querying.citing import cited_for
from kg.querying.deciders import Decided, decisions_on
from kg.querying.facts import Fact, facts_of
from kg.querying.names import describe, match
from kg.querying.parameters import iri_of
from kg.querying.passages import Passage, passages_of
from kg.querying.tracing import Step, trace_of
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG
from kg.storage import Store

MOST_PASSAGES = 40
"""How many sentences are shown for one thing: an actor may be mentioned ten thousand times."""

_SAME_KIND = """
SELECT DISTINCT ?thing ?start WHERE { ?thing a ?class . FILTER (STRSTARTS(STR(?thing), STR(?start))) }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that is shown of one thing. `left_out` counts the passages beyond the limit."""

    iri: str
    short: str
    label: str
    kind: str
    facts: tuple[Fact, ...]
    accounts: tuple[Account, ...]
    passages: tuple[Passage, ...]
    left_out: int
    decisions: tuple[Decided, ...] = ()  # of people, that touched it
    steps: tuple[Step, ...] = ()  # what each step contributed, where it was asked for

    def to_json(self) -> str:
        """As JSON: the fields of this value, passages with `marked` (signs around the marked words)."""
        document = asdict(self)
        for passage, value in zip(document["passages"], self.passages, strict=True):
            passage["marked"] = value.marked()
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def explain(store: Store, what: str, *, most: int = MOST_PASSAGES, trace: bool = False) -> Explanation:
    """Explain anything in the graph, named by IRI, prefixed name, path below the base ("actor/russia") or in words.

    With `trace` also what each step of reading and linking contributed: producer, version, score, rule or head.

    Raises:
        NotFoundError: the graph holds nothing so called, or several things; the message lists near or rival ones.
        StoreError: the store cannot be read.
    """
    walker = Walker(store)
    node = find_thing(walker, what.strip())
    passages = passages_of(walker, cited_for(walker, node))
    return Explanation(
        iri=node.value,
        short=walker.short(node),
        label=walker.label(node),
        kind=walker.kind(node),
        facts=facts_of(walker, node),
        accounts=accounts_of(walker, node),
        passages=passages[:most],
        left_out=max(0, len(passages) - most),
        decisions=decisions_on(walker, node),
        steps=trace_of(walker, node) if trace else (),
    )


def find_thing(walker: Walker, what: str) -> NamedNode:
    """The one thing of the graph that an IRI, a prefixed name, a path below the base or words name.

    Raises:
        NotFoundError: the graph holds nothing so called, or several things; the message lists near or rival ones.
    """
    store = walker.store
    try:
        iri = iri_of(what, store) or (NamedNode(store.names.base + what) if "/" in what and " " not in what else None)
    except ValueError as error:
        raise NotFoundError(f"{what!r} is no IRI: {error}.") from error
    if iri is not None:
        if walker.exists(iri):
            return _now(walker, iri)
        raise NotFoundError(f"The graph holds nothing under {walker.short(iri)}.{_near_iris(walker, iri)}")
    near = ""
    for kind in (None, ParameterType.EVENT, ParameterType.ARTICLE):
        found = match(store, what, kind)
        if len(found.exact) == 1:
            return found.exact[0].iri
        if found.exact:
            several = describe(found.exact, store.names.prefixes)
            raise NotFoundError(f"{what!r} names {len(found.exact)} things; give the IRI of one:\n{several}")
        near = near or describe(found.near, store.names.prefixes)
    hint = f" Near names:\n{near}" if near else " Look for it with `kg query actors/search` or `places/search`."
    raise NotFoundError(f"The graph holds nothing called {what!r}.{hint}")


def _now(walker: Walker, node: NamedNode) -> NamedNode:
    """What a thing that people merged into another is now: its old address leads on."""
    seen = {node}
    while not walker.kinds(node) and (now := walker.node(node, KG.sameAs)) and now not in seen:
        seen.add(now)
        node = now
    return node


def _near_iris(walker: Walker, iri: NamedNode) -> str:
    """The things of the same kind (actor/…, event/…) whose IRIs look most alike."""
    path = walker.store.names.path(iri)
    start = NamedNode(walker.store.names.base + path.split("/", 1)[0]) if path != iri.value else None
    if start is None:
        return ""
    rows = walker.store.select(_SAME_KIND, {"start": start})
    known = [row[0].value for row in rows if isinstance(row[0], NamedNode)]
    close = difflib.get_close_matches(iri.value, known, n=5, cutoff=0.6)
    lines = [f"  {walker.label(NamedNode(value))}: {walker.short(NamedNode(value))}" for value in close]
    return " Near ones:\n" + "\n".join(lines) if lines else ""
