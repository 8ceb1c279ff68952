"""Local actors and places become entities of the graph: by reference, by gazetteer, else by name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from kg.domain.articles import Article
from kg.domain.extraction import Extraction, LocalEntity
from kg.domain.knowledge import Knowledge, ReferenceActor
from kg.domain.links import Entity, EntityLink, SameAsCandidate
from kg.linking import names
from kg.linking.gazetteer import Gazetteer
from kg.linking.naming import PUBLISHER, Group, Namer, Naming, ReferenceNames, group_of, local_actors
from kg.linking.persons import namesakes
from kg.linking.place_entities import PlaceEntities

_MOST_CANDIDATES = 10  # a name shared by more persons than this is no lead


@dataclass(frozen=True, slots=True)
class EntityLinks:
    """What entity linking found. `of` maps (article, local key) to an entity id, the outlet's under `PUBLISHER`."""

    entities: tuple[Entity, ...]
    links: tuple[EntityLink, ...]
    outlets: tuple[tuple[str, str], ...]
    same_as: tuple[SameAsCandidate, ...]
    of: Mapping[tuple[str, str], str]


@dataclass(slots=True)
class _Cluster:
    """Local actors taken for one."""

    group: Group
    members: list[tuple[str, LocalEntity]] = field(default_factory=list)
    reference: ReferenceActor | None = None


def link_entities(
    corpus: Sequence[tuple[Article, Extraction]],
    knowledge: Knowledge,
    gazetteer: Gazetteer,
    namings: Mapping[str, Naming] | None = None,
) -> EntityLinks:
    """Entities of a corpus that is sorted by article id. `namings` are those of all articles, where known already."""
    if namings is None:
        namer = Namer(knowledge, gazetteer)
        namings = {article.id: namer.naming(article, extraction) for article, extraction in corpus}
    reference = ReferenceNames(knowledge)
    places = PlaceEntities(gazetteer)
    clusters: dict[str, _Cluster] = {}
    for article, extraction in corpus:
        naming = namings[article.id]
        places.add(article.id, extraction, naming.places)
        for entity, (label, known) in zip(local_actors(article, extraction), naming.actors, strict=True):
            cluster = clusters.setdefault(label, _Cluster(group_of(entity.type, entity.generic)))
            cluster.reference = reference.by_id[known] if known else None
            cluster.members.append((article.id, entity))
    _part_namesakes(clusters, corpus, reference)
    groups = _joined(clusters)
    entities, of, why = _actor_entities(groups, reference.by_id)
    place_entities, place_links, place_pairs = places.finish()
    links = [
        EntityLink(article=a, key=k, entity=i, score=why[a, k][0], why=why[a, k][1])
        for (a, k), i in of.items()
        if k != PUBLISHER
    ]
    links += place_links
    of |= {(link.article, link.key): link.entity for link in place_links}
    return EntityLinks(
        entities=tuple(sorted([*entities, *place_entities], key=lambda e: e.id)),
        links=tuple(sorted(links, key=lambda link: (link.article, link.key))),
        outlets=tuple(sorted((a, i) for (a, k), i in of.items() if k == PUBLISHER)),
        same_as=tuple(sorted({*_candidates(groups, of), *place_pairs}, key=lambda s: (s.first, s.second))),
        of=of,
    )


def _part_namesakes(
    clusters: dict[str, _Cluster], corpus: Sequence[tuple[Article, Extraction]], reference: ReferenceNames
) -> None:
    """Split the clusters of persons of one name whom the articles give to organisations that have nothing in common."""
    of = {(article, e.key): (label, c) for label, c in clusters.items() for article, e in c.members}
    belongs: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for article, extraction in corpus:
        for m in extraction.memberships:
            body = of.get((article.id, m.organisation)) if m.organisation else None
            if body and body[1].group in (Group.BODY, Group.STATE):
                belongs[article.id, m.person] |= reference.around(body[1].reference) or {body[0]}
    for label, cluster in sorted(clusters.items()):
        if cluster.group is not Group.PERSON or cluster.reference or len(cluster.members) < 2:
            continue
        local = {(article, e.key): (article, e) for article, e in cluster.members}
        first, *others = namesakes(sorted(local), belongs)
        cluster.members = [local[k] for k in sorted(first)]
        for number, keys in enumerate(others, start=2):
            clusters[f"{label} {number}"] = _Cluster(cluster.group, [local[k] for k in sorted(keys)])


def _joined(clusters: dict[str, _Cluster]) -> list[_Cluster]:
    """Clusters of bodies, joined where one has the other's best name as a further full name ("Army of Islam")."""
    target: dict[str, str] = {}
    for label in sorted(clusters):
        cluster = clusters[label]
        if cluster.group is not Group.BODY:
            continue
        for _, entity in cluster.members:
            for name in entity.names[1:]:
                other = f"{cluster.group} {names.tight(name)}"
                full = len(names.words(name)) >= 2 and all(w[:1].isupper() or len(w) <= 3 for w in name.split())
                if full and other in clusters and other != label and clusters[other].reference is None:
                    _unite(target, label, other, clusters)
    merged: dict[str, _Cluster] = {}
    for label in sorted(clusters):
        root = _root(target, label)
        into = merged.setdefault(root, _Cluster(clusters[root].group, reference=clusters[root].reference))
        into.members += clusters[label].members
    return [merged[k] for k in sorted(merged)]


def _root(target: dict[str, str], label: str) -> str:
    while label in target:
        label = target[label]
    return label


def _unite(target: dict[str, str], a: str, b: str, clusters: dict[str, _Cluster]) -> None:
    a, b = _root(target, a), _root(target, b)
    if a == b or (clusters[a].reference and clusters[b].reference):
        return
    if clusters[b].reference or (not clusters[a].reference and b < a):
        a, b = b, a
    target[b] = a


def best_name(members: Sequence[tuple[str, LocalEntity]]) -> str:
    """The name used as best name by most articles; of equals the longest, then the first in the alphabet."""
    counts = Counter(e.names[0] for _, e in members)
    return min(counts, key=lambda n: (-counts[n], -len(n), n))


def surface_names(members: Sequence[tuple[str, LocalEntity]], generic: bool = False) -> list[str]:
    """Names used in the articles, without words that only refer within one ("the ministry")."""
    return sorted(
        {n for _, e in members for n in e.names if generic or not n[:1].islower() or not n.isascii() or _particle(n)}
    )


def _particle(name: str) -> bool:
    """Whether a lower-case start is a name's particle ("al-Qaeda", "de Mistura")."""
    first = names.fold(name).split(" ")[0]
    return first in names.ARTICLES or first in ("de", "van", "von", "bin", "ibn")


def _actor_entities(
    groups: Sequence[_Cluster], reserved: Collection[str]
) -> tuple[list[Entity], dict[tuple[str, str], str], dict[tuple[str, str], tuple[float, str]]]:
    entities: list[Entity] = []
    of: dict[tuple[str, str], str] = {}
    why: dict[tuple[str, str], tuple[float, str]] = {}
    taken = set(reserved)  # a reference actor keeps its id, also where this graph does not hold it
    for cluster in sorted(
        groups,
        key=lambda c: (
            c.reference is None,
            -len(c.members),
            c.group,
            min(a for a, _ in c.members),
            best_name(c.members),
        ),
    ):
        entity = _entity(cluster, taken)
        entities.append(entity)
        for article, local in cluster.members:
            of[article, local.key] = entity.id
            why[article, local.key] = _reason(cluster, local)
    return entities, of, why


def _entity(cluster: _Cluster, taken: set[str]) -> Entity:
    surface = surface_names(cluster.members, cluster.group is Group.GENERIC)
    if (known := cluster.reference) is not None:
        return Entity(
            id=f"actor/{known.id}",
            type=known.type,
            label=known.label,
            names=tuple(sorted({known.label, *known.aliases, *surface})),
            wikidata=known.wikidata,
            generic=known.generic,
        )
    label = best_name(cluster.members)
    types = Counter(e.type for _, e in cluster.members)
    kind = min(types, key=lambda t: (-types[t], t))
    base = names.slug(min((e.names[0] for _, e in cluster.members), key=lambda n: (names.fold(n), n)))
    if cluster.group is Group.PERSON and "-" not in base:
        base = f"{base}-{cluster.members[0][0][:8]}"
    slug = base if base not in taken else f"{base}-{kind.value.lower()}"
    number = 2
    while slug in taken:
        slug, number = f"{base}-{kind.value.lower()}-{number}", number + 1
    taken.add(slug)
    return Entity(
        id=f"actor/{slug}",
        type=kind,
        label=label,
        names=tuple(sorted({label, *surface})),
        generic=cluster.group is Group.GENERIC,
    )


def _reason(cluster: _Cluster, local: LocalEntity) -> tuple[float, str]:
    if cluster.reference:
        seen = local.reference == cluster.reference.id
        return (1.0, "reference actor recognised by the reader") if seen else (0.95, "alias of a reference actor")
    if cluster.group is Group.GENERIC:
        return 0.6, "known by a common noun only, shared across articles"
    articles = len({a for a, _ in cluster.members})
    return (0.8, f"same name in {articles} articles") if articles > 1 else (0.7, "named in this article only")


def _candidates(groups: Sequence[_Cluster], of: Mapping[tuple[str, str], str]) -> list[SameAsCandidate]:
    """Pairs of actors for a person to look at: alike in sound; a surname and the one full name ending in it."""
    sounds: dict[tuple[Group, str], set[str]] = defaultdict(set)
    surnames: dict[str, set[str]] = defaultdict(set)
    bare: dict[str, set[str]] = defaultdict(set)
    for cluster in groups:
        if cluster.group is Group.GENERIC:
            continue
        article, entity = cluster.members[0]
        identifier = of[article, entity.key]
        last = names.words(entity.names[0])[-1:] or [""]
        if cluster.group is Group.PERSON:
            (surnames if len(names.words(entity.names[0])) > 1 else bare)[last[0]].add(identifier)
        written = {e.names[0] for _, e in cluster.members} if not cluster.reference else {cluster.reference.label}
        for name in written:
            if len(names.sound(name)) >= 6:
                sounds[cluster.group, names.sound(name)].add(identifier)
    found = [
        _pair(a, b, 0.5, "names alike in sound")
        for ids in sounds.values()
        if len(ids) <= _MOST_CANDIDATES
        for a, b in zip(sorted(ids), sorted(ids)[1:], strict=False)
    ]
    for last_name, ids in bare.items():
        full = surnames.get(last_name, set())
        if len(full) == 1:
            found += [_pair(i, next(iter(full)), 0.6, "a surname, and the one full name that ends in it") for i in ids]
    return found


def _pair(a: str, b: str, score: float, why: str) -> SameAsCandidate:
    first, second = sorted((a, b))
    return SameAsCandidate(first=first, second=second, score=score, why=why)
