"""Partial dates as four languages write them."""

import pytest

from timeline.partial_dates import PartialDate

# French, Dutch, German, English; "_" stands for a no-break space.
WRITTEN = {
    "2013": ("2013", "2013", "2013", "2013"),
    "2013-01": ("janvier 2013", "januari 2013", "Januar 2013", "January 2013"),
    "2013-04-25": ("25_avril 2013", "25_april 2013", "25._April 2013", "25_April 2013"),
    "2013-03-01": ("1er_mars 2013", "1_maart 2013", "1._März 2013", "1_March 2013"),
    "2013-01;late": ("fin janvier 2013", "eind januari 2013", "Ende Januar 2013", "late January 2013"),
    "2013-01;early": ("début janvier 2013", "begin januari 2013", "Anfang Januar 2013", "early January 2013"),
    "2013-01;mid": ("mi-janvier 2013", "half januari 2013", "Mitte Januar 2013", "mid-January 2013"),
    "2013;early": ("début 2013", "begin 2013", "Anfang 2013", "early 2013"),
    "2013;mid": ("mi-2013", "midden 2013", "Mitte 2013", "mid-2013"),
    "2013;late": ("fin 2013", "eind 2013", "Ende 2013", "late 2013"),
    "2006~": ("vers 2006", "omstreeks 2006", "um 2006", "about 2006"),
    "2013-04~": ("vers avril 2013", "omstreeks april 2013", "etwa April 2013", "about April 2013"),
    "2013-04-01~": ("vers le 1er_avril 2013", "omstreeks 1_april 2013", "um den 1._April 2013", "about 1_April 2013"),
    "2013-01~;late": (
        "vers fin janvier 2013",
        "omstreeks eind januari 2013",
        "etwa Ende Januar 2013",
        "about late January 2013",
    ),
    "2013-01~;mid": (
        "vers la mi-janvier 2013",
        "omstreeks half januari 2013",
        "etwa Mitte Januar 2013",
        "about mid-January 2013",
    ),
    "2006/2012": ("2006_– 2012",) * 4,
    "2006~/2012": ("vers 2006_– 2012", "omstreeks 2006_– 2012", "um 2006_– 2012", "about 2006_– 2012"),
    "2013-01/2013-03": ("janvier_– mars 2013", "januari_– maart 2013", "Januar_– März 2013", "January_– March 2013"),
    "2013-01~/2013-03": (
        "vers janvier 2013_– mars 2013",
        "omstreeks januari 2013_– maart 2013",
        "etwa Januar 2013_– März 2013",
        "about January 2013_– March 2013",
    ),
    "2012-12/2013-03": (
        "décembre 2012_– mars 2013",
        "december 2012_– maart 2013",
        "Dezember 2012_– März 2013",
        "December 2012_– March 2013",
    ),
    "2013-01;late/2013-03;mid": (
        "fin janvier_– mi-mars 2013",
        "eind januari_– half maart 2013",
        "Ende Januar_– Mitte März 2013",
        "late January_– mid-March 2013",
    ),
    "2013-04-25/2013-04-28": ("25_– 28_avril 2013", "25_– 28_april 2013", "25._– 28._April 2013", "25_– 28_April 2013"),
    "2013-04-01/2013-04-28": ("1er_– 28_avril 2013", "1_– 28_april 2013", "1._– 28._April 2013", "1_– 28_April 2013"),
    "2013-04-25/2013-05-03": (
        "25_avril_– 3_mai 2013",
        "25_april_– 3_mei 2013",
        "25._April_– 3._Mai 2013",
        "25_April_– 3_May 2013",
    ),
    "2013-04-25/2013-05": (
        "25_avril 2013_– mai 2013",
        "25_april 2013_– mei 2013",
        "25._April 2013_– Mai 2013",
        "25_April 2013_– May 2013",
    ),
    "2013/..": ("2013_– aujourd’hui", "2013_– heden", "2013_– heute", "2013_– today"),
    "2013-04-25/..": (
        "25_avril 2013_– aujourd’hui",
        "25_april 2013_– heden",
        "25._April 2013_– heute",
        "25_April 2013_– today",
    ),
    "../2013": ("jusqu’en 2013", "tot 2013", "bis 2013", "until 2013"),
    "../2013-01": ("jusqu’en janvier 2013", "tot januari 2013", "bis Januar 2013", "until January 2013"),
    "../2013-04-25": ("jusqu’au 25_avril 2013", "tot 25_april 2013", "bis zum 25._April 2013", "until 25_April 2013"),
    "../2013-01;late": (
        "jusqu’à fin janvier 2013",
        "tot eind januari 2013",
        "bis Ende Januar 2013",
        "until late January 2013",
    ),
    "../2013-01;mid": (
        "jusqu’à la mi-janvier 2013",
        "tot half januari 2013",
        "bis Mitte Januar 2013",
        "until mid-January 2013",
    ),
    "../2013~": ("jusque vers 2013", "tot omstreeks 2013", "etwa bis 2013", "until about 2013"),
    "{2013,2015}": ("2013 et 2015", "2013 en 2015", "2013 und 2015", "2013 and 2015"),
    "{2013,2015,2017}": ("2013, 2015 et 2017", "2013, 2015 en 2017", "2013, 2015 und 2017", "2013, 2015 and 2017"),
    "{2013-04-25,2013-04-28}": (
        "25 et 28_avril 2013",
        "25 en 28_april 2013",
        "25. und 28._April 2013",
        "25 and 28_April 2013",
    ),
    "{2013-01,2013-03}": (
        "janvier et mars 2013",
        "januari en maart 2013",
        "Januar und März 2013",
        "January and March 2013",
    ),
}
ENDED = {
    "2013/..": ("à partir de 2013", "vanaf 2013", "ab 2013", "from 2013"),
    "2013-01/..": ("à partir de janvier 2013", "vanaf januari 2013", "ab Januar 2013", "from January 2013"),
    "2013-04/..": ("à partir d’avril 2013", "vanaf april 2013", "ab April 2013", "from April 2013"),
    "2013-04-25/..": (
        "à partir du 25_avril 2013",
        "vanaf 25_april 2013",
        "ab dem 25._April 2013",
        "from 25_April 2013",
    ),
    "2013-01;mid/..": (
        "à partir de la mi-janvier 2013",
        "vanaf half januari 2013",
        "ab Mitte Januar 2013",
        "from mid-January 2013",
    ),
    "2013~/..": ("à partir de 2013 environ", "vanaf omstreeks 2013", "etwa ab 2013", "from about 2013"),
    "2006/2012": ("2006_– 2012",) * 4,
}


def make_cases(table):
    return [
        (storage, language, written.replace("_", "\u00a0"))
        for storage, row in table.items()
        for language, written in zip(("fr", "nl", "de", "en"), row, strict=True)
    ]


@pytest.mark.parametrize(("storage", "language", "written"), make_cases(WRITTEN))
def test_a_date_is_written_as_its_language_writes_it(storage, language, written):
    assert PartialDate.from_storage(storage).render(language) == written


@pytest.mark.parametrize(("storage", "language", "written"), make_cases(ENDED))
def test_today_is_not_said_of_what_has_ended(storage, language, written):
    assert PartialDate.from_storage(storage).render(language, still_true=False) == written


@pytest.mark.parametrize(
    ("storage", "still_true", "language", "written"),
    [
        ("2013-01;late", True, "fr", "Fin janvier 2013"),
        ("2013-01", True, "nl", "Januari 2013"),
        ("2013/..", False, "fr", "À partir de 2013"),
        ("2006~", True, "de", "Um 2006"),
        ("2013", True, "en", "2013"),
    ],
)
def test_a_line_may_begin_with_a_capital(storage, still_true, language, written):
    assert PartialDate.from_storage(storage).render(language, still_true=still_true, capitalised=True) == written


def test_a_language_without_words_is_refused():
    with pytest.raises(ValueError, match="fr, nl, de, en"):
        PartialDate.from_storage("2013").render("es")
