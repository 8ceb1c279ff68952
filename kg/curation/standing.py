"""What became of a decision in the graph as it is now."""

from __future__ import annotations

from kg.domain.decisions import Decision
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG
from kg.storage import Store

WAITING = "waiting"
"""The standing of a decision that no build has seen yet."""


def standing_of(store: Store, decision: Decision) -> tuple[str, str]:
    """The standing of a decision, and why where it did not simply apply."""
    walker = Walker(store)
    node = store.names.decision(decision.id)
    standing = walker.text(node, KG.standing)
    if not standing:
        return WAITING, "the next `kg build` brings it in"
    by = walker.node(node, KG.settledBy)
    because = walker.text(node, KG.standingBecause) or (f"by {store.names.path(by).split('/')[-1]}" if by else "")
    return standing, because
