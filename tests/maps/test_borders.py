"""What is drawn is what the reviewable list of borders says, and the country that was asked for."""

import numpy as np
import pytest
import shapely

from maps import borders, countries, territories
from maps.borders import Choice
from maps.territories import WrongCountry

# What must be on the list (art direction, "Rules that win over the study").
ON_THE_LIST = {
    "Crimea",
    "Western Sahara",
    "Kosovo",
    "Northern Cyprus",
    "Somaliland",
    "Palestine",
    "Golan",
    "Jerusalem",
    "Taiwan",
    "Kashmir",
    "Abkhazia",
    "South Ossetia",
    "Transnistria",
}
# Area in km² (CIA World Factbook, 2023; Estonia with its lakes) and extreme places: west, south, east, north.
# Niger is about 6 % smaller on every map than in its official figure.
PUBLISHED = {
    "ML": (1_220_190, (-12.3, 10.1, 4.3, 25.0)),
    "NE": (1_266_700, (0.2, 11.7, 16.0, 23.5)),
    "BE": (30_278, (2.5, 49.5, 6.4, 51.5)),
    "LB": (10_230, (35.1, 33.05, 36.6, 34.7)),
    "EE": (45_228, (21.8, 57.5, 28.2, 59.7)),
    "RO": (229_891, (20.3, 43.6, 29.7, 48.3)),
    "UA": (579_330, (22.1, 44.4, 40.2, 52.4)),
    "AF": (652_230, (60.5, 29.4, 74.9, 38.5)),
    "CF": (622_984, (14.4, 2.2, 27.5, 11.0)),
    "IQ": (437_367, (38.8, 29.1, 48.6, 37.4)),
    "CD": (2_267_048, (12.2, -13.5, 31.3, 5.4)),
    "XK": (10_887, (20.0, 41.9, 21.8, 43.3)),
}
CHOICES = borders.borders().choices


def test_everything_that_is_disputed_is_on_the_list_with_a_choice_and_a_reason():
    assert {choice.area for choice in CHOICES} >= ON_THE_LIST
    assert all(choice.choice and choice.reason and choice.at for choice in CHOICES)


@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.area)
def test_a_disputed_area_lies_in_the_shape_that_the_list_gives_it_to_and_in_no_other(choice: Choice):
    for place in choice.at:
        found = [code for code, shape in territories.shapes().items() if shapely.contains_xy(shape, *place)]
        assert found == [choice.shape], place


def test_the_lines_that_the_list_wants_dotted_are_dotted_and_no_others():
    found = territories.steps()
    sides = {frozenset(owners) for owners, dotted in zip(found.owners, found.dotted, strict=True) if dotted}
    expected = {("CY",), ("EH", "MA"), ("IL", "PS"), ("IL", "SY"), ("IN", "PK"), ("CN", "IN"), ("SO",)}
    assert sides >= set(map(frozenset, expected))
    disputed = {"CY", "EH", "MA", "IL", "PS", "SY", "IN", "PK", "CN", "SO", "KAS"}
    assert {name for owners in sides for name in owners} <= disputed
    # Kosovo has a border like any other; no line crosses Ukraine, Georgia or Moldova.
    borders_of_kosovo = {owners for owners in found.owners if "XK" in owners}
    assert frozenset({"RS", "XK"}) in borders_of_kosovo - sides
    assert not any(owners == {code} for owners in sides for code in ("UA", "GE", "MD"))


@pytest.mark.parametrize("code", PUBLISHED)
def test_a_country_has_the_area_and_the_extent_that_others_publish(code):
    area, extent = PUBLISHED[code]
    shape = territories.shape_of(code)
    assert territories.area(shape) == pytest.approx(area, rel=0.07)
    assert np.abs(np.array(shape.bounds) - extent).max() < 0.35


def test_every_country_that_can_be_drawn_has_a_shape():
    drawn = [code for code in countries.countries() if countries.can_be_drawn(code)]
    assert len(drawn) > 230
    assert {countries.countries()[code].shape for code in drawn} <= territories.shapes().keys()


def test_a_country_is_drawn_with_all_the_area_that_its_source_gives_it():
    """Crimea and the overseas departments are there; France is not Europe alone."""
    assert len(territories.shape_of("FR").geoms) >= 9
    assert territories.area(territories.shape_of("FR")) == pytest.approx(640_000, rel=0.03)


def test_the_shape_of_another_country_is_refused(monkeypatch):
    monkeypatch.setitem(
        countries.countries(),
        "ML",
        countries.Country("ML", "NER", "Bamako", 12.6392, -8.0029, 1_240_000),
    )
    territories.shape_of.cache_clear()
    with pytest.raises(WrongCountry) as caught:
        territories.shape_of("ML")
    assert "Bamako" in str(caught.value)
    territories.shape_of.cache_clear()


def test_a_country_that_lost_a_part_is_refused(monkeypatch):
    whole = territories.shapes()["UKR"]
    west = shapely.intersection(whole, shapely.box(20, 44, 32, 53))
    monkeypatch.setitem(territories.shapes(), "UKR", shapely.multipolygons(shapely.get_parts(west)))
    territories.shape_of.cache_clear()
    with pytest.raises(WrongCountry) as caught:
        territories.shape_of("UA")
    assert "km²" in str(caught.value)
    territories.shape_of.cache_clear()


@pytest.mark.parametrize(("code", "kilometres"), [("ML", 4393), ("NE", 4156)])
def test_the_distance_is_measured_from_capital_to_capital(code, kilometres):
    assert countries.distance("BE", code) == kilometres == countries.distance(code, "BE")


@pytest.mark.parametrize("code", ["BE", "IL", "PS", "AQ", "X-NOWHERE"])
def test_nothing_is_measured_at_home_where_a_capital_is_disputed_and_where_there_is_none(code):
    assert countries.distance("BE", code) is None
