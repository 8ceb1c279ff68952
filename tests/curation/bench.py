"""A small corpus of real values, and the whole way from it and a file of decisions to the quads: what a build does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from kg.curation import Replay
from kg.curation.desk import Desk, Draft
from kg.curation.words import sentence
from kg.domain.articles import Article
from kg.domain.decisions import Decision
from kg.domain.extraction import EventType, Extraction, Participant, Predicate, Relation, Stance
from kg.domain.links import Links
from kg.linking import link
from kg.linking.gazetteer import Gazetteer
from kg.linking.place_entities import known_places, named_places
from kg.mapping import links_by_article, map_article, map_decisions, map_entities, map_events
from kg.storage import Store, memory_store
from tests.factories import span_of
from tests.linking.builders import DAY, GROUP, KNOWLEDGE, PERSON, STATE, TOWN, bounds, case, claim, killed, report

Pair = tuple[Article, Extraction]
STRIKE, CAPTURE = EventType.AIR_STRIKE, EventType.CAPTURE
TEXT = (
    "Russia said its jets raided Palmyra and Islamic State men died. The Palm Brigade seized Saraqeb. "
    "Ivan Petrov spoke. Petrov left for Kafrzal. Army of the Palm is another name. "
)
CAST = (
    ("russia", STATE, "Russia"),
    ("is", GROUP, "Islamic State"),
    ("brigade", GROUP, "Palm Brigade"),
    ("army", GROUP, "Army of the Palm"),
    ("ivan", PERSON, "Ivan Petrov"),
    ("palmyra", TOWN, "Palmyra"),
    ("saraqeb", TOWN, "Saraqeb"),
    ("kafrzal", TOWN, "Kafrzal"),
)


def tell(key: str, *, toll: int = 17, day: date = DAY, publisher: str | None = None) -> Pair:
    """An article that tells of a strike on Palmyra and of the capture of Saraqeb, with a claim about the strike."""
    text = f"{TEXT}{' '.join(f'{key}{i}' for i in range(90))}"
    strike = report(
        STRIKE,
        key="AirStrike-1",
        who=["russia"],
        whom=["is"],
        where=["palmyra"],
        when=bounds(day),
        toll=[replace(killed(toll), span=span_of(text, "men died"))],
        trigger="raided",
        words=text,
    )
    strike = replace(strike, agents=(Participant("russia", span_of(text, "Russia"), 0.9),))
    taken = report(
        CAPTURE, key="Capture-1", who=["brigade"], where=["saraqeb"], when=bounds(day), trigger="seized", words=text
    )
    article, extraction = case(
        key,
        text,
        CAST,
        [strike, taken],
        [claim(text, "c-1", "russia", Stance.ASSERTS, "AirStrike-1")],
        publisher=publisher,
    )
    relation = Relation(
        subject="brigade", predicate=Predicate.ALLIED_WITH, object="army", evidence=span_of(text, "is another name")
    )
    return article, replace(extraction, relations=(relation,))


def relabelled(pair: Pair) -> Pair:
    """The same article, read by another extractor: other keys, another type, other bounds of words."""
    article, e = pair
    keys = {x.key: f"e{n}" for n, x in enumerate(e.entities)}

    def role(participants: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(replace(p, entity=keys[p.entity]) for p in participants)

    reports = tuple(
        replace(r, key=f"R{n}", type=EventType.BOMBING if r.type is EventType.AIR_STRIKE else r.type,
                agents=role(r.agents), targets=role(r.targets), places=role(r.places))
        for n, r in enumerate(e.reports)
    )  # fmt: skip
    new = {r.key: reports[n].key for n, r in enumerate(e.reports)}
    return article, replace(
        e,
        entities=tuple(replace(x, key=keys[x.key]) for x in e.entities),
        reports=reports,
        claims=tuple(
            replace(c, key="k1", claimant=keys[c.claimant], about=tuple(new[a] for a in c.about)) for c in e.claims
        ),
        relations=tuple(replace(r, subject=keys[r.subject], object=keys[r.object]) for r in e.relations),
    )


class Bench:
    """Builds graphs in memory from articles and decisions, and makes decisions on them as a person would."""

    def __init__(self, gazetteer: Gazetteer, pairs: Sequence[Pair]) -> None:
        self.gazetteer = gazetteer
        self.pairs = list(pairs)
        self.decisions: list[Decision] = []
        self.replay: Replay | None = None
        self.links = Links()
        self.store = self.build()

    def build(self) -> Store:
        """The graph of the articles and decisions as they are now."""
        replay = Replay(self.decisions, self.pairs, partial(known_places, self.gazetteer))
        links = link(replay.pairs, KNOWLEDGE, self.gazetteer, replay if self.decisions else None)
        views = links_by_article(links)
        quads = [q for a, e in replay.pairs for q in map_article(a, e, views[a.id])]
        outcomes = replay.outcomes()
        quads += [*map_entities(links), *map_events(links)]
        quads += [*map_decisions(outcomes, [sentence(o.decision) for o in outcomes])]
        self.replay, self.links, self.store = replay, links, memory_store(quads)
        return self.store

    @property
    def desk(self) -> Desk:
        look, search = partial(known_places, self.gazetteer), partial(named_places, self.gazetteer)
        return Desk(self.store, look, self.decisions, search)

    def decide(self, draft: Draft, *, number: int | None = None) -> Decision:
        """Keep a decision; its id and time follow from its number, so that two runs of one test are alike."""
        n = len(self.decisions) if number is None else number
        decision = Decision(
            id=f"{n:012x}", time=f"2026-11-24T10:{n // 60:02}:{n % 60:02}Z", author="Ann", reason="seen", action=draft.action,
            about=draft.about, out=draft.out, value=draft.value, spot=draft.spot,
        )  # fmt: skip
        self.decisions.append(decision)
        return decision

    def apply(self, draft: Draft) -> str:
        """Keep a decision, build, and give what became of it."""
        decision = self.decide(draft)
        self.build()
        return self.standing(decision)

    def standing(self, decision: Decision) -> str:
        assert self.replay is not None
        return next(o.standing.value for o in self.replay.outcomes() if o.decision.id == decision.id)

    def lines(self, *, curation: bool = True) -> list[str]:
        """The graph as sorted lines; without the decisions themselves where asked."""
        graph = self.store.names.graph("curation")
        return sorted(str(q) for q in self.store.oxigraph if curation or q.graph_name != graph)

    def event_of(self, article: int, key: str) -> str:
        identifier = self.pairs[article][0].id
        return next(e.id for e in self.links.events if (identifier, key) in e.reports)

    def entity_of(self, article: int, key: str) -> str:
        identifier = self.pairs[article][0].id
        return next(x.entity for x in self.links.entity_links if (x.article, x.key) == (identifier, key))
