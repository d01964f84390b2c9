"""Sentences that mean nothing, long enough and varied enough to weigh what a ministry's sentences weigh.

Every name is openly made up: nothing here may be mistaken for news of real troops.
"""

from functools import cache
from random import Random

WORDS = {
    "fr": (
        "les militaires préparent chaque semaine une patrouille commune avec leurs partenaires afin de protéger le "
        "convoi la formation dure plusieurs mois et le détachement revient au quartier général après avoir remis son "
        "rapport à l’état-major une équipe médicale accompagne la colonne jusqu’au village où l’école rouvre bientôt"
    ),
    "nl": (
        "de militairen bereiden elke week een gezamenlijke patrouille voor met hun partners om het konvooi te "
        "beschermen de opleiding duurt verschillende maanden en het detachement keert terug naar het hoofdkwartier "
        "nadat het verslag aan de staf is bezorgd een medische ploeg begeleidt de colonne tot in het dorp waar straks"
    ),
    "de": (
        "die Soldaten bereiten jede Woche eine gemeinsame Patrouille mit ihren Partnern vor um den Konvoi zu schützen "
        "die Ausbildung dauert mehrere Monate und die Abteilung kehrt ins Hauptquartier zurück nachdem sie dem Stab "
        "ihren Bericht übergeben hat eine Sanitätsgruppe begleitet die Kolonne bis ins Dorf wo die Schule bald öffnet"
    ),
    "en": (
        "every week the soldiers prepare a joint patrol with their partners in order to protect the convoy the "
        "training lasts several months and the detachment returns to headquarters after it has handed its report to "
        "the staff a medical team goes with the column as far as the village where the school will open again soon"
    ),
}
_LISTS = {language: text.split() for language, text in WORDS.items()}


def sentence(random: Random, language: str, words: int) -> str:
    """Return so many words with a capital at the start and a full stop at the end."""
    text = " ".join(random.choices(_LISTS[language], k=words))
    return f"{text[0].upper()}{text[1:]}."


@cache
def _sentences(language: str) -> list[str]:
    random = Random(language)
    return [sentence(random, language, random.randint(9, 21)) for _number in range(1000)]


def paragraph(random: Random, language: str, sentences: int) -> str:
    """Return so many sentences of about fifteen words, out of a thousand."""
    return " ".join(random.choices(_sentences(language), k=sentences))
