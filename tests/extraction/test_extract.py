from hypothesis import given, settings
from hypothesis import strategies as st

from kg.domain.extraction import EventType, Extraction, Stance
from tests.extraction.reading import entity, extraction

SHELLING = (
    "4 August 2016 Rebels fired rockets at the government-held city of Aleppo on Wednesday, killing at least 12 civilians, "
    "the Syrian Observatory for Human Rights said. The Russian Defence Ministry denied that its jets had struck a hospital in Idlib."
)


def spans(x: Extraction) -> list[tuple[int, int, str]]:
    found = [m.span for e in x.entities for m in e.mentions]
    for r in x.reports:
        found += [*r.triggers, *r.target_texts, *r.means, *(c.span for c in r.casualties)]
        found += [p.evidence for p in (*r.agents, *r.targets, *r.places)]
        found += [r.when_span] if r.when_span else []
    for c in x.claims:
        found += [c.span, c.content, c.claimant_span, *([c.cue] if c.cue else [])]
    found += [r.evidence for r in x.relations] + [m.evidence for m in x.memberships]
    return [(s.start, s.end, s.quote) for s in found]


def test_extract_of_an_attack_gives_type_agent_place_day_and_victims() -> None:
    x = extraction(SHELLING)
    report = next(r for r in x.reports if r.type is EventType.SHELLING)
    assert any("ebels" in entity(x, p.entity)[0] for p in report.agents)
    assert entity(x, report.places[0].entity)[0] == "Aleppo"
    assert report.when is not None
    assert report.when.edtf == "2016-08-03"
    assert (12, None) in {(c.minimum, c.maximum) for c in report.casualties}


def test_extract_of_a_saying_gives_the_source_and_what_it_is_about() -> None:
    x = extraction(SHELLING)
    claim = next(c for c in x.claims if "Observatory" in entity(x, c.claimant)[0])
    assert claim.stance is Stance.ASSERTS
    assert any(r.startswith("Shelling") for r in claim.about)
    assert claim.cue is not None
    assert claim.cue.quote == "said"


def test_extract_of_a_denial_says_who_denies() -> None:
    x = extraction(SHELLING)
    denial = next(c for c in x.claims if c.stance is Stance.DENIES)
    assert entity(x, denial.claimant)[1] == "russian-defence-ministry"


def test_extract_keys_are_all_known_and_every_span_is_the_text_at_its_offsets() -> None:
    x = extraction(SHELLING)
    keys = {e.key for e in x.entities}
    reports = {r.key for r in x.reports}
    assert len(keys) == len(x.entities)
    assert len(reports) == len(x.reports)
    assert {p.entity for r in x.reports for p in (*r.agents, *r.targets, *r.places)} <= keys
    assert {c.claimant for c in x.claims} <= keys
    assert {k for c in x.claims for k in c.about} <= reports
    assert all(SHELLING[a:b] == quote for a, b, quote in spans(x))


WORDS = [
    "Rebels",
    "shelled",
    "Aleppo",
    "on",
    "Monday",
    ",",
    "killing",
    "12",
    "people",
    ".",
    "“",
    "Moscow",
    "said",
    "”",
    "denied",
    "(AFP)",
    "2016",
    "😀",
    "é",
]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "\n"]), max_size=40))
def test_extract_of_odd_texts_never_fails_and_keeps_spans_true(words: list[str]) -> None:
    text = "Report. " + " ".join(words)
    assert all(text[a:b] == quote for a, b, quote in spans(extraction(text)))


def test_extract_when_something_is_said_to_have_begun_dates_its_beginning_and_leaves_out_who_ended_it() -> None:
    x = extraction(
        "Government troops entered Palmyra, ending an Islamic State occupation that had begun in May 2015, the ministry said."
    )
    taken = next(r for r in x.reports if any(t.quote == "occupation" for t in r.triggers))
    assert taken.when is not None
    assert taken.when.edtf == "2015-05-01/2015-05-31"
    assert [entity(x, p.entity)[1] for p in taken.agents] == ["islamic-state"]
