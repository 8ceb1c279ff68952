from kg.domain.annotations import LabelledSpan
from kg.domain.extraction import EventType, Participant
from kg.domain.spans import Span
from kg.extraction.roles import Roles
from kg.extraction.tellings import join_tellings
from kg.extraction.triggers import TriggerGroup, group_triggers
from tests.extraction.reading import annotated, place_of, sameness_of

TEXT = (
    "Rebels shelled the town of Nubl on Monday, state media said. Later the shelling of Nubl by rebels killed two people. "
    "In Homs the army shelled Talbiseh."
)


def group_at(word: str, nth: int = 0) -> TriggerGroup:
    at = place_of(TEXT, word, nth)
    return TriggerGroup((LabelledSpan(at, at + len(word), "Shelling", 0.9),), EventType.SHELLING, 0.9)


def roles(agent: str, place: str) -> Roles:
    def one(key: str) -> tuple[Participant, ...]:
        return (Participant(key, Span(0, 6, TEXT[0:6]), 0.9),)

    return Roles(one(agent), (), one(place))


def joined(a: Roles, b: Roles) -> int:
    groups = [group_at("shelled"), group_at("shelling")]
    sameness = sameness_of(TEXT, [t for g in groups for t in g.triggers])
    return len(join_tellings(groups, [a, b], sameness))


def test_join_tellings_when_the_doers_are_rivals_keeps_both() -> None:
    assert joined(roles("rebels", "nubl"), roles("army", "nubl")) == 2


def test_join_tellings_when_the_places_are_others_keeps_both() -> None:
    assert joined(roles("rebels", "nubl"), roles("rebels", "talbiseh")) == 2


def test_join_tellings_when_place_and_doer_are_shared_joins_what_the_reader_finds_alike() -> None:
    assert joined(roles("rebels", "nubl"), roles("rebels", "nubl")) == 1


def test_group_triggers_when_there_are_none_gives_none() -> None:
    assert group_triggers(annotated(TEXT), [], sameness_of(TEXT, [])) == []
