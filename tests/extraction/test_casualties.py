import pytest

from kg.domain.extraction import CasualtyKind
from kg.domain.spans import Span
from kg.extraction.casualties import attach, find_casualties
from tests.extraction.reading import annotated

KILLED, WOUNDED = CasualtyKind.KILLED, CasualtyKind.WOUNDED


def figures(text: str) -> set[tuple[CasualtyKind, int | None, int | None]]:
    return {(c.kind, c.minimum, c.maximum) for c in find_casualties(annotated(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The strike killed at least 28 civilians.", {(KILLED, 28, None)}),
        ("The blast left 22 dead and wounded 14 others.", {(KILLED, 22, 22), (WOUNDED, 14, 14)}),
        ("Dozens of people were killed in the raid.", {(KILLED, 24, None)}),
        ("The death toll rose to 112.", {(KILLED, 112, 112)}),
        ("Three men were killed and hundreds were injured.", {(KILLED, 3, 3), (WOUNDED, 200, None)}),
        ("More than 470000 people have been killed.", {(KILLED, 470000, None)}),
        ("Up to 30 fighters were killed.", {(KILLED, None, 30)}),
    ],
)
def test_find_casualties_reads_kind_and_range(
    text: str, expected: set[tuple[CasualtyKind, int | None, int | None]]
) -> None:
    assert figures(text) == expected


def test_find_casualties_marks_a_part_of_another_figure() -> None:
    found = find_casualties(annotated("The strike killed 28 civilians, including six children."))
    assert {(c.minimum, c.subset) for c in found} == {(28, False), (6, True)}


def test_find_casualties_spans_are_the_text() -> None:
    text = "The strike killed at least 28 civilians in the town."
    assert all(text[c.span.start : c.span.end] == c.span.quote for c in find_casualties(annotated(text)))


def test_attach_gives_each_event_of_a_sentence_its_own_figure() -> None:
    text = "An air strike killed 12 people in Idlib. Shelling in Aleppo wounded 7 people."
    read = annotated(text)
    events = [[Span(text.index(w), text.index(w) + len(w), w)] for w in ("strike", "Shelling")]
    given = attach(find_casualties(read), events, read)
    assert [[(c.kind, c.minimum) for c in counts] for counts in given] == [[(KILLED, 12)], [(WOUNDED, 7)]]
