"""Short builders for linking tests: an article is a text and what an extractor would have found in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from kg.domain.articles import Article
from kg.domain.extraction import (
    CasualtyCount,
    CasualtyKind,
    Claim,
    EntityType,
    EventType,
    Extraction,
    LocalEntity,
    Mention,
    MentionForm,
    Participant,
    Report,
    Stance,
    Status,
)
from kg.domain.knowledge import Knowledge, ReferenceActor, ReferencePlace
from kg.domain.spans import Span
from kg.domain.times import DateBasis, TimeBounds
from kg.linking.gazetteer import Gazetteer
from kg.linking.gazetteer_files import PlaceRow, base_path, create
from tests.factories import PRODUCER, make_article, span_of

STATE, GROUP, PERSON = EntityType.STATE, EntityType.ARMED_GROUP, EntityType.PERSON
COUNTRY, PROVINCE, TOWN, SITE = EntityType.COUNTRY, EntityType.PROVINCE, EntityType.SETTLEMENT, EntityType.FACILITY
DAY = date(2016, 8, 1)


def _row(
    number: int, name: str, kind: EntityType, country: str, within: int | None, *aliases: str, **more: object
) -> PlaceRow:
    parent = f"geonames-{within}" if within else None
    return PlaceRow(
        id=f"geonames-{number}",
        geonames=number,
        name=name,
        type=kind,
        country=country,
        within=parent,
        aliases=aliases,
        **more,
    )  # type: ignore[arg-type]


ATLAS = (
    _row(1, "Syria", COUNTRY, "SY", None, code="PCLI", latitude=35.0, longitude=38.0),
    _row(2, "Homs", PROVINCE, "SY", 1, "Ḩimş", code="ADM1", latitude=34.5, longitude=38.0),
    _row(3, "Homs", TOWN, "SY", 2, "Ḩimş", code="PPL", latitude=34.72, longitude=36.72, population=775_000),
    _row(4, "Tadmur", TOWN, "SY", 2, "Palmyra", code="PPL", latitude=34.56, longitude=38.28, population=51_000),
    _row(5, "Idlib", PROVINCE, "SY", 1, "Idlib Governorate", code="ADM1", latitude=35.8, longitude=36.6),
    _row(6, "Saraqib", TOWN, "SY", 5, code="PPL", latitude=35.86, longitude=36.8, population=33_000),
    _row(7, "Al Ḩamīdīyah", TOWN, "SY", 1, code="PPL", latitude=34.7, longitude=35.9, population=7_000),
    _row(
        8, "Deir ez-Zor", TOWN, "SY", 1, "Dayr az Zawr", code="PPL", latitude=35.33, longitude=40.14, population=271_000
    ),
    _row(20, "United States", COUNTRY, "US", None, "US", code="PCLI", latitude=39.0, longitude=-98.0),
    _row(21, "Palmyra", TOWN, "US", 20, code="PPL", latitude=40.0, longitude=-75.0, population=7_000),
    _row(30, "Lebanon", COUNTRY, "LB", None, code="PCLI", latitude=33.8, longitude=35.8),
    _row(31, "Tripoli", TOWN, "LB", 30, code="PPL", latitude=34.43, longitude=35.84, population=229_000),
    _row(40, "Libya", COUNTRY, "LY", None, code="PCLI", latitude=27.0, longitude=17.0),
    _row(41, "Tripoli", TOWN, "LY", 40, code="PPL", latitude=32.88, longitude=13.19, population=1_150_000),
    _row(50, "Belgium", COUNTRY, "BE", None, code="PCLI", latitude=50.8, longitude=4.5),
    _row(51, "Brussels", TOWN, "BE", 50, code="PPL", latitude=50.85, longitude=4.35, population=1_019_000),
    _row(60, "Vietnam", COUNTRY, "VN", None, code="PCLI", latitude=16.0, longitude=108.0),
    _row(61, "Kabun", TOWN, "VN", 60, code="PPL", latitude=22.7, longitude=106.3, population=2_000),
)

KNOWLEDGE = Knowledge(
    version="test",
    actors=(
        ReferenceActor(
            id="syria", type=STATE, label="Syria", aliases=("Syrian government", "Assad regime"), demonyms=("Syrian",)
        ),
        ReferenceActor(
            id="russia",
            type=STATE,
            label="Russia",
            aliases=("Russian Federation",),
            demonyms=("Russian",),
            wikidata="Q159",
        ),
        ReferenceActor(id="united-states", type=STATE, label="United States", aliases=("US",)),
        ReferenceActor(id="syrian-army", type=EntityType.ARMED_FORCE, label="Syrian Army", part_of="syria"),
        ReferenceActor(id="islamic-state", type=GROUP, label="Islamic State", aliases=("IS", "ISIL", "Daesh")),
        ReferenceActor(id="rebels", type=GROUP, label="rebels", generic=True),
        ReferenceActor(id="civilians", type=EntityType.POPULATION, label="civilians", generic=True),
    ),
    places=(ReferencePlace(id="palmyra", type=TOWN, label="Palmyra", aliases=("Tadmor",), country="SY", geonames=4),),
)


def atlas(folder: Path, knowledge: Knowledge = KNOWLEDGE) -> Gazetteer:
    """A gazetteer of the places above, with the reference places of `knowledge`."""
    if not base_path(folder).exists():
        create(base_path(folder), ATLAS, "atlas")
    return Gazetteer.open(folder, knowledge.places)


def entity(
    text: str, key: str, kind: EntityType, *names: str, reference: str | None = None, generic: bool = False
) -> LocalEntity:
    """A local entity mentioned wherever its first name stands in the text."""
    mentions = []
    start = text.find(names[0])
    while start >= 0:
        mentions.append(Mention(Span(start, start + len(names[0]), names[0]), MentionForm.NAME, 1.0))
        start = text.find(names[0], start + 1)
    return LocalEntity(key=key, type=kind, names=names, mentions=tuple(mentions), reference=reference, generic=generic)


def bounds(first: date | None, last: date | None = None) -> TimeBounds | None:
    """Stated bounds; of one day when only the first is given."""
    return TimeBounds(first, last or first, DateBasis.STATED) if first else None


def killed(
    minimum: int | None, maximum: int | None = None, victims: str = "people", claim: str | None = None
) -> CasualtyCount:
    """A figure of people killed."""
    top = minimum if maximum is None else maximum
    return CasualtyCount(
        kind=CasualtyKind.KILLED, minimum=minimum, maximum=top, victims=victims, span=Span(0, 1, "x"), claim=claim
    )


def report(
    kind: EventType,
    *,
    key: str = "r1",
    who: Sequence[str] = (),
    whom: Sequence[str] = (),
    where: Sequence[str] = (),
    when: TimeBounds | None = None,
    toll: Sequence[CasualtyCount] = (),
    status: Status = Status.ASSERTED,
    part_of: str | None = None,
    trigger: str = "x",
    words: str = "",
) -> Report:
    """A report whose participants are entity keys; its trigger stands at the start, or where it is in `words`."""
    word = span_of(words, trigger) if words else Span(0, len(trigger), trigger)

    def roles(keys: Sequence[str]) -> tuple[Participant, ...]:
        return tuple(Participant(k, word, 1.0) for k in keys)

    return Report(
        key=key,
        type=kind,
        status=status,
        triggers=(word,),
        agents=roles(who),
        targets=roles(whom),
        places=roles(where),
        when=when,
        casualties=tuple(toll),
        part_of=part_of,
    )


def claim(text: str, key: str, claimant: str, stance: Stance, about: str) -> Claim:
    """A claim about one report; its words are the start of the text."""
    words = span_of(text, text.split(maxsplit=1)[0])
    return Claim(
        key=key,
        claimant=claimant,
        claimant_span=words,
        span=words,
        cue=None,
        content=words,
        stance=stance,
        about=(about,),
    )


def said(
    text: str, key: str, claimant: str, cue: str, content: str, stance: Stance, *about: str, speaker: str | None = None
) -> Claim:
    """A claim as a text words it: "The SPEAKER CUE CONTENT"; the speaker's words are its key where not given."""
    who = span_of(text, f"The {speaker or claimant}")
    verb = Span(text.index(cue, who.end), text.index(cue, who.end) + len(cue), cue)
    return Claim(
        key=key,
        claimant=claimant,
        claimant_span=who,
        span=Span(who.start, verb.end, text[who.start : verb.end]),
        cue=verb,
        content=span_of(text, content),
        stance=stance,
        about=about,
    )


def case(
    key: str,
    text: str,
    entities: Sequence[tuple[object, ...]],
    reports: Sequence[Report] = (),
    claims: Sequence[Claim] = (),
    *,
    publisher: str | None = None,
    published: date | None = DAY,
) -> tuple[Article, Extraction]:
    """An article with what was read from it; each entity is (key, type, name, more names …)."""
    article = make_article(key, text=text, title=None, publisher=publisher, published=bounds(published))
    found = tuple(entity(text, *e) for e in entities)  # type: ignore[arg-type]
    return article, Extraction(
        article=article.id, producer=PRODUCER, entities=found, reports=tuple(reports), claims=tuple(claims)
    )
