from kg.training.gold import TriggerChooser, Word, convert

TEXT = "Rebels fired rocket shells at Aleppo on Monday, a monitor said. Aleppo is in Syria and Syria denied it."
ANNOTATION = {
    "id": "x",
    "entities": [
        {"key": "rebels", "type": "ArmedGroup", "names": ["rebels"]},
        {"key": "aleppo", "type": "Settlement", "names": ["Aleppo"]},
        {"key": "monitor", "type": "Organisation", "names": ["a monitor"]},
        {"key": "syria", "type": "State", "names": ["Syria"]},
        {"key": "syria-country", "type": "Country", "names": ["Syria"]},
    ],
    "events": [
        {"id": "e1", "type": "Shelling", "quotes": ["fired rocket shells"], "agents": ["rebels"], "targets": [], "places": ["aleppo"]},
    ],
    "claims": [
        {"id": "c1", "source": "monitor", "quote": "a monitor said", "cue": "said",
         "content": "Rebels fired rocket shells at Aleppo", "stance": "asserts", "events": ["e1"]}
    ],
}  # fmt: skip


def words() -> list[Word]:
    verbs = {"fired": "fire", "said": "say", "denied": "deny"}
    out, at = [], 0
    for raw in TEXT.split():
        start = TEXT.index(raw, at)
        at = start + len(raw)
        word = raw.strip(".,")
        out.append(Word(start, start + len(word), verbs.get(word, word.lower()), "VERB" if word in verbs else "NOUN"))
    return out


def chooser() -> TriggerChooser:
    return TriggerChooser([(words(), ANNOTATION, TEXT)], {("shells", "Shelling"): 1.0, ("fire", "Shelling"): 1.0})


def test_convert_takes_every_occurrence_of_a_name_whatever_its_case() -> None:
    gold = convert("x", TEXT, ANNOTATION, words(), chooser())
    assert [TEXT[m.start : m.end] for m in gold.mentions] == [
        "Rebels",
        "Aleppo",
        "a monitor",
        "Aleppo",
        "Syria",
        "Syria",
    ]


def test_convert_when_a_name_is_state_and_country_decides_by_the_words_before_it() -> None:
    gold = convert("x", TEXT, ANNOTATION, words(), chooser())
    assert [m.label for m in gold.mentions if TEXT[m.start : m.end] == "Syria"] == ["Country", "State"]


def test_convert_takes_the_words_that_the_lexicon_knows_as_triggers() -> None:
    gold = convert("x", TEXT, ANNOTATION, words(), chooser())
    assert {TEXT[t.start : t.end] for t in gold.triggers} == {"fired", "shells"}
    assert {t.owner for t in gold.triggers} == {0}


def test_convert_when_a_damaged_form_has_words_that_no_article_has_then_one_is_still_chosen() -> None:
    unseen = [Word(w.start, w.end, "x" + w.lemma, w.pos) for w in words()]
    gold = convert("x", TEXT, ANNOTATION, unseen, chooser())
    assert [TEXT[t.start : t.end] for t in gold.triggers] == ["fired"]


def test_convert_gives_roles_and_claims_by_index() -> None:
    gold = convert("x", TEXT, ANNOTATION, words(), chooser())
    assert gold.roles == {(0, 0): {"agent"}, (0, 1): {"place"}}
    (claim,) = gold.claims
    assert claim.cue is not None
    assert TEXT[claim.cue[0] : claim.cue[1]] == "said"
    assert (claim.source, claim.about) == (2, [0])
    assert {a.label for a in gold.attribution} == {"Source", "Cue", "Content"}
