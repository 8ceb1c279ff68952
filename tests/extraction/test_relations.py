from kg.domain.extraction import EventType, Participant, Predicate, Report, Status
from kg.domain.spans import Span
from kg.extraction.entities import resolve_entities
from kg.extraction.lexicon import index
from kg.extraction.mentions import find_mentions
from kg.extraction.relations import find_relations
from kg.reference import load_knowledge
from tests.extraction.reading import annotated, entity, extraction


def test_memberships_when_an_office_stands_before_a_name_give_body_and_words() -> None:
    x = extraction("Kremlin spokesman Dmitry Peskov said on Friday that the army had entered Palmyra.")
    (office,) = [m for m in x.memberships if "spokesman" in m.role]
    assert entity(x, office.person)[0].endswith("Peskov")
    assert office.organisation is not None
    assert entity(x, office.organisation)[1] == "russia"


def test_memberships_when_somebody_is_sent_to_a_state_do_not_serve_it() -> None:
    x = extraction("Syrian Ambassador to Russia Riyad Haddad said on Monday that the army had retaken Palmyra.")
    (office,) = [m for m in x.memberships if "Ambassador" in m.role]
    assert office.role == "Syrian Ambassador to Russia"
    assert office.organisation is None or entity(x, office.organisation)[1] != "russia"


def test_relations_when_one_backs_another_point_the_right_way() -> None:
    x = extraction("Syrian government forces backed by Russia attacked rebels in Aleppo on Monday.")
    backed = [r for r in x.relations if r.predicate is Predicate.SUPPORTS]
    assert [entity(x, r.subject)[1] for r in backed] == ["russia"]


def test_relations_when_an_armed_attack_has_agent_and_target_are_hostile() -> None:
    text = (
        "Islamic State militants attacked Syrian Democratic Forces fighters near Manbij on Sunday, killing six of them."
    )
    read = annotated(text)
    entities = resolve_entities(read, find_mentions(read, index(load_knowledge())))
    attacker, attacked = (Participant(entities.key_of(i), entities.mentions[i].span, 0.9) for i in (0, 1))
    trigger = Span(text.index("attacked"), text.index("attacked") + 8, "attacked")
    report = Report(
        key="r",
        type=EventType.ARMED_CLASH,
        status=Status.ASSERTED,
        triggers=(trigger,),
        agents=(attacker,),
        targets=(attacked,),
    )
    (relation,) = find_relations(read, entities, [report])
    assert relation.predicate is Predicate.FIGHTS_AGAINST
    assert (relation.subject, relation.object, relation.evidence) == (attacker.entity, attacked.entity, trigger)
