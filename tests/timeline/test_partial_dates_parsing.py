"""Partial dates as people type them, and what is said when they cannot be."""

import pytest
from django.utils import translation

from timeline.partial_dates import PartialDate, PartialDateError

READ = {
    # One date
    "2013": ["2013", " 2013 ", "en 2013", "in 2013", "im Jahr 2013", "２０１３"],
    "2013-01": [
        *("1/2013", "01/2013", "1-2013", "01.2013", "2013-01", "2013.01", "2013/01"),
        *("janvier 2013", "Janvier 2013", "JANV. 2013", "janv 2013", "jan 2013", "en janvier 2013", "janvier, 2013"),
        *("januari 2013", "jan. 2013", "in januari 2013", "Januar 2013", "Jänner 2013", "im Januar 2013"),
        *("January 2013", "in January 2013", "January, 2013"),
    ],
    "2013-04-25": [
        *("25.4.2013", "25/4/2013", "25-4-2013", "25/04/2013"),
        *("2013-04-25", "2013/4/25", "25. 4. 2013", "25 / 4 / 2013"),
        *("25 avril 2013", "le 25 avril 2013", "25 AVR. 2013", "25\u00a0avril\u00a02013"),
        *("25 april 2013", "op 25 april 2013", "25 apr. 2013"),
        *("25. April 2013", "am 25. April 2013", "den 25. April 2013"),
        *("April 25, 2013", "April 25th, 2013", "25th of April 2013"),
        *("25 April, 2013", "on 25 April 2013", "Apr 25 2013"),
    ],
    "2013-03-01": [
        *("1er mars 2013", "1ᵉʳ mars 2013", "le 1er mars 2013", "1 maart 2013", "1 mrt. 2013", "1ste maart 2013"),
        *("1. März 2013", "1. Maerz 2013", "1. Marz 2013", "1 mrz 2013"),
        *("1st March 2013", "March 1, 2013", "1 Mar 2013"),
    ],
    "2013-02-04": ["4 février 2013", "4 fevrier 2013", "4 fe\u0301vr. 2013", "4 februari 2013", "4. Feb. 2013"],
    "2013-04-03": ["3/4/2013", "3.4.2013", "03-04-2013"],  # the day comes first
    "2013-08": ["août 2013", "AOUT 2013", "augustus 2013", "Aug. 2013", "August 2013"],
    "2013-12": ["décembre 2013", "déc. 2013", "december 2013", "dec 2013", "Dezember 2013", "Dez. 2013"],
    "2006-12": ["2006-12", "12/2006"],  # EDTF, not 2006 to 2012
    # A part of a year or month
    "2013-01;late": [
        *("fin janvier 2013", "Fin janv. 2013", "à la fin de janvier 2013"),
        *("fin du mois de janvier 2013", "fin-janvier 2013"),
        *("eind januari 2013", "einde januari 2013", "Ende Januar 2013", "Ende des Monats Januar 2013"),
        *("late January 2013", "the end of January 2013", "end of January 2013", "fin 1/2013", "2013-01;late"),
    ],
    "2013-01;early": [
        *("début janvier 2013", "debut janvier 2013", "au début de janvier 2013", "begin januari 2013"),
        *("in het begin van januari 2013", "Anfang Januar 2013", "early January 2013", "the beginning of January 2013"),
    ],
    "2013-01;mid": [
        *("mi-janvier 2013", "mi janvier 2013", "à la mi-janvier 2013", "midden januari 2013", "half januari 2013"),
        *("Mitte Januar 2013", "mid-January 2013", "mid January 2013", "middle of January 2013"),
    ],
    "2013;early": ["début 2013", "begin 2013", "Anfang 2013", "early 2013"],
    "2013;mid": ["mi-2013", "midden 2013", "Mitte 2013", "mid-2013"],
    "2013;late": ["fin 2013", "eind 2013", "Ende 2013", "late 2013", "fin d’année 2013"],
    # About
    "2006~": [
        *("2006~", "~2006", "± 2006", "vers 2006", "environ 2006", "2006 environ", "rond 2006", "omstreeks 2006"),
        *("ca. 2006", "ca.2006", "circa 2006", "um 2006", "etwa 2006", "about 2006", "around 2006", "c. 2006"),
    ],
    "2013-04-25~": ["vers le 25 avril 2013", "rond 25 april 2013", "um den 25. April 2013", "about 25 April 2013"],
    "2013-01~;late": ["vers fin janvier 2013", "omstreeks eind januari 2013", "etwa Ende Januar 2013"],
    # Periods
    "2006/2012": [
        *("2006-2012", "2006 - 2012", "2006 – 2012", "2006—2012"),
        *("2006\u00a0–\u00a02012", "2006/2012", "de 2006 à 2012"),
        *("van 2006 tot 2012", "2006 t/m 2012", "von 2006 bis 2012"),
        *("2006 bis 2012", "from 2006 to 2012", "2006 until 2012"),
    ],
    "2006~/2012": ["vers 2006 – 2012", "2006~/2012", "omstreeks 2006 tot 2012", "about 2006 to 2012"],
    "2006/2012~": ["2006 – vers 2012", "2006 – um 2012"],
    "2013-01/2013-03": [
        *("janvier – mars 2013", "janvier-mars 2013", "1/2013-3/2013", "2013-01/2013-03", "januari tot maart 2013"),
        *("Januar–März 2013", "January to March 2013", "janvier/mars 2013", "janvier 2013 – mars 2013"),
    ],
    "2013-01;late/2013-03;mid": ["fin janvier – mi-mars 2013", "Ende Januar – Mitte März 2013"],
    "2013-04-25/2013-04-28": [
        *("25-28 avril 2013", "25 – 28 avril 2013", "du 25 au 28 avril 2013"),
        *("25 tot 28 april 2013", "25.–28. April 2013"),
        *("vom 25. bis zum 28. April 2013", "25.-28.4.2013", "25 to 28 April 2013", "April 25-28, 2013"),
    ],
    "2013-04-25/2013-05-03": [
        *("25 avril - 3 mai 2013", "du 25 avril au 3 mai 2013", "25.4.-3.5.2013"),
        *("25/4 - 3/5/2013", "25/4/2013-3/5/2013"),
        *("25. April – 3. Mai 2013", "April 25 – May 3, 2013", "2013-04-25/2013-05-03", "25-4-2013-3-5-2013"),
    ],
    # Open at one end
    "2013/..": [
        *("2013-", "2013 –", "2013/..", "2013 - aujourd'hui", "2013 – Aujourd’hui", "2013 à ce jour", "depuis 2013"),
        *("dès 2013", "à partir de 2013", "depuis 2013 jusqu’à aujourd’hui", "2013 – heden", "2013 tot vandaag"),
        *("sinds 2013", "vanaf 2013", "2013 – heute", "2013 bis heute", "seit 2013", "ab 2013"),
        *("2013 - today", "2013-now", "2013 to the present", "since 2013", "from 2013"),
    ],
    "2013-04/..": ["depuis avril 2013", "à partir d’avril 2013", "sinds april 2013", "ab April 2013", "avril 2013 –"],
    "2013~/..": ["depuis environ 2013", "depuis 2013 environ", "etwa ab 2013", "seit etwa 2013", "from about 2013"],
    "../2013": [
        *("-2013", "– 2013", "../2013", "jusqu'en 2013", "jusqu’à 2013"),
        *("tot 2013", "bis 2013", "until 2013", "up to 2013"),
    ],
    "../2013-04-25": [
        *("jusqu’au 25 avril 2013", "tot en met 25 april 2013"),
        *("bis zum 25. April 2013", "until April 25, 2013"),
    ],
    # Several dates
    "{2013,2015}": [
        *("2013, 2015", "2013 et 2015", "2013 en 2015", "2013 und 2015", "2013 and 2015", "2013 & 2015", "2013; 2015"),
        *("2015, 2013", "{2013,2015}", "{2015, 2013}"),
    ],
    "{2013,2015,2017}": ["2013, 2015, 2017", "2013, 2015 et 2017"],
    "{2013-04-25,2013-04-28}": ["25 et 28 avril 2013", "25. und 28. April 2013", "25/4/2013, 28/4/2013"],
    "{2013-01,2013-03}": ["janvier et mars 2013", "januari en maart 2013", "January and March 2013"],
    "{2006~,2012}": ["vers 2006 et 2012"],
}  # fmt: skip


@pytest.mark.parametrize(("storage", "typed"), [(storage, text) for storage, texts in READ.items() for text in texts])
def test_a_date_is_read_as_people_write_it(storage, typed):
    assert PartialDate.parse(typed).to_storage() == storage


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("2013-02-30", "February 2013 has 28 days; there is no 30 February."),
        ("30 février 2012", "February 2012 has 29 days; there is no 30 February."),
        ("31 avril 2013", "April 2013 has 30 days; there is no 31 April."),
        ("0 avril 2013", "there is no 0 April"),
        ("13/2013", "There is no month 13"),
        ("2013-00", "There is no month 0"),
        ("25/13/2013", "There is no month 13"),
        ("04/25/2013", "the day comes first, as in 25/4/2013"),
        ("0999", "999 is not a year between 1000 and 2199"),
        ("2200", "2200 is not a year between 1000 and 2199"),
        ("25/4/13", "13 is not a year between 1000 and 2199"),
        ("20130425", "20130425 is not a year"),
        ("2012-2006", "The period ends (2006) before it begins (2012)."),
        ("mai – mars 2013", "ends (March 2013) before it begins (May 2013)"),
        ("décembre – février 2013", "ends (February 2013) before it begins (December 2013)"),
        ("mi-avril 2013 – début avril 2013", "ends (early April 2013) before it begins (mid-April 2013)"),
        ("2006-2006", "begins and ends with 2006"),
        ("vers 2006 – 2006", "begins and ends with 2006"),
        ("2013, 2013", "2013 is named twice"),
        ("2010, 2011, 2012, 2013, 2014, 2015, 2016", "from 2 to 6"),
        ("25 avril", "“25 avril” has no year"),
        ("Avril 13", "“Avril 13” has no year"),
        ("25/4", "“25/4” has no year"),
        ("29 février", "“29 février” has no year"),
        ("31 avril", "April has 30 days; there is no 31 April."),
        ("30/2", "February has 29 days; there is no 30 February."),
        ("31 avril – mai", "“mai” has no year"),
        ("janvier 2013 – mars", "“mars” has no year"),
        ("fin", "“fin” has no year"),
        ("25 2013", "“25 2013” has a day and a year but no month"),
        ("fin 25 avril 2013", "Early, mid and late go with a month or a year"),
        ("2013 2015", "“2013 2015” is more than one date"),
        ("mars avril 2013", "“mars avril 2013” is more than one date"),
        ("25 26 avril 2013", "is more than one date"),
        ("25/4/2013 mars", "is more than one date"),
        ("2006-2012, 2015", "either one period or several single dates"),
        ("2006 – 2012 – 2015", "either one period or several single dates"),
        ("depuis 2013, 2015", "either one period or several single dates"),
        ("jusqu’en 2013 – 2015", "either one period or several single dates"),
        ("aujourd'hui", "A date is missing in “aujourd'hui”"),
        ("– today", "A date is missing in “– today”"),
        ("depuis", "A date is missing in “depuis”"),
        ("jusqu’à aujourd’hui", "A date is missing"),
        ("-", "A date is missing in “-”"),
        ("2013,", "A date is missing in “2013,”"),
        ("à 2013", "A date is missing"),
        ("2013 – aujourd’hui 2015", "“2015” is not understood"),
        ("printemps 2013", "“printemps” is not understood"),
        ("Février-ish 2013", "“Février-ish” is not understood"),
        ("entre 2006 et 2012", "“entre” is not understood"),
        ("2013?", "“2013?” is not understood"),
        ("201X", "“201X” is not understood"),
        ("[2013,2015]", "“[2013,2015]” is not understood"),
        ("", "Write a date, for example"),
        ("   ", "Write a date, for example"),
        ("2013" * 70, "at most 250 characters"),
    ],
)
def test_nonsense_is_refused_by_naming_what_is_wrong(typed, named):
    with pytest.raises(PartialDateError) as caught:
        PartialDate.parse(typed)
    assert named in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "first", "second"),
    [
        ("2012-13", "month 13 of 2012", "2012-2013"),
        ("2012/13", "month 13 of 2012", "2012-2013"),
        ("1998-99", "month 99 of 1998", "1998-1999"),
        ("2006/12", "12/2006", "2006-2012"),
        ("2013-4", "4/2013", "2013-2014"),
    ],
)
def test_a_text_with_two_readings_is_refused_with_both(typed, first, second):
    with pytest.raises(PartialDateError) as caught:
        PartialDate.parse(typed)
    assert first in str(caught.value)
    assert second in str(caught.value)


def test_an_error_quotes_nothing_unprintable():
    with pytest.raises(PartialDateError) as caught:
        PartialDate.parse("20\x0013\ud800")
    assert str(caught.value).isprintable()


def test_an_error_names_its_month_in_the_language_it_is_read_in():
    with pytest.raises(PartialDateError) as caught:
        PartialDate.parse("30 février 2013")
    with translation.override("de"):
        in_german = str(caught.value)
    with translation.override("nl"):
        in_dutch = str(caught.value)
    assert "Februar " in in_german
    assert "ebruari" in in_dutch


@pytest.mark.parametrize(
    ("typed", "language"), [("fin janvier 2013", "nl"), ("eind januari 2013", "de"), ("2013 en 2015", "fr")]
)
def test_a_named_language_reads_no_other_words(typed, language):
    with pytest.raises(PartialDateError):
        PartialDate.parse(typed, language)


def test_a_language_without_words_is_the_callers_mistake():
    with pytest.raises(ValueError, match="'es'") as caught:
        PartialDate.parse("2013", "es")
    assert not isinstance(caught.value, PartialDateError)
