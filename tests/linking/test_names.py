from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.linking import names


@pytest.mark.parametrize(
    ("some", "other"),
    [
        ("Deir ez-Zor", "Deir al-Zour"),
        ("Deir Ezzor", "Deir el-Zor"),
        ("Idlib", "Idleb"),
        ("Raqa", "Ar-Raqqah"),
        ("Hasakah", "al-Hasakeh"),
        ("Suwayda", "As-Suwayda"),
        ("Abu Kamal", "al-Bukamal"),
        ("Khan Sheikhun", "Khān Shaykhūn"),
        ("Kafar Takharim", "Kafr Takhārīm"),
        ("Salamiyeh", "As Salamīyah"),
        ("Sergei Lavrov", "Sergey Lavrov"),
    ],
)
def test_tight_when_two_transliterations_of_one_name_then_agree(some: str, other: str) -> None:
    assert names.tight(some) == names.tight(other)


@pytest.mark.parametrize(
    ("some", "other"),
    [("Hassan", "Hussein"), ("Daraa", "Daraya"), ("Homs", "Hama"), ("Manbij", "Mayadin"), ("Assad", "Saad")],
)
def test_tight_when_names_differ_then_differ(some: str, other: str) -> None:
    assert names.tight(some) != names.tight(other)


@pytest.mark.parametrize(("some", "other"), [("Daraa", "Deraa"), ("Homs", "Hims")])
def test_sound_when_vowels_differ_then_agrees_where_tight_does_not(some: str, other: str) -> None:
    assert names.sound(some) == names.sound(other)
    assert names.tight(some) != names.tight(other)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Ma‘arrat an Nu‘mān", "maarratnuman"), ("the Al-Bab", "bab"), ("Assad's", "assad"), ("Al", "al"), ("حلب", "")],
)
def test_key_when_marks_and_articles_stand_then_leaves_them_out(name: str, key: str) -> None:
    assert names.key(name) == key


@given(st.text(max_size=40))
def test_forms_when_any_text_then_case_changes_nothing_and_keys_are_ascii(name: str) -> None:
    assert names.key(name).isascii()
    assert names.fold(names.fold(name)) == names.fold(name)
    assert names.tight(names.fold(name)) == names.tight(name)
    assert names.slug(name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_forms_when_keys_agree_then_tight_and_sound_agree_on_the_words(some: str, other: str) -> None:
    if names.words(some) == names.words(other):
        assert names.tight(some) == names.tight(other)
        assert names.sound(some) == names.sound(other)


def test_slug_when_name_is_of_another_script_then_keeps_its_letters() -> None:
    assert names.slug("حلب الشهباء") == "حلب-الشهباء"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rami Abdel Rahman", "Rami Abdurrahman"),
        ("Rami Abdul Rahman", "Rami Abd al-Rahman"),
        ("Mohammad al-Shaar", "Mohammed Shaar"),
        ("Deir al-Zour", "Deir Ezzor"),
    ],
)
def test_tight_when_transliterated_otherwise_then_agrees(one: str, other: str) -> None:
    assert names.tight(one) == names.tight(other)


@pytest.mark.parametrize(("one", "other"), [("Abdul Hassan", "Abdullah Hassan"), ("Hassan", "Hussein")])
def test_tight_when_of_another_name_then_differs(one: str, other: str) -> None:
    assert names.tight(one) != names.tight(other)
