"""Mentions → entities of one article: who is meant by "the ministry", "Peskov", "the Observatory"."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from kg.domain.annotations import AnnotatedArticle
from kg.domain.extraction import EntityType, LocalEntity, Mention, MentionForm
from kg.domain.names import fold, is_part_of_name, name_key, possessive_keys, without_titles
from kg.extraction.definite import find_definites, is_bare
from kg.extraction.mentions import Found
from kg.extraction.quantities import without_number

# Two mentions are one entity when the learned score says so by more than this. Neither figure was swept.
SAME_ENTITY = 0.6
# … and a common noun ("the group") goes to a name already met at this score, since it must refer to something.
NOMINAL_SAME = 0.45
# … or to the last name of its kind within this many characters: some two sentences.
NEAR = 300


@dataclass(slots=True)
class Entities:
    """The entities of an article, and which of them each mention belongs to."""

    items: list[LocalEntity]
    mentions: list[Found]
    owner: list[int]  # mention → index into items

    def key_of(self, mention: int) -> str:
        """Key of the entity that a mention refers to."""
        return self.items[self.owner[mention]].key


def resolve_entities(annotated: AnnotatedArticle, found: list[Found]) -> Entities:
    """Group mentions into entities by reference entry, by name, and by the learned score for what names cannot settle.

    "The city" and its like are added as mentions of the place that they take up.
    """
    names = [f for f in found if not is_bare(f)]
    definites = find_definites(annotated, names)
    taken_up = {new.span: names[name].span for new, name in definites}
    left = [f for f in found if is_bare(f) and f.span not in taken_up]
    found = sorted([*names, *left, *(new for new, _ in definites)], key=lambda f: f.span.start)
    at = {f.span: i for i, f in enumerate(found)}
    groups = _Groups(len(found))
    for new, name in taken_up.items():
        groups.join(at[name], at[new])
    by_key: dict[tuple[str, ...], int] = {}
    for i, f in enumerate(found):
        if f.span in taken_up:
            continue
        key = _grouping_key(f)
        if key in by_key:
            groups.join(by_key[key], i)
        else:
            by_key[key] = i
    _join_short_names(found, groups)
    if len(found) > 1:
        _join_learned(annotated, found, groups)
    return _build(found, groups)


def _grouping_key(f: Found) -> tuple[str, ...]:
    place = "place" if f.type.is_place else "actor"
    if f.known is not None:
        return (place, "known", f.known.id)
    name = without_titles(f.span.quote) if f.type is EntityType.PERSON else f.span.quote
    if f.type is EntityType.POPULATION:
        name = without_number(name)
    kind = f.type.value if f.type.is_place else ("actor" if f.form is MentionForm.NAME else f.type.value)
    return (place, kind, name_key(_place_name(name) if f.type.is_place else name))


_PLACE_WORDS = frozenset(
    [
        "city",
        "town",
        "village",
        "province",
        "governorate",
        "district",
        "neighborhood",
        "neighbourhood",
        "suburb",
        "countryside",
        "area",
    ]
)


def _place_name(name: str) -> str:
    """The bare name: "the town of Saraqeb" and "Saraqeb city" name what "Saraqeb" names."""
    words = name.split()
    if "of" in words[1:-1] and fold(words[words.index("of") - 1]) in _PLACE_WORDS:
        words = words[words.index("of") + 1 :]
    if len(words) > 1 and fold(words[-1]) in _PLACE_WORDS:
        words = words[:-1]
    return " ".join(words)


def _join_short_names(found: list[Found], groups: _Groups) -> None:
    """Surnames and shortened names go to the one fuller name of their kind that contains them."""
    named = [i for i, f in enumerate(found) if f.form is MentionForm.NAME and not f.type.is_place]
    folded = {i: name_key(without_titles(found[i].span.quote)) for i in named}
    for i in named:
        if found[i].known is not None:
            continue
        longer = {
            groups.find(j)
            for j in named
            if found[j].type is found[i].type
            and any(
                is_part_of_name(k, folded[j])
                for k in (folded[i], *possessive_keys(without_titles(found[i].span.quote)))
            )
        }
        if len(longer) == 1:
            groups.join(longer.pop(), i)


def _join_learned(annotated: AnnotatedArticle, found: list[Found], groups: _Groups) -> None:
    """Common nouns go to the entity that the reader prefers for them; entities with different reference entries stay apart."""
    scores = annotated.pairs.same_entity([f.labelled() for f in found])
    for i, f in enumerate(found):
        if f.form is not MentionForm.NOMINAL or f.type is EntityType.POPULATION:
            continue
        best: dict[int, float] = defaultdict(float)
        for j, other in enumerate(found):
            if (
                groups.find(j) != groups.find(i)
                and other.type.is_place == f.type.is_place
                and scores[i][j] > NOMINAL_SAME
            ):
                best[groups.find(j)] = max(best[groups.find(j)], scores[i][j])
        for group, score in sorted(best.items(), key=lambda x: (-x[1], x[0])):
            if score > (NOMINAL_SAME if found[group].form is MentionForm.NAME else SAME_ENTITY) and _may_join(
                found, groups, i, group
            ):
                groups.join(group, i)
                break
        else:
            if (name := _taken_up(found, i)) is not None and _may_join(found, groups, i, groups.find(name)):
                groups.join(groups.find(name), i)


def _taken_up(found: list[Found], i: int) -> int | None:
    """The name of its kind that "the group", "the ministry" takes up where the reader sees none: the last one before it, if near."""
    words = found[i].span.quote.lower().split()
    if len(words) != 2 or words[0] not in {"the", "this"} or found[i].type.is_place or found[i].known is not None:
        return None
    for j in range(i - 1, -1, -1):
        if found[i].span.start - found[j].span.end > NEAR:
            return None
        if found[j].form is MentionForm.NAME and found[j].type is found[i].type:
            return j
    return None


def _may_join(found: list[Found], groups: _Groups, i: int, group: int) -> bool:
    """Never join two groups of different reference entries, unless one is known by a common noun only."""
    mine = {
        f.known.id for j, f in enumerate(found) if groups.find(j) == groups.find(i) and f.known and not f.known.generic
    }
    theirs = {f.known.id for j, f in enumerate(found) if groups.find(j) == group and f.known and not f.known.generic}
    return not mine or not theirs or mine == theirs


def _build(found: list[Found], groups: _Groups) -> Entities:
    members: dict[int, list[int]] = defaultdict(list)
    for i in range(len(found)):
        members[groups.find(i)].append(i)
    items: list[LocalEntity] = []
    owner = [0] * len(found)
    used: set[str] = set()
    for group in sorted(members, key=lambda g: members[g][0]):
        for i in members[group]:
            owner[i] = len(items)
        items.append(_entity([found[i] for i in members[group]], used))
    return Entities(items, found, owner)


def _entity(mentions: list[Found], used: set[str]) -> LocalEntity:
    """One local entity: its type by vote, names before nominals, longest and most frequent first."""
    weights: Counter[EntityType] = Counter()
    for m in mentions:
        weights[m.type] += m.score * (2 if m.form is MentionForm.NAME else 1)  # type: ignore[assignment]
    known = [m.known for m in mentions if m.known and not m.known.generic] or [m.known for m in mentions if m.known]
    type_ = known[0].type if known and not known[0].generic else max(weights, key=lambda t: (weights[t], t.value))
    count = Counter(m.span.quote for m in mentions)
    forms = {m.span.quote: m.form for m in mentions}
    order = list(MentionForm)
    people = type_ is EntityType.POPULATION  # who they are comes before how many: "civilians", then "12 civilians"
    names = sorted(
        count, key=lambda n: (order.index(forms[n]), people and without_number(n) != n, -count[n], -len(n), n)
    )
    if (
        type_.is_place
    ):  # "al-Furqan neighborhood" is al-Furqan: the bare name leads, since it is what others call the place
        bare = [b for n in names if forms[n] is MentionForm.NAME and (b := _place_name(n)) != n and b[:1].isalpha()]
        names = [*dict.fromkeys(b for b in bare if b not in count), *names] if bare else names
    generic = all(m.form is MentionForm.NOMINAL for m in mentions)
    key = base = fold(names[0]).replace(" ", "-") or "entity"
    number = 2
    while key in used:
        key, number = f"{base}-{number}", number + 1
    used.add(key)
    return LocalEntity(
        key=key,
        type=type_,
        names=tuple(names),
        mentions=tuple(Mention(m.span, m.form, round(m.score, 3)) for m in mentions),
        reference=known[0].id if known else None,
        generic=generic,
    )


class _Groups:
    """Disjoint sets of mention indices; the first member speaks for its group."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, a: int, b: int) -> None:
        a, b = sorted((self.find(a), self.find(b)))
        self._parent[b] = a
