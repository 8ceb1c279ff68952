"""Which place of the world a local place is: context tells namesakes apart; what stays unsure stays unresolved."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.domain.articles import Article
from kg.domain.extraction import EntityType, Extraction, LocalEntity
from kg.linking import names
from kg.linking.gazetteer import Agreement, Candidate, Gazetteer, distance_km
from kg.linking.gazetteer_files import PlaceRow
from kg.linking.place_words import Hints, Kind, bare, has_direction, hints, is_name, is_province

# Scores are sums of the parts in `_score`, settled on the 100 articles of the training gold (2026-11), every resolution
# read by eye. What told most: a name's own vote must not count for its country (Hass went to Saudi Arabia).
ACCEPT = 1.2
MARGIN = 0.5  # the best must lead the next place that is really another one by this
SAME_SPOT_KM = 20.0
WORLD_POPULATION = 100_000  # a place in a country that hardly stands in the article must be this well known
REGION_POPULATION = 1_000_000  # a first-level region weighs like a city of this size
FAME = 10  # a famous place has this many times the people of all its namesakes abroad together
QUARTER_POPULATION = 30_000
LEAST_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a local place was found to be. `place` None: unresolved, `parent` the key of a place around it, if told."""

    place: PlaceRow | None
    score: float
    why: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    countries: Mapping[str, float]  # share of the article's weights, by ISO code
    mentioned: frozenset[str]  # countries that the article names, or whose state or forces it names
    main: str  # the country with the largest share; empty when there is none
    anchors: tuple[PlaceRow, ...]  # places already sure
    resolved: Mapping[str, PlaceRow]  # by local key


@dataclass(frozen=True, slots=True)
class _Query:
    entity: LocalEntity
    clue: Hints
    context: _Context
    famous: str | None  # see `_famous`


def resolve_places(
    article: Article, extraction: Extraction, gazetteer: Gazetteer, states: Mapping[str, str]
) -> dict[str, Resolution]:
    """A resolution for each local place of an article, by its key.

    `states` maps reference ids of actors to the ISO code of their country. What one round settles helps in the next.
    """
    places = tuple(e for e in extraction.entities if e.type.is_place)
    clues = hints(article, places)
    options = {e.key: _candidates(e, gazetteer) for e in places}
    mentioned = _mentioned(extraction, options, gazetteer, states)
    votes = {e.key: _votes(options[e.key]) for e in places if e.type is not EntityType.COUNTRY}
    found: dict[str, Resolution] = {}
    for e in places:
        if e.reference and (row := gazetteer.reference(e.reference)):
            found[e.key] = Resolution(row, 1.0, "reference place recognised by the reader")
            if (around := _own_province(row, gazetteer)) and is_province(article, e):
                found[e.key] = Resolution(
                    around, 0.9, "province of the town that the reader recognised, as its words say"
                )
    wide = [e for e in places if e.type in (EntityType.COUNTRY, EntityType.PROVINCE)]
    for part in (wide, places, places, places):
        before = len(found)
        settled = dict(found)
        for e in part:
            if e.key in found:
                continue
            context = _context(e.key, mentioned, votes, settled)
            query = _Query(e, clues[e.key], context, _famous(options[e.key]))
            if r := _choose(query, options[e.key], gazetteer):
                found[e.key] = r
        if len(found) == before and part is not wide:
            break
    return {e.key: found.get(e.key) or _unresolved(options[e.key], clues[e.key]) for e in places}


def _own_province(town: PlaceRow, gazetteer: Gazetteer) -> PlaceRow | None:
    """The province that is named after a town and contains it."""
    if town.type is not EntityType.SETTLEMENT:
        return None
    return next(
        (
            p
            for p in gazetteer.chain(town)
            if p.type is EntityType.PROVINCE and names.tight(bare(p.name)[0]) == names.tight(bare(town.name)[0])
        ),
        None,
    )


def _context(
    key: str, mentioned: Mapping[str, float], votes: Mapping[str, Mapping[str, float]], found: Mapping[str, Resolution]
) -> _Context:
    """What the rest of the article says, for the place of this key: its own name has no vote."""
    weights: dict[str, float] = defaultdict(float, mentioned)
    rows = {k: r.place for k, r in found.items() if r.place}
    for other, vote in votes.items():
        if other in rows:
            weights[rows[other].country or ""] += 1.5
        elif other != key:
            for country, weight in vote.items():
                weights[country] += weight
    weights.pop("", None)
    total = sum(weights.values()) or 1.0
    anchors = tuple(row for row in rows.values() if row.type is not EntityType.COUNTRY and row.latitude is not None)
    main = min(weights, key=lambda c: (-weights[c], c), default="")
    return _Context(
        {c: n / total for c, n in weights.items()},
        frozenset(c for c, n in mentioned.items() if n >= 1.0),
        main,
        anchors,
        rows,
    )


def _mentioned(
    extraction: Extraction,
    options: Mapping[str, tuple[Candidate, ...]],
    gazetteer: Gazetteer,
    states: Mapping[str, str],
) -> dict[str, float]:
    """Weights of the countries named, and less of the states whose bodies act: a state may act far from home."""
    counts: dict[str, float] = defaultdict(float)
    for e in extraction.entities:
        mentions = max(1, min(8, len(e.mentions)))
        if e.type is EntityType.COUNTRY:
            exact = (c.place.country for c in options[e.key] if c.agreement is Agreement.EXACT)
            counts[next(exact, None) or ""] += 1.0 * mentions
        elif not e.type.is_place:
            iso = states.get(e.reference or "")
            if iso is None and e.type is EntityType.STATE and (row := gazetteer.country(e.names[0])):
                iso = row.country
            counts[iso or ""] += 0.2 * mentions
    counts.pop("", None)
    return counts


def _votes(options: tuple[Candidate, ...]) -> dict[str, float]:
    """How a name speaks for countries: each gets the weight of its best known place of this name, 1.5 in all.

    Saraqeb speaks for Syria alone, Tripoli for Libya, Lebanon and Greece.
    """
    weights: dict[str, float] = {}
    for c in options:
        if c.place.country and c.agreement > Agreement.SOUND:
            weight = (1.0 if c.agreement is Agreement.EXACT else 0.5) * (1.0 + math.log10(c.place.population + 1))
            weights[c.place.country] = max(weights.get(c.place.country, 0.0), weight)
    total = sum(weights.values()) or 1.0
    return {country: 1.5 * weight / total for country, weight in weights.items()}


def _candidates(entity: LocalEntity, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Candidates over the names: as written, without words of kind, without a fused article or a possessive s."""
    best: dict[str, Candidate] = {}
    for name in entity.names:
        if not is_name(name):
            continue
        plain, _ = bare(name)
        exact = [c for c in gazetteer.candidates(name) if c.agreement is Agreement.EXACT]
        found = (
            exact
            if exact and plain != name
            else [*gazetteer.candidates(name), *_stripped(name, plain, entity, gazetteer)]
        )
        for c in found or _variants(plain or name, gazetteer):
            if _fits(entity.type, c.place) and (c.place.id not in best or best[c.place.id].agreement < c.agreement):
                best[c.place.id] = c
    return tuple(best[k] for k in sorted(best))


def _stripped(name: str, plain: str, entity: LocalEntity, gazetteer: Gazetteer) -> list[Candidate]:
    if not plain or plain == name:
        return []
    found = list(gazetteer.candidates(plain))
    if has_direction(name):  # "Eastern Ghouta" is no village called Ghouta; "eastern Aleppo" is Aleppo
        found = [c for c in found if c.source == "reference" or _size(c.place) >= WORLD_POPULATION]
    if entity.type is EntityType.FACILITY:
        found = [c for c in found if c.place.type is EntityType.FACILITY]
    return found


def _variants(name: str, gazetteer: Gazetteer) -> list[Candidate]:
    found: list[Candidate] = []
    words = [w for w in name.split() if w]
    fused = [w[2:] if w[:2].lower() == "al" and len(w) >= 5 and i >= len(words) - 1 else w for i, w in enumerate(words)]
    if fused != words:  # Alwaer, Maaret Alnouman
        found += gazetteer.candidates(" ".join(fused))
    if not found and name.endswith("s") and len(name) > 4:  # Syrias: the apostrophe was lost upstream
        found += [c for c in gazetteer.candidates(name[:-1]) if c.agreement is Agreement.EXACT]
    return found


def _fits(kind: EntityType, place: PlaceRow) -> bool:
    """Whether a local place of this type may be this place at all: cities and provinces mix, other types do not."""
    loose = {EntityType.SETTLEMENT, EntityType.PROVINCE}
    return place.type is kind or (kind in loose and place.type in loose)


def _choose(q: _Query, options: tuple[Candidate, ...], gazetteer: Gazetteer) -> Resolution | None:
    scored = sorted(((_score(q, c, gazetteer), c) for c in options), key=lambda s: (-s[0], s[1].place.id))
    if not scored or scored[0][0] < ACCEPT:
        return None
    best, winner = scored[0]
    for score, other in scored[1:]:
        far = distance_km(winner.place, other.place)
        nested = _nested(winner.place, other.place, gazetteer)
        if best - score < MARGIN and not nested and (far is None or far > SAME_SPOT_KM):
            return None
    confidence = round(min(0.99, 0.5 + 0.1 * best), 2)
    return Resolution(winner.place, confidence, _why(winner, q.clue, q.context))


def _nested(a: PlaceRow, b: PlaceRow, gazetteer: Gazetteer) -> bool:
    """Whether one is a part of the other: a town and the province named after it."""
    return a.id in {p.id for p in gazetteer.chain(b)} or b.id in {p.id for p in gazetteer.chain(a)}


def _size(place: PlaceRow) -> int:
    return REGION_POPULATION if place.type is EntityType.PROVINCE else place.population


def _famous(options: tuple[Candidate, ...]) -> str | None:
    """The country whose place of a name outweighs all others: Brussels and Raqqa need no context, Tripoli does."""
    largest: dict[str, int] = {}
    for c in options:
        if c.agreement > Agreement.SOUND and c.place.country:
            largest[c.place.country] = max(largest.get(c.place.country, 0), _size(c.place))
    if not largest:
        return None
    best = min(largest, key=lambda k: (-largest[k], k))
    others = sum(n for k, n in largest.items() if k != best)
    return best if largest[best] >= max(WORLD_POPULATION, FAME * others) else None


def _excluded(q: _Query, c: Candidate) -> bool:
    """Whether nothing could make this candidate the place that is meant."""
    place, context = c.place, q.context
    if place.type is EntityType.COUNTRY:
        return c.agreement is not Agreement.EXACT
    if c.source != "reference" and place.country != context.main:
        share = context.countries.get(place.country or "", 0.0)
        told = place.country in context.mentioned and (share >= LEAST_SHARE or len(context.mentioned) == 1)
        if c.agreement is not Agreement.EXACT or place.type is not q.entity.type or not (told or _apart(q, place)):
            return True
    if c.source == "reference" and c.agreement is not Agreement.EXACT and place.country not in (None, context.main):
        return True
    if c.agreement is Agreement.SOUND and place.country != context.main:
        return True
    if Kind.PROVINCE in q.clue.kinds and q.entity.type is EntityType.PROVINCE and place.type is not EntityType.PROVINCE:
        return True
    # A quarter of a city has many namesakes among villages, and the base data knows no quarters.
    quarter = Kind.QUARTER in q.clue.kinds and Kind.TOWN not in q.clue.kinds
    return quarter and c.source == "base" and _size(place) < QUARTER_POPULATION


def _apart(q: _Query, place: PlaceRow) -> bool:
    return place.country == q.famous and _size(place) >= WORLD_POPULATION


def _score(q: _Query, c: Candidate, gazetteer: Gazetteer) -> float:
    place, context = c.place, q.context
    if _excluded(q, c):
        return -math.inf
    if place.type is EntityType.COUNTRY:
        return 2.0
    total = {Agreement.EXACT: 0.0, Agreement.TIGHT: -0.3, Agreement.SOUND: -0.8}[c.agreement]
    total += {"reference": 1.0, "import": 0.2, "base": 0.0}[c.source]
    share = context.countries.get(place.country or "", 0.0)
    if place.country == context.main:
        total += 1.8
    elif _apart(q, place):
        total += 1.2 + share
    elif share:
        total += 0.2 + share
    total += 0.12 * math.log10(_size(place) + 1)
    total += _type_score(q.entity.type, place, q.clue)
    total += _parent_score(place, q.clue, context, gazetteer)
    return total + _near_score(place, context)


def _type_score(kind: EntityType, place: PlaceRow, clue: Hints) -> float:
    if Kind.PROVINCE in clue.kinds and Kind.TOWN not in clue.kinds and kind is EntityType.PROVINCE:
        return 1.0 if place.type is EntityType.PROVINCE else -1.0
    if Kind.TOWN in clue.kinds and Kind.PROVINCE not in clue.kinds and kind is EntityType.SETTLEMENT:
        return 0.6 if place.type is EntityType.SETTLEMENT else -1.0
    return 0.4 if place.type is kind else -0.6


def _parent_score(place: PlaceRow, clue: Hints, context: _Context, gazetteer: Gazetteer) -> float:
    known = [context.resolved[k] for k in clue.parents if k in context.resolved]
    known = [p for p in known if p.id != place.id]
    if not known:
        return 0.0
    around = {p.id for p in gazetteer.chain(place)}
    if any(p.id in around for p in known):
        return 1.0
    near = [d for p in known if p.type is not EntityType.COUNTRY and (d := distance_km(p, place)) is not None]
    if near and min(near) <= 60:
        return 0.6
    regions = {r.id for p in known for r in gazetteer.chain(p) if r.type is EntityType.PROVINCE}
    return 0.3 if regions & around else -1.5


def _near_score(place: PlaceRow, context: _Context) -> float:
    distances = [d for a in context.anchors if a.id != place.id and (d := distance_km(a, place)) is not None]
    if not distances:
        return 0.0
    nearest = min(distances)
    return 0.4 if nearest <= 60 else 0.1 if nearest <= 250 else -0.3


def _why(winner: Candidate, clue: Hints, context: _Context) -> str:
    place = winner.place
    parts = [
        {
            Agreement.EXACT: "same name",
            Agreement.TIGHT: "same name in another spelling",
            Agreement.SOUND: "alike in sound",
        }[winner.agreement]
    ]
    parts.append({"reference": "reference place", "import": "imported place", "base": "gazetteer place"}[winner.source])
    if place.type is not EntityType.COUNTRY and (share := context.countries.get(place.country or "", 0.0)):
        parts.append(f"{share:.0%} of the article's context is {place.country}")
    if any(k in context.resolved for k in clue.parents):
        parts.append("the words around give its surroundings")
    return "; ".join(parts)


def _unresolved(options: tuple[Candidate, ...], clue: Hints) -> Resolution:
    parent = clue.parents[0] if clue.parents else None
    why = f"{len(options)} namesakes and nothing settles which" if options else "no place of this name is known"
    return Resolution(None, 0.3, why, parent)
