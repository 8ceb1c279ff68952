import pytest

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


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("The ministry denied carrying out the strikes.", "strikes", Status.DENIED),
        ("The army refuted claims about winning back the district.", "winning", Status.DENIED),
        ("The council rejected the proposal after the army shelled the town.", "shelled", Status.ASSERTED),
        ("Inspectors study allegations that rebels used gas in the town.", "used", Status.ALLEGED),
        ("The zones were agreed at May talks in the capital.", "talks", Status.ASSERTED),
        ("The jets may have bombed the hospital.", "bombed", Status.ALLEGED),
        ("The rebels vowed to attack the capital.", "attack", Status.ANNOUNCED),
        ("The minister is due to visit the capital.", "visit", Status.ANNOUNCED),
    ],
)
def test_status_when_the_words_around_qualify_it_is_theirs(text: str, word: str, status: Status) -> None:
    assert status_of(*trigger(text, word), []) is status


def test_is_negated_when_the_noun_is_what_was_not_done_holds() -> None:
    assert is_negated(*trigger("The army did not carry out any strikes.", "strikes"))
    assert not is_negated(*trigger("The army carried out strikes.", "strikes"))


def test_is_negated_when_it_is_only_imagined_holds() -> None:
    assert is_negated(*trigger("They would leave if rebels attacked the town.", "attacked"))
