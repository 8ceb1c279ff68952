"""The accounts of one event side by side, with what they differ in."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from pyoxigraph import NamedNode

from kg.client.html import accounts_html
from kg.errors import QueryParameterError
from kg.querying.accounts import Account, accounts_of
from kg.querying.catalogue import find_query
from kg.querying.parameters import parse_value
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG
from kg.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What each article says of an event. `differ` names the features in which the accounts differ, as the graph has it."""

    event: str
    label: str
    differ: tuple[str, ...]
    accounts: tuple[Account, ...]

    def __repr__(self) -> str:
        lines = [f"{self.label}: {self._sentence()}"]
        for account in self.accounts:
            who = ", ".join(account.agents) or "nobody named"
            lines.append(
                f"  {account.outlet or account.article}, {account.published or 'undated'}: {account.kind} by {who}"
            )
            lines += [f"    {figure}" for figure in account.figures]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = f"<h4>{escape(self.label)}</h4><p>{escape(self._sentence())}</p>"
        return head + accounts_html(self.accounts)

    def _sentence(self) -> str:
        count = f"{len(self.accounts)} account{'' if len(self.accounts) == 1 else 's'}"
        return f"{count}; they differ in {', '.join(self.differ)}." if self.differ else f"{count}, none at odds."


def compare(store: Store, event: str) -> Comparison:
    """The accounts of an event, named as in canned queries.

    Raises:
        QueryParameterError: no event is so called, several are, or it is no event.
    """
    (parameter,) = find_query("incidents/accounts").parameters
    node = parse_value(parameter, event, store)
    walker = Walker(store)
    accounts = accounts_of(walker, node) if isinstance(node, NamedNode) else ()
    if not accounts or not isinstance(node, NamedNode):
        raise QueryParameterError(f"{event} is no incident or operation of this graph: no article reports it.")
    return Comparison(
        event=walker.short(node), label=walker.label(node), differ=walker.texts(node, KG.disputedIn), accounts=accounts
    )
