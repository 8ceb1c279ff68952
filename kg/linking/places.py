"""Which place of the world a local place is: namesakes are told apart by context, and what stays unsure stays unresolved."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.domain.articles import Article
from kg.domain.extraction import EntityType, Extraction, LocalEntity
from kg.linking.gazetteer import Agreement, Candidate, Gazetteer, distance_km
from kg.linking.gazetteer_files import PlaceRow
from kg.linking.place_words import Hints, Kind, bare, has_direction, hints

# Scores are sums of the parts in `_score`. Settled by reading every place of the 100 articles of the training gold (2026-11):
# at 1.2 all wrong resolutions seen were gone; 0.6 let Syrian quarters become namesake towns.
ACCEPT = 1.2
MARGIN = 0.5  # the best must lead the next place that is really another one by this
SAME_SPOT_KM = 20.0
WORLD_POPULATION = 100_000  # a place in a country that the article never mentions must be this well known


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a local place was found to be. `place` None: unresolved; `parent` is then the key of a local place around it, if told."""

    place: PlaceRow | None
    score: float
    why: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class _Context:
    countries: Mapping[str, float]  # share of the article's mentions, by ISO code
    anchors: tuple[PlaceRow, ...]  # places already sure
    resolved: Mapping[str, PlaceRow]  # by local key


def resolve_places(
    article: Article, extraction: Extraction, gazetteer: Gazetteer, states: Mapping[str, str]
) -> dict[str, Resolution]:
    """A resolution for each local place of an article, by its key.

    `states` maps reference ids of actors to the ISO code of their country. The surest places are settled first and then help
    with the others.
    """
    places = tuple(e for e in extraction.entities if e.type.is_place)
    clues = hints(article, places)
    options = {e.key: _candidates(e, gazetteer) for e in places}
    counts = _countries(extraction, options, gazetteer, states)
    found: dict[str, Resolution] = {}
    for e in places:
        if e.reference and (row := gazetteer.reference(e.reference)):
            found[e.key] = Resolution(row, 1.0, "reference place recognised by the reader")
    for _ in range(3):
        context = _context(counts, found)
        before = len(found)
        for e in places:
            if e.key not in found and (r := _choose(e, options[e.key], clues[e.key], context, gazetteer)):
                found[e.key] = r
        if len(found) == before:
            break
    return {e.key: found.get(e.key) or _unresolved(e, options[e.key], clues[e.key]) for e in places}


def _context(counts: Mapping[str, float], found: Mapping[str, Resolution]) -> _Context:
    weights = dict(counts)
    rows = {key: r.place for key, r in found.items() if r.place}
    for row in rows.values():
        if row.country and row.type is not EntityType.COUNTRY:
            weights[row.country] = weights.get(row.country, 0.0) + 1.0
    total = sum(weights.values()) or 1.0
    anchors = tuple(row for row in rows.values() if row.type is not EntityType.COUNTRY and row.latitude is not None)
    return _Context({c: n / total for c, n in weights.items()}, anchors, rows)


def _countries(
    extraction: Extraction,
    options: Mapping[str, tuple[Candidate, ...]],
    gazetteer: Gazetteer,
    states: Mapping[str, str],
) -> dict[str, float]:
    """Weights of countries: their mentions, and half for mentions of states and of actors that belong to one."""
    counts: dict[str, float] = defaultdict(float)
    for e in extraction.entities:
        iso = None
        if e.type is EntityType.COUNTRY:
            iso = next((c.place.country for c in options[e.key] if c.place.type is EntityType.COUNTRY and c.agreement is Agreement.EXACT), None)  # fmt: skip
        elif not e.type.is_place:
            iso = states.get(e.reference or "")
            if iso is None and e.type is EntityType.STATE and (row := gazetteer.country(e.names[0])):
                iso = row.country
        if iso:
            weight = 1.0 if e.type is EntityType.COUNTRY else 0.5
            counts[iso] += weight * max(1, min(8, len(e.mentions)))
    return counts


def _candidates(entity: LocalEntity, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """Candidates over the entity's names: as written, then without words of kind, then without a fused article or a lost apostrophe's s."""
    best: dict[str, Candidate] = {}
    for name in entity.names:
        if not any(w[:1].isupper() for w in name.split()):
            continue  # "the capital": not a name
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
        found = [c for c in found if c.source == "reference" or c.place.type is EntityType.PROVINCE or c.place.population >= WORLD_POPULATION]  # fmt: skip
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


def _choose(
    e: LocalEntity, options: tuple[Candidate, ...], clue: Hints, context: _Context, gazetteer: Gazetteer
) -> Resolution | None:
    scored = sorted(
        ((_score(e, c, clue, context, gazetteer), c) for c in options), key=lambda s: (-s[0], s[1].place.id)
    )
    scored = [s for s in scored if s[0] > -math.inf]
    if not scored or scored[0][0] < ACCEPT:
        return None
    best, winner = scored[0]
    for score, other in scored[1:]:
        far = distance_km(winner.place, other.place)
        nested = _nested(winner.place, other.place, gazetteer)
        if best - score < MARGIN and not nested and (far is None or far > SAME_SPOT_KM):
            return None
    confidence = round(min(0.99, 0.5 + 0.1 * best), 2)
    return Resolution(winner.place, confidence, _why(winner, clue, context))


def _nested(a: PlaceRow, b: PlaceRow, gazetteer: Gazetteer) -> bool:
    """Whether one is a part of the other: a town and the province named after it."""
    return a.id in {p.id for p in gazetteer.chain(b)} or b.id in {p.id for p in gazetteer.chain(a)}


def _score(e: LocalEntity, c: Candidate, clue: Hints, context: _Context, gazetteer: Gazetteer) -> float:
    place = c.place
    share = context.countries.get(place.country or "", 0.0)
    reference = c.source == "reference"
    if place.type is EntityType.COUNTRY:
        return 2.0 if c.agreement is Agreement.EXACT else -math.inf
    if c.agreement is Agreement.SOUND and share < 0.3:
        return -math.inf
    if share == 0.0 and not reference and (c.agreement < Agreement.EXACT or place.population < WORLD_POPULATION):
        return -math.inf
    if Kind.QUARTER in clue.kinds and not reference and not place.code.startswith("PPLX") and c.source == "base":
        # A quarter of a city has many namesakes among villages, and the base data knows no quarters.
        if Kind.TOWN not in clue.kinds and place.population < 30_000 and place.type is not EntityType.PROVINCE:
            return -math.inf
    total = {Agreement.EXACT: 0.0, Agreement.TIGHT: -0.3, Agreement.SOUND: -0.8}[c.agreement]
    total += {"reference": 1.0, "import": 0.2, "base": 0.0}[c.source]
    total += 0.3 + 1.7 * min(1.0, 1.3 * share) if share else (0.0 if reference else -0.4)
    total += 0.12 * math.log10(place.population + 1)
    total += _type_score(e.type, place, clue)
    total += _parent_score(place, clue, context, gazetteer)
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
    return -1.5


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


def _unresolved(e: LocalEntity, options: tuple[Candidate, ...], clue: Hints) -> Resolution:
    parent = clue.parents[0] if clue.parents else None
    why = f"{len(options)} namesakes and nothing settles which" if options else "no place of this name is known"
    return Resolution(None, 0.3, why, parent)
