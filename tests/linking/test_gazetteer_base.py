from __future__ import annotations

from kg.linking.gazetteer_base import _middle, _plain_name, _Point
from kg.linking.gazetteer_files import region_lines


def test_plain_name_when_gazetteer_writes_diacritics_then_the_english_name_is_taken() -> None:
    assert _plain_name("Ḩimş", ("Homs", "Homs Governorate")) == "Homs"
    assert _plain_name("Idlib", ("Idlib Governorate",)) == "Idlib"
    assert _plain_name("Ḩamāh", ()) == "Ḩamāh"


def test_middle_when_an_island_lies_far_out_then_it_does_not_draw_the_middle_away() -> None:
    points = [_Point(10.0 + i / 10, 20.0) for i in range(20)] + [_Point(80.0, -170.0)]
    middle = _middle(points)
    assert middle is not None and abs(middle.latitude - 11.0) < 0.2 and middle.longitude == 20.0
    assert _middle([]) is None


def test_regions_when_read_then_every_region_has_its_country() -> None:
    codes = {code for code, _, _, _ in region_lines()}
    assert {"SY", "SY.12", "US.CA", "UA.26"} <= codes
    orphans = {c for c in codes if "." in c and c.split(".")[0] not in codes}
    assert not orphans
