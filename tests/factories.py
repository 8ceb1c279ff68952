"""Builders of domain values that tests share. Every span is found in the text, so that offsets and quotes agree."""

from __future__ import annotations

import hashlib
from datetime import date

from kg.domain.articles import Article, Region, RegionKind
from kg.domain.decisions import Action, Decision, Kind, Outcome, Property, Says, Standing, Target, Words
from kg.domain.extraction import (
    CasualtyCount,
    CasualtyKind,
    Claim,
    EntityType,
    EventType,
    Extraction,
    LocalEntity,
    Membership,
    Mention,
    MentionForm,
    Participant,
    Predicate,
    Producer,
    Relation,
    Report,
    Stance,
    Status,
)
from kg.domain.links import (
    Contradiction,
    Copy,
    Entity,
    EntityLink,
    Event,
    Geometry,
    Links,
    SameAsCandidate,
)
from kg.domain.spans import Span
from kg.domain.times import DateBasis, TimeBounds

TEXT = (
    "Market hit in Marrat 🌍\n\n"
    "Norland jets bombed a market in Marrat on Monday, killing at least 12 civilians, including four children, "
    "the Marrat Press Office said. The ministry spokesman Ivan Petrov denied the raid. "
    "It was part of Operation Dawn. Norland is fighting the River Front.\n\n"
    "Share this article"
)
PRODUCER = Producer("reader", "0.1.0")


def span_of(text: str, words: str, nth: int = 1) -> Span:
    """The span of the nth occurrence of these words."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words), words)


def make_article(
    key: str = "a", *, text: str = TEXT, title: str | None = "Market hit in Marrat 🌍", **changes: object
) -> Article:
    """An article of 2 August 2016; its id is minted from `key`, as are its source id and address."""
    values: dict[str, object] = {
        "id": hashlib.sha256(key.encode()).hexdigest()[:16],
        "source_id": f"news-{key}",
        "where": f"news.jsonl:{key}",
        "text": text,
        "digest": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest(),
        "title": title,
        "publisher": "Marrat Herald",
        "url": f"https://herald.example/{key}",
        "language": "en",
        "supported": True,
        "published": TimeBounds(date(2016, 8, 2), date(2016, 8, 2), DateBasis.STATED),
        "regions": (),
    }
    if text == TEXT:
        values["regions"] = (
            Region(span_of(text, "Market hit in Marrat 🌍"), RegionKind.TITLE),
            Region(span_of(text, "Share this article"), RegionKind.FURNITURE),
        )
    return Article(**(values | changes))  # type: ignore[arg-type]


def make_extraction(article: Article) -> Extraction:
    """What `TEXT` says: a strike with roles and counts, its operation, a claim and a denial, a relation, a role."""

    def at(words: str, nth: int = 1) -> Span:
        return span_of(article.text, words, nth)

    def entity(key: str, kind: EntityType, *mentions: tuple[Span, MentionForm], generic: bool = False) -> LocalEntity:
        names = tuple(dict.fromkeys(span.quote for span, _ in mentions))
        found = tuple(Mention(span, form, 0.9) for span, form in mentions)
        return LocalEntity(key=key, type=kind, names=names, mentions=found, generic=generic)

    name, nominal = MentionForm.NAME, MentionForm.NOMINAL
    strike = Report(
        key="AirStrike-bombed",
        type=EventType.AIR_STRIKE,
        status=Status.ASSERTED,
        triggers=(at("bombed"), at("raid")),
        agents=(Participant("norland", at("Norland"), 0.9),),
        targets=(Participant("civilians", at("civilians"), 0.7),),
        places=(Participant("marrat", at("Marrat", 2), 0.95),),
        target_texts=(at("a market"),),
        means=(at("jets"),),
        when=TimeBounds(date(2016, 8, 1), date(2016, 8, 1), DateBasis.RELATIVE),
        when_span=at("on Monday"),
        casualties=(
            CasualtyCount(
                kind=CasualtyKind.KILLED,
                minimum=12,
                maximum=None,
                victims="civilians",
                span=at("killing at least 12 civilians"),
                claim="c-said",
            ),
            CasualtyCount(
                kind=CasualtyKind.KILLED,
                minimum=4,
                maximum=4,
                victims="children",
                span=at("four children"),
                subset=True,
                claim="c-said",
            ),
        ),
        part_of="Operation-dawn",
        score=0.88,
    )
    operation = Report(
        key="Operation-dawn",
        type=EventType.OPERATION,
        status=Status.ASSERTED,
        triggers=(at("Operation Dawn"),),
        agents=(Participant("norland", at("Norland", 2), 0.6),),
        score=0.7,
    )
    said = Claim(
        key="c-said",
        claimant="office",
        claimant_span=at("the Marrat Press Office"),
        span=at("the Marrat Press Office said"),
        cue=at("said"),
        content=at("Norland jets bombed a market in Marrat on Monday"),
        stance=Stance.ASSERTS,
        about=("AirStrike-bombed",),
        score=0.9,
    )
    denied = Claim(
        key="c-denied",
        claimant="petrov",
        claimant_span=at("Ivan Petrov"),
        span=at("The ministry spokesman Ivan Petrov denied"),
        cue=at("denied"),
        content=at("the raid"),
        stance=Stance.DENIES,
        about=("AirStrike-bombed",),
        said=TimeBounds(None, date(2016, 8, 2), DateBasis.INFERRED),
        score=0.8,
    )
    return Extraction(
        article=article.id,
        producer=PRODUCER,
        entities=(
            entity("norland", EntityType.STATE, (at("Norland"), name), (at("Norland", 2), name)),
            entity("marrat", EntityType.SETTLEMENT, (at("Marrat", 2), name)),
            entity("civilians", EntityType.POPULATION, (at("civilians"), nominal), generic=True),
            entity("office", EntityType.ORGANISATION, (at("the Marrat Press Office"), name)),
            entity("petrov", EntityType.PERSON, (at("Ivan Petrov"), name)),
            entity("front", EntityType.ARMED_GROUP, (at("River Front"), name)),
        ),
        reports=(strike, operation),
        claims=(said, denied),
        relations=(
            Relation(
                subject="norland",
                predicate=Predicate.FIGHTS_AGAINST,
                object="front",
                evidence=at("Norland is fighting the River Front"),
                score=0.7,
            ),
        ),
        memberships=(
            Membership(
                person="petrov", organisation="norland", role="ministry spokesman", evidence=at("ministry spokesman")
            ),
        ),
    )


_ENTITY_OF_KEY = {
    "norland": "actor/norland",
    "marrat": "place/geonames-170001",
    "civilians": "actor/civilians",
    "office": "actor/marrat-press-office",
    "petrov": "actor/ivan-petrov",
    "front": "actor/river-front",
}


def make_entities() -> tuple[Entity, ...]:
    """The entities of `TEXT`, its outlet, and the province that its place lies in."""
    return (
        Entity(id="actor/civilians", type=EntityType.POPULATION, label="civilians", names=("civilians",), generic=True),
        Entity(id="actor/ivan-petrov", type=EntityType.PERSON, label="Ivan Petrov", names=("Ivan Petrov", "Petrov")),
        Entity(id="actor/marrat-herald", type=EntityType.MEDIA_OUTLET, label="Marrat Herald", names=("Marrat Herald",)),
        Entity(
            id="actor/marrat-press-office", type=EntityType.ORGANISATION, label="Marrat Press Office",
            names=("Marrat Press Office", "مكتب"),
        ),
        Entity(id="actor/norland", type=EntityType.STATE, label="Norland", names=("Norland",), wikidata="Q1"),
        Entity(id="actor/river-front", type=EntityType.ARMED_GROUP, label="River Front", names=("River Front",)),
        Entity(
            id="place/geonames-170001", type=EntityType.SETTLEMENT, label="Marrat", names=("Marrat",), geonames=170001,
            geometry=Geometry(latitude=35.75, longitude=36.5, precision="settlement"), within="place/upper-marrat",
        ),
        Entity(id="place/upper-marrat", type=EntityType.PROVINCE, label="Upper Marrat", names=("Upper Marrat",)),
    )  # fmt: skip


def make_links(*articles: Article) -> Links:
    """Links for articles that say what `TEXT` says: one strike, one operation, a report of each in every article."""
    ids = sorted(a.id for a in articles)
    first = ids[0]
    strike, operation = (f"event/{hashlib.sha256(f'{first}{key}'.encode()).hexdigest()[:16]}" for key in ("s", "o"))
    day = TimeBounds(date(2016, 8, 1), date(2016, 8, 1), DateBasis.RELATIVE)
    events = (
        Event(
            id=strike, type=EventType.AIR_STRIKE, label="Air strike: Marrat, 2016-08-01", status=Status.ASSERTED,
            agents=("actor/norland",), targets=("actor/civilians",), places=("place/geonames-170001",), when=day,
            part_of=operation, reports=tuple((i, "AirStrike-bombed") for i in ids),
            why=("same place, kind and day",) if len(ids) > 1 else (), disputed=("agent",),
        ),
        Event(
            id=operation, type=EventType.OPERATION, label="Operation Dawn", status=Status.ASSERTED,
            agents=("actor/norland",), targets=(), places=(), when=None, part_of=None,
            reports=tuple((i, "Operation-dawn") for i in ids),
        ),
    )  # fmt: skip
    return Links(
        entities=make_entities(),
        entity_links=tuple(
            EntityLink(article=i, key=key, entity=entity, score=1.0, why="the name is an alias of the entity")
            for i in ids
            for key, entity in sorted(_ENTITY_OF_KEY.items())
        ),
        outlets=tuple((i, "actor/marrat-herald") for i in ids),
        events=tuple(sorted(events, key=lambda e: e.id)),
        same_as=(
            SameAsCandidate(
                first="actor/ivan-petrov", second="actor/norland", score=0.2, why="one speaks for the other"
            ),
        ),
        contradictions=tuple(
            Contradiction(first=(i, "c-denied"), second=(i, "c-said"), reason="one denies what the other asserts")
            for i in ids
        ),
        copies=tuple(Copy(article=i, of=first, exact=False, similarity=0.97) for i in ids[1:]),
    )


def make_outcomes(article: Article) -> tuple[Outcome, ...]:
    """What became of three decisions: an actor renamed, a report rejected, and the renaming undone and so out of force."""

    def decision(number: int, action: Action, target: Target, **more: str) -> Decision:
        return Decision(
            id=f"{number:012x}", time=f"2026-11-24T10:00:0{number}Z", author="Ann Reed", reason=f"reason {number}",
            action=action, about=(target,), **more,
        )  # fmt: skip

    at = span_of(article.text, "raid")
    actor = Target(kind=Kind.ENTITY, id="actor/norland", label="Norland", type="State", names=("Norland",))
    words = (Words(article.id, at.start, at.end, at.quote),)
    report = Target(
        kind=Kind.REPORT, id=f"report/{article.id}/Shelling-9", label="“raid”", type="Shelling", words=words
    )
    renamed = decision(1, Action.RENAME, actor, value="Kingdom of Norland")
    undone = decision(2, Action.RENAME, actor, value="The Norland")
    back = decision(3, Action.UNDO, Target(kind=Kind.DECISION, id=undone.id))
    return (
        Outcome(
            decision=renamed, standing=Standing.APPLIED, concerns=("actor/norland",),
            says=(Says("actor/norland", Property.LABEL, "Kingdom of Norland", "Norland"),),
        ),
        Outcome(decision=undone, standing=Standing.UNDONE, by=back.id),
        Outcome(decision=back, standing=Standing.APPLIED),
        Outcome(
            decision=decision(4, Action.REJECT, report), standing=Standing.PARTLY, detail="a part is gone",
            rejected=(report.id,),
        ),
    )  # fmt: skip
