import pytest

from kg.domain.extraction import CasualtyKind, EventType
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
        ("At least seven people were killed and 20 wounded.", {(KILLED, 7, None), (WOUNDED, 20, None)}),
        ("The army advanced, killing or injuring scores of militants.", {(KILLED, 40, None), (WOUNDED, 40, None)}),
        ("The blast claimed the lives of two persons and injured three others.", {(KILLED, 2, 2), (WOUNDED, 3, 3)}),
        ("At least 48 people dead over 100 injured after truck bomb.", {(KILLED, 48, None), (WOUNDED, 100, None)}),
        ("One of the civilians was wounded.", {(WOUNDED, 1, 1)}),
        ("Five men were killed and others were injured.", {(KILLED, 5, 5), (WOUNDED, None, None)}),
        ("Militants took 900 civilians hostage.", {(CasualtyKind.CAPTURED, 900, 900)}),
        ("The fighting forced 13000 residents to flee.", {(CasualtyKind.DISPLACED, 13000, 13000)}),
        ("The raid killed 15 civilians as well as 27 fighters.", {(KILLED, 15, 15), (KILLED, 27, 27)}),
        ("No civilians were killed.", {(KILLED, 0, 0)}),
        ("30 regime and 39 rebel fighters have been killed.", {(KILLED, 30, 30), (KILLED, 39, 39)}),
        ("Hundreds of badly injured civilians are at hospitals.", {(WOUNDED, 200, None)}),
        ("A total of 1500 people have fallen victim to the attack.", {(KILLED, 1500, 1500)}),
        ('"Dozens" of rebels were also killed.', {(KILLED, 24, None)}),
        ("More than 2,000 people - many of them civilians - have been killed.", {(KILLED, 2000, None)}),
        ("At least 10 U.S. Marines died in the battle.", {(KILLED, 10, None)}),
        ("Police said two gunmen shot dead 14 people.", {(KILLED, 14, 14)}),
        ("No one was hurt in the attack.", {(WOUNDED, 0, 0)}),
        ("There were no casualties.", {(KILLED, 0, 0), (WOUNDED, 0, 0)}),
        ("A soldier was killed and two others wounded.", {(KILLED, 1, 1), (WOUNDED, 2, 2)}),
        ("Officials said that 46 gunmen surrendered.", {(CasualtyKind.CAPTURED, 46, 46)}),
        ("Troops arrested a courier of the group.", {(CasualtyKind.CAPTURED, 1, 1)}),
        ("Three others had been taken prisoner.", {(CasualtyKind.CAPTURED, 3, 3)}),
        ("Some 2,600 families fled the district.", {(CasualtyKind.DISPLACED, 2600, 2600)}),
        ('The army said 42 "terrorists" were neutralised.', {(KILLED, 42, 42)}),
        ("Since then 17 returning villagers have been killed by mines.", {(KILLED, 17, 17)}),
        ("The gunman opened fire on the van, killing its driver.", {(KILLED, 1, 1)}),
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


@pytest.mark.parametrize(
    "text",
    [
        "The army destroyed 14 vehicles and two depots.",
        "They vowed to kill 20 soldiers.",
        "The group has claimed three attacks.",
        "Rebels fired 60 missiles at the town in 2015.",
        "The injured persons were taken to hospitals.",
        "The bombing is aimed at killing as many people as possible.",
        "Many people have been kidnapped.",
        "They use the bombs to kill and injure civilians.",
        "A photographer captured the scene.",
    ],
)
def test_find_casualties_when_nobody_is_told_to_have_been_harmed_gives_none(text: str) -> None:
    assert figures(text) == set()


def test_find_casualties_when_a_part_is_told_of_the_dead_marks_it() -> None:
    found = find_casualties(annotated("The raid killed 25 civilians. Of those killed six were children."))
    assert [(c.minimum, c.subset) for c in found] == [(25, False), (6, True)]


def test_find_casualties_when_victims_are_named_gives_them_without_their_number() -> None:
    (found,) = find_casualties(annotated("The raid killed at least 39 rebel fighters."))
    assert (found.victims, found.governor.quote) == ("rebel fighters", "killed")


def test_attach_when_a_figure_is_told_again_gives_it_once() -> None:
    text = "An air strike killed 12 people in Idlib. The strike killed 12 people, a monitor said."
    read = annotated(text)
    (given,) = attach(find_casualties(read), [[Span(7, 13, "strike")]], read)
    assert [(c.kind, c.minimum) for c in given] == [(KILLED, 12)]


def test_attach_when_the_event_lies_far_behind_gives_the_figure_to_none() -> None:
    text = "An air strike hit Idlib. Talks went on. Rain fell. Shops opened. Roads were busy. Seven people died."
    read = annotated(text)
    assert attach(find_casualties(read), [[Span(7, 13, "strike")]], read) == ((),)


def test_find_casualties_when_some_are_told_to_be_among_those_killed_marks_them_as_a_part() -> None:
    found = find_casualties(annotated("Six civilians were among at least 22 people killed in air strikes."))
    assert {(c.minimum, c.subset) for c in found} == {(6, True), (22, False)}


def test_find_casualties_when_the_page_s_furniture_runs_into_the_sentence_reads_the_sentence() -> None:
    text = "09.04.2017Get short URL 0 85 12 Daesh terrorists were killed by Kurdish forces in the north of the country."
    read = annotated(text)
    assert read.article.furniture(), "the page's counters are marked"
    assert {(c.kind, c.minimum) for c in find_casualties(read)} == {(KILLED, 12)}


def test_attach_when_the_headline_rounds_the_figure_of_the_text_gives_that_of_the_text() -> None:
    text = "An air strike killed 12 people in Idlib. The strike killed at least 12 civilians, a monitor said."
    read = annotated(text)
    (given,) = attach(find_casualties(read), [[Span(7, 13, "strike")]], read)
    assert [(c.minimum, c.maximum) for c in given] == [(12, None)]


def test_attach_when_equal_numbers_of_two_peoples_are_told_gives_both() -> None:
    text = "Two women and two soldiers were killed in the blast."
    read = annotated(text)
    (given,) = attach(find_casualties(read), [[Span(46, 51, "blast")]], read)
    assert [(c.minimum, c.victims) for c in given] == [(2, "women"), (2, "soldiers")]


def test_attach_when_the_nearest_event_harms_nobody_gives_the_figure_to_one_that_does() -> None:
    text = "A raid hit the town as ministers met. Nine people were killed."
    read = annotated(text)
    events = [[Span(2, 6, "raid")], [Span(33, 36, "met")]]
    given = attach(find_casualties(read), events, read, [EventType.AIR_STRIKE, EventType.MEETING])
    assert [[c.minimum for c in counts] for counts in given] == [[9], []]


def test_find_casualties_when_parts_are_listed_before_another_clause_keeps_them_apart() -> None:
    text = "At least 28 people were killed, among them six children and four women, and dozens more were wounded."
    found = {(c.kind, c.minimum, c.subset) for c in find_casualties(annotated(text))}
    assert found == {(KILLED, 28, False), (KILLED, 6, True), (KILLED, 4, True), (WOUNDED, 24, False)}


def test_find_casualties_when_the_victim_is_named_counts_one() -> None:
    (found,) = find_casualties(
        annotated("Within days Omar Hassan was killed on the front line during an attack by the army.")
    )
    assert (found.kind, found.minimum, found.maximum) == (KILLED, 1, 1)
    assert found.victims == "Omar Hassan"


@pytest.mark.parametrize(
    "sentence",
    [
        "Elsewhere in the province another child was killed.",
        "More than 280000 people have been killed in the war.",
    ],
)
def test_attach_when_the_sentence_tells_of_something_else_gives_the_figure_to_none(sentence: str) -> None:
    text = f"An air strike hit Idlib. {sentence}"
    read = annotated(text)
    assert attach(find_casualties(read), [[Span(7, 13, "strike")]], read) == ((),)
