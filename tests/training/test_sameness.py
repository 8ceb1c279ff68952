import random

from kg.reference import load_knowledge
from kg.training.sameness import Pair, area, cross_fitted, fit, pairs_of
from tests.extraction.reading import annotated

TEXT = (
    "Rebels shelled the town of Nubl on Monday. The shelling of Nubl killed two people. "
    "In Homs province the army shelled Talbiseh on Friday, residents said. The shelling of Talbiseh wounded five people."
)
ANNOTATION = {
    "events": [
        {"type": "Shelling", "quotes": ["shelled the town of Nubl", "The shelling of Nubl killed two people"]},
        {"type": "Shelling", "quotes": ["army shelled Talbiseh", "The shelling of Talbiseh wounded five people"]},
    ]
}


def drawn() -> list[Pair]:
    """Pairs of which a shared place says what they are, most of the time; the weather says nothing."""
    chance = random.Random(3)
    pairs = []
    for n in range(600):
        shared, weather = float(chance.random() < 0.4), chance.random()
        one = chance.random() < (0.9 if shared else 0.1)
        pairs.append(Pair(f"a{n % 20}", {"one": 1.0, "probability": weather, "place shared": shared}, one))
    return pairs


def test_fit_gives_weight_to_what_tells_pairs_apart() -> None:
    weights = fit(drawn())
    assert weights["place shared"] > 2.5
    assert abs(weights["probability"]) < 0.6


def test_cross_fitted_scores_each_pair_once_and_orders_them() -> None:
    scored = cross_fitted(drawn())
    assert len(scored) == 600
    assert 0.8 < area(scored) < 1.0


def test_area_when_all_are_in_order_is_one_and_when_none_can_be_told_is_half() -> None:
    assert area([(0.9, True), (0.8, True), (0.2, False)]) == 1.0
    assert area([(0.5, True), (0.5, False)]) == 0.5


def test_pairs_of_an_article_know_which_tell_of_one_event() -> None:
    pairs = list(pairs_of(annotated(TEXT), ANNOTATION, load_knowledge()))
    assert {p.one for p in pairs} == {True, False}
    assert all(p.signs["one"] == 1.0 for p in pairs)
