from hypothesis import given
from hypothesis import strategies as st

from kg.domain.names import fold, is_part_of_name, name_key, possessive_keys, without_titles


@given(st.text())
def test_fold_of_any_text_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_name_key_when_spellings_differ_in_article_hyphen_and_accent_is_one() -> None:
    assert name_key("Ar-Raqqah") == name_key("ar raqqah") == name_key("Raqqáh")


def test_possessive_keys_when_the_apostrophe_is_lost_hold_the_name() -> None:
    assert name_key("Assad regime") in possessive_keys("Assads regime")
    assert name_key("Assad regime") in possessive_keys("Assad’s regime")


def test_without_titles_keeps_the_name() -> None:
    assert without_titles("Maj. Gen. Igor Konashenkov") == "Igor Konashenkov"
    assert without_titles("President") == "President"


def test_is_part_of_name_holds_for_surnames_and_runs_only() -> None:
    assert is_part_of_name("peskov", "dmitry peskov")
    assert not is_part_of_name("dmitry", "dmitry peskov")
    assert is_part_of_name("syrian observatory", "syrian observatory for human rights")
