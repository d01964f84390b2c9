"""The words of dates in each language, as printed and as people type them.

Data rather than message catalogues: a date is written in a given language, not in the active one. The printed forms
follow the usage of the Belgian federal administration. Typed forms are folded: lower case, without accents, without
the full stop of abbreviations, with a straight apostrophe.

A printed phrase is chosen by what it goes with: "day", "month", "vowel" (a month beginning with a vowel), "year",
"mid" and "part" (early, late). A phrase that is not listed falls back: vowel to month, mid to part, all to year.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Hold the words of one language: printed forms first, then what is read when typed."""

    months: tuple[str, ...]
    first_of_month: str = "1"
    day: str = "{}"
    early: dict[str, str]
    mid: dict[str, str]
    late: dict[str, str]
    about: dict[str, str]
    until: dict[str, str]
    until_about: dict[str, str]
    since: dict[str, str]
    since_about: dict[str, str]
    today: str
    conjunction: str

    # One text per month, spellings apart by spaces; the other typed words are apart by "|".
    typed_months: tuple[str, ...]
    typed_early: str
    typed_mid: str
    typed_late: str
    typed_about: str
    # Opens "until 2013"; after a date it stands for the dash of a period, as the words of typed_to always do.
    typed_until: str
    typed_to: str
    typed_since: str
    typed_today: str
    typed_and: str
    # Small words that carry nothing inside a date: "the end of the month of", "op", "le".
    typed_glue: str
    ordinals: str = ""


_FRENCH = Words(
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    first_of_month="1er",
    early={"year": "début {}"},
    mid={"year": "mi-{}"},
    late={"year": "fin {}"},
    about={"year": "vers {}", "day": "vers le {}", "mid": "vers la {}"},
    until={"year": "jusqu’en {}", "day": "jusqu’au {}", "part": "jusqu’à {}", "mid": "jusqu’à la {}"},
    until_about={"year": "jusque vers {}", "day": "jusque vers le {}", "mid": "jusque vers la {}"},
    since={
        "year": "à partir de {}", "vowel": "à partir d’{}", "day": "à partir du {}",
        "part": "à partir de {}", "mid": "à partir de la {}",
    },
    since_about={
        "year": "à partir de {} environ", "vowel": "à partir d’{} environ", "day": "à partir du {} environ",
        "part": "à partir de {} environ", "mid": "à partir de la {} environ",
    },
    today="aujourd’hui",
    conjunction="et",
    typed_months=(
        "janvier janv jan", "fevrier fevr fev", "mars mar", "avril avr", "mai", "juin",
        "juillet juill juil", "aout aou", "septembre sept sep", "octobre oct", "novembre nov", "decembre dec",
    ),
    typed_early="debut|au debut",
    typed_mid="mi|milieu|au milieu",
    typed_late="fin|a la fin",
    typed_about="vers|environ|env|autour|circa|ca|approximativement",
    typed_until="jusqu'en|jusqu'au|jusqu'a la|jusqu'a|jusque",
    typed_to="a|au|a la",
    typed_since="depuis|a partir de|a partir du|a partir d'|des|a compter de|a compter du",
    typed_today="aujourd'hui|aujourdhui|ce jour|maintenant|a present|present",
    typed_and="et",
    typed_glue="le|la|l'|de|du|d'|en|mois|annee|a la",
    ordinals="er|ere|e|eme",
)  # fmt: skip

_DUTCH = Words(
    months=(
        "januari", "februari", "maart", "april", "mei", "juni",
        "juli", "augustus", "september", "oktober", "november", "december",
    ),
    early={"year": "begin {}"},
    mid={"year": "midden {}", "month": "half {}"},
    late={"year": "eind {}"},
    about={"year": "omstreeks {}"},
    until={"year": "tot {}"},
    until_about={"year": "tot omstreeks {}"},
    since={"year": "vanaf {}"},
    since_about={"year": "vanaf omstreeks {}"},
    today="heden",
    conjunction="en",
    typed_months=(
        "januari jan", "februari febr feb", "maart mrt", "april apr", "mei", "juni jun",
        "juli jul", "augustus aug", "september sept sep", "oktober okt", "november nov", "december dec",
    ),
    typed_early="begin|in het begin",
    typed_mid="half|midden|medio",
    typed_late="eind|einde",
    typed_about="rond|omstreeks|ongeveer|circa|ca",
    typed_until="tot en met|tot|t/m",
    typed_to="",
    typed_since="sinds|sedert|vanaf|van",
    typed_today="heden|vandaag|nu",
    typed_and="en",
    typed_glue="op|in|de|het|van|maand|jaar",
    ordinals="e|ste|de",
)  # fmt: skip

_GERMAN = Words(
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    first_of_month="1.",
    day="{}.",
    early={"year": "Anfang {}"},
    mid={"year": "Mitte {}"},
    late={"year": "Ende {}"},
    about={"year": "um {}", "month": "etwa {}", "part": "etwa {}", "day": "um den {}"},
    until={"year": "bis {}", "day": "bis zum {}"},
    until_about={"year": "etwa bis {}", "day": "etwa bis zum {}"},
    since={"year": "ab {}", "day": "ab dem {}"},
    since_about={"year": "etwa ab {}", "day": "etwa ab dem {}"},
    today="heute",
    conjunction="und",
    typed_months=(
        "januar janner jan", "februar feb", "marz maerz mar mrz", "april apr", "mai", "juni jun",
        "juli jul", "august aug", "september sept sep", "oktober okt", "november nov", "dezember dez",
    ),
    typed_early="anfang|beginn",
    typed_mid="mitte",
    typed_late="ende",
    typed_about="um|etwa|ungefahr|ungefaehr|gegen|circa|ca",
    typed_until="bis|bis zum|bis zu",
    typed_to="",
    typed_since="seit|seit dem|ab|ab dem|von|vom",
    typed_today="heute|jetzt",
    typed_and="und|u",
    typed_glue="am|im|in|den|dem|der|des|monats|jahres|jahr",
)  # fmt: skip

_ENGLISH = Words(
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    early={"year": "early {}"},
    mid={"year": "mid-{}"},
    late={"year": "late {}"},
    about={"year": "about {}"},
    until={"year": "until {}"},
    until_about={"year": "until about {}"},
    since={"year": "from {}"},
    since_about={"year": "from about {}"},
    today="today",
    conjunction="and",
    typed_months=(
        "january jan", "february feb", "march mar", "april apr", "may", "june jun",
        "july jul", "august aug", "september sept sep", "october oct", "november nov", "december dec",
    ),
    typed_early="early|beginning|start",
    typed_mid="mid|middle",
    typed_late="late|end",
    typed_about="about|around|circa|ca|c|approximately|approx",
    typed_until="until|till|up to",
    typed_to="to|through",
    typed_since="since|from",
    typed_today="today|now|present|the present",
    typed_and="and",
    typed_glue="the|of|in|on",
    ordinals="st|nd|rd|th",
)  # fmt: skip

WORDS = {"fr": _FRENCH, "nl": _DUTCH, "de": _GERMAN, "en": _ENGLISH}
LANGUAGES = tuple(WORDS)
