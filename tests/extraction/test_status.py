from kg.domain.extraction import Status
from kg.domain.spans import Span
from kg.extraction.clauses import Clauses
from kg.extraction.status import is_negated, status_of
from tests.extraction.reading import annotated


def trigger(text: str, word: str) -> tuple[Span, Clauses]:
    at = text.index(word)
    return Span(at, at + len(word), word), Clauses(annotated(text))


def test_status_when_told_plainly_is_asserted() -> None:
    assert status_of(*trigger("Rebels shelled the town on Monday.", "shelled"), []) is Status.ASSERTED


def test_status_when_reportedly_is_alleged() -> None:
    assert status_of(*trigger("Rebels reportedly shelled the town on Monday.", "shelled"), []) is Status.ALLEGED


def test_status_when_planned_is_announced() -> None:
    assert status_of(*trigger("The army will attack the town next week.", "attack"), []) is Status.ANNOUNCED


def test_is_negated_when_the_verb_is_denied_holds() -> None:
    assert is_negated(*trigger("The army did not attack the town.", "attack"))
    assert not is_negated(*trigger("The army attacked the town.", "attacked"))
