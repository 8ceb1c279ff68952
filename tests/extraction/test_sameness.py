from kg.domain.annotations import LabelledSpan
from tests.extraction.reading import place_of, sameness_of

TEXT = (
    "On Monday rebels shelled the town of Nubl and killed 14 people. The shelling of Nubl also wounded 14 people on Monday. "
    "On Friday the army shelled Talbiseh and killed 3 people."
)


def trigger(word: str, nth: int = 0) -> LabelledSpan:
    at = place_of(TEXT, word, nth)
    return LabelledSpan(at, at + len(word), "Shelling", 0.9)


FIRST, AGAIN, OTHER = trigger("shelled"), trigger("shelling"), trigger("shelled", 1)
TRIGGERS = [FIRST, AGAIN, OTHER]


def test_mean_when_place_day_and_figure_agree_is_above_that_of_another_place() -> None:
    sameness = sameness_of(TEXT, TRIGGERS)
    assert sameness.mean([FIRST], [AGAIN]) > sameness.mean([FIRST], [OTHER])


def test_mean_when_asked_the_other_way_round_is_the_same() -> None:
    sameness = sameness_of(TEXT, TRIGGERS)
    assert sameness.mean([FIRST, AGAIN], [OTHER]) == sameness.mean([OTHER], [AGAIN, FIRST])


def test_mean_when_no_sign_has_a_weight_is_even() -> None:
    assert sameness_of(TEXT, TRIGGERS, weights={}).mean([FIRST], [AGAIN]) == 0.5


def test_signs_when_figures_are_shared_say_so() -> None:
    sameness = sameness_of(TEXT, TRIGGERS)
    assert sameness.signs(FIRST, AGAIN)["figure shared"] == 1.0
    assert sameness.signs(FIRST, OTHER)["figures differ"] == 1.0


def test_signs_when_the_later_one_takes_up_say_so() -> None:
    assert sameness_of(TEXT, TRIGGERS).signs(AGAIN, FIRST)["takes up"] == 1.0


def test_signs_when_days_exclude_each_other_say_so() -> None:
    text = TEXT.replace("On Monday", "On 3 March 2016").replace("On Friday", "On 9 March 2016")
    found = [
        LabelledSpan(at, at + 7, "Shelling", 0.9)
        for at in (text.index("shelled"), text.index("shelled", text.index("shelled") + 1))
    ]
    assert sameness_of(text, found).signs(*found)["days exclude"] == 1.0


def test_mean_when_one_is_told_of_long_ago_and_the_other_of_no_day_is_nothing() -> None:
    text = "25 March 2016 The army advanced on Palmyra. Militants had advanced on the town in May 2015."
    found = [
        LabelledSpan(at, at + 8, "Advance", 0.9)
        for at in (text.index("advanced"), text.index("advanced", text.index("advanced") + 1))
    ]
    assert sameness_of(text, found).mean(found[:1], found[1:]) == 0.0
