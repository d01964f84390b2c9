"""The film and the document of the demonstration, with their words; neither shows anything real.

Drawn by `scripts.draw_demonstration_files` and committed in `fixtures/files/`.
"""

import uuid

FILM = uuid.UUID("70000000-0000-4000-8000-000000000001")
DOCUMENT = uuid.UUID("71000000-0000-4000-8000-000000000001")
FILM_FILE, DOCUMENT_FILE = "line.mp4", "liban-sept-nombres.pdf"
CREDIT = "Atelier Missions"


def _captions(*words: str) -> str:
    times = ("00:00.000 --> 00:01.500", "00:01.500 --> 00:04.500", "00:04.500 --> 00:05.900")
    return "\n\n".join(["WEBVTT", *(f"{time}\n{text}" for time, text in zip(times, words, strict=True))])


FILM_WORDS = {
    "title": {
        "fr": "Une ligne traverse une feuille (film de démonstration)",
        "nl": "Een lijn loopt over een blad (demonstratiefilm)",
        "de": "Eine Linie läuft über ein Blatt (Vorführfilm)",
        "en": "A line crosses a sheet (demonstration film)",
    },
    "captions": {
        "fr": _captions("[Un son grave]", "[Le son monte avec la ligne]", "[Le son s’éteint]"),
        "nl": _captions("[Een lage toon]", "[De toon stijgt met de lijn mee]", "[De toon sterft weg]"),
        "de": _captions("[Ein tiefer Ton]", "[Der Ton steigt mit der Linie]", "[Der Ton verklingt]"),
        "en": _captions("[A low tone]", "[The tone rises with the line]", "[The tone fades]"),
    },
    "transcript": {
        "fr": "Sur une feuille couleur crème, une ligne bleu foncé se dessine de gauche à droite et ondule. Un point "
        "ocre marque son extrémité. Un son grave monte à mesure qu’elle avance, puis s’éteint. Personne ne parle et "
        "rien de réel n’est montré.",
        "nl": "Op een roomkleurig blad tekent zich van links naar rechts een donkerblauwe, golvende lijn af. Een "
        "okeren stip geeft aan hoever ze gekomen is. Een lage toon stijgt met haar mee en sterft weg. Niemand spreekt "
        "en niets is echt.",
        "de": "Auf einem cremefarbenen Blatt entsteht von links nach rechts eine dunkelblaue, geschwungene Linie. Ein "
        "ockerfarbener Punkt markiert ihr Ende. Ein tiefer Ton steigt mit ihr an und verklingt. Niemand spricht, und "
        "nichts davon ist wirklich.",
        "en": "On a cream-coloured sheet a dark blue line draws itself from left to right, in waves. An ochre dot "
        "marks how far it has come. A low tone rises as it goes on, and fades. Nobody speaks and nothing real is "
        "shown.",
    },
    "statement": {
        "fr": "Ce film n’a pas de paroles : tout ce qu’il montre est écrit dans la transcription.",
        "nl": "In deze film wordt niet gesproken: alles wat hij toont, staat in de uitgeschreven tekst.",
        "de": "In diesem Film wird nicht gesprochen: Alles, was er zeigt, steht in der Textfassung.",
        "en": "This film has no words: everything that it shows is written in the transcript.",
    },
}
DOCUMENT_TITLE = {
    "fr": "Liban : sept nombres (document de démonstration)",
    "nl": "Libanon: zeven cijfers (demonstratiedocument)",
    "de": "Libanon: sieben Zahlen (Vorführdokument)",
    "en": "Lebanon: seven numbers (demonstration document)",
}
