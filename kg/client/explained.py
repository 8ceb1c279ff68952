"""An explanation that shows itself: in a notebook with the words marked, in a terminal as text."""

from __future__ import annotations

from kg.client.html import explanation_html
from kg.querying.accounts import Account
from kg.querying.explain import Explanation
from kg.querying.explaining import explanation_text
from kg.querying.facts import Fact
from kg.querying.passages import Passage


class Explained:
    """Why something stands in the graph. `explanation` is the whole value (`kg.querying.Explanation`)."""

    def __init__(self, explanation: Explanation) -> None:
        self.explanation = explanation

    @property
    def iri(self) -> str:
        """What is explained."""
        return self.explanation.iri

    @property
    def label(self) -> str:
        """Its name."""
        return self.explanation.label

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is said of it, each with who says so."""
        return self.explanation.facts

    @property
    def accounts(self) -> tuple[Account, ...]:
        """Of an event: what each article says of it."""
        return self.explanation.accounts

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The sentences that it rests on; `passage.marked()` puts signs around the words."""
        return self.explanation.passages

    def to_json(self) -> str:
        """The explanation as JSON."""
        return self.explanation.to_json()

    def __repr__(self) -> str:
        return explanation_text(self.explanation, 120).rstrip()

    def _repr_html_(self) -> str:
        return explanation_html(self.explanation)
