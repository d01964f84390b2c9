"""The demonstration pictures: landscapes cut from paper, drawn by this project, with their words in four languages.

They show no place, no person and no equipment that exists.
"""

import io
import math
import uuid
from dataclasses import dataclass, field

from PIL import Image, ImageDraw

# Names of pictures never change: pages point at the uid made from them.
NAMESPACE = uuid.UUID("5f5cf7a8-8f0e-5d0c-9c57-0d2d6a0a1f1e")
SIZE = (2400, 1600)  # pixels
FINER = 2  # drawn so many times larger, then reduced: smooth edges
CREDIT = "Atelier Missions"

# The inks of the art direction: paper, panel, night, ochre, blue, green and what lies between them.
PAPER, PANEL, NIGHT, CREAM, LIT = "#F6F2E9", "#EBE3D2", "#13202B", "#EFE2C6", "#F0CB86"
OCHRES = ("#D9B98A", "#C3935A", "#A8743A", "#85541B", "#5E3A12")
BLUES = ("#A9C3D6", "#7AA3C2", "#4F82AA", "#2C6594", "#174F7E")
GREENS = ("#B9CBB4", "#8FAF93", "#66917A", "#457A5F", "#2C6549")
NIGHTS = ("#3E5466", "#304555", "#253746", "#1B2B38", "#13202B")
EARTHS = ("#D6C8A8", "#BBA87F", "#9C8759", "#7A6840", "#4F4429")


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its inks from far to near, how its ground lies, its extras, and what it says."""

    name: str
    sky: str
    inks: tuple[str, ...]
    alternative_text: dict[str, str]
    caption: dict[str, str] = field(default_factory=dict)
    sun: tuple[float, float, str] | None = None  # across and down as shares of the picture, and its ink
    horizon: float = 0.42  # share of the height at which the farthest layer lies
    relief: float = 0.06  # share of the height by which a layer rises and falls
    waves: float = 1.6  # how often it does so across the picture
    seed: float = 0.0
    river: str = ""
    tower: bool = False
    stars: bool = False
    trees: int | None = None  # the layer that bears trees
    decorative: bool = False
    focal: tuple[int, int] = (50, 50)
    for_press: bool = False

    @property
    def uid(self) -> uuid.UUID:
        return uuid.uuid5(NAMESPACE, self.name)


SCENES = (
    Scene(
        "dunes",
        "#E7D3AE",
        OCHRES,
        {
            "fr": "Des dunes ocre se succèdent sous un soleil bas ; de fines lignes en soulignent le relief.",
            "nl": "Okerkleurige duinen liggen achter elkaar onder een lage zon; fijne lijnen volgen het reliëf.",
            "de": "Ockerfarbene Dünen liegen hintereinander unter einer tief stehenden Sonne; feine Linien zeichnen "
            "ihre Form nach.",
            "en": "Ochre dunes lie one behind the other under a low sun; fine lines trace their shape.",
        },
        {
            "fr": "Le Sahel, vu par un dessinateur. Ce paysage n’existe pas.",
            "nl": "De Sahel, gezien door een tekenaar. Dit landschap bestaat niet.",
            "de": "Die Sahelzone, wie ein Zeichner sie sieht. Diese Landschaft gibt es nicht.",
            "en": "The Sahel as an illustrator sees it. This landscape does not exist.",
        },
        sun=(0.72, 0.22, LIT),
        seed=0.4,
        focal=(70, 35),
        for_press=True,
    ),
    Scene(
        "river",
        "#C8D5DD",
        EARTHS,
        {
            "fr": "Un fleuve large et clair serpente entre des rives basses, couleur de sable.",
            "nl": "Een brede, heldere rivier kronkelt tussen lage, zandkleurige oevers.",
            "de": "Ein breiter, heller Fluss windet sich zwischen flachen, sandfarbenen Ufern.",
            "en": "A wide, pale river winds between low banks the colour of sand.",
        },
        {
            "fr": "Un fleuve à l’étiage, en papier découpé.",
            "nl": "Een rivier bij laag water, in papier geknipt.",
            "de": "Ein Fluss bei Niedrigwasser, aus Papier geschnitten.",
            "en": "A river at low water, cut from paper.",
        },
        relief=0.03,
        seed=2.1,
        river="#8FB4CC",
        focal=(50, 60),
    ),
    Scene(
        "hills",
        "#DCE4DA",
        GREENS,
        {
            "fr": "Des collines vertes montent par étages vers un ciel pâle ; des conifères bordent la dernière crête.",
            "nl": "Groene heuvels klimmen trapsgewijs naar een bleke hemel; op de voorste kam staan naaldbomen.",
            "de": "Grüne Hügel steigen stufenweise zu einem blassen Himmel an; auf dem vordersten Kamm stehen "
            "Nadelbäume.",
            "en": "Green hills climb in steps towards a pale sky; conifers line the nearest ridge.",
        },
        {
            "fr": "Des collines boisées, comme sur une carte en relief.",
            "nl": "Beboste heuvels, zoals op een reliëfkaart.",
            "de": "Bewaldete Hügel, wie auf einer Reliefkarte.",
            "en": "Wooded hills, as on a relief map.",
        },
        horizon=0.34,
        relief=0.10,
        waves=2.2,
        seed=1.2,
        trees=4,
        focal=(45, 55),
    ),
    Scene(
        "cold-sea",
        "#D5DFE6",
        BLUES,
        {
            "fr": "Une mer bleue et froide, en vagues régulières, sous un ciel gris clair.",
            "nl": "Een koude, blauwe zee met regelmatige golven onder een lichtgrijze hemel.",
            "de": "Eine kalte, blaue See mit gleichmäßigen Wellen unter einem hellgrauen Himmel.",
            "en": "A cold blue sea in even waves under a light grey sky.",
        },
        {
            "fr": "La mer, en cinq feuilles de papier.",
            "nl": "De zee, in vijf vellen papier.",
            "de": "Das Meer, aus fünf Blatt Papier.",
            "en": "The sea, in five sheets of paper.",
        },
        sun=(0.25, 0.2, PAPER),
        horizon=0.46,
        relief=0.025,
        waves=4.5,
        seed=3.3,
        focal=(40, 45),
    ),
    Scene(
        "fields",
        PANEL,
        ("#CFC9A0", "#B4B47C", "#93A067", "#8A7A45", "#6A552B"),
        {
            "fr": "Des champs labourés, verts et bruns, s’étendent jusqu’à une ligne d’arbres à l’horizon.",
            "nl": "Geploegde velden, groen en bruin, strekken zich uit tot een bomenrij aan de horizon.",
            "de": "Gepflügte Felder in Grün und Braun reichen bis zu einer Baumreihe am Horizont.",
            "en": "Ploughed fields, green and brown, stretch to a line of trees on the horizon.",
        },
        {
            "fr": "Des champs après le labour : c’est là que le sol rend encore ce qu’il garde.",
            "nl": "Velden na het ploegen: daar geeft de grond nog altijd prijs wat hij bewaart.",
            "de": "Felder nach dem Pflügen: Hier gibt der Boden noch immer frei, was er bewahrt.",
            "en": "Fields after ploughing, where the ground still gives up what it keeps.",
        },
        relief=0.018,
        waves=1.1,
        seed=4.0,
        trees=0,
        focal=(50, 50),
    ),
    Scene(
        "lighthouse",
        "#26394A",
        NIGHTS,
        {
            "fr": "De nuit, un phare allumé se dresse sur une côte sombre ; la mer et les étoiles l’entourent.",
            "nl": "’s Nachts staat een brandende vuurtoren op een donkere kust, tussen zee en sterren.",
            "de": "Nachts steht ein leuchtender Leuchtturm an einer dunklen Küste, zwischen Meer und Sternen.",
            "en": "At night a lit lighthouse stands on a dark coast, between the sea and the stars.",
        },
        {
            "fr": "Le phare d’une mission de fiction.",
            "nl": "De vuurtoren van een verzonnen missie.",
            "de": "Der Leuchtturm einer erfundenen Mission.",
            "en": "The lighthouse of a fictional mission.",
        },
        horizon=0.5,
        relief=0.03,
        waves=3.2,
        seed=5.2,
        tower=True,
        stars=True,
        focal=(66, 45),
    ),
    Scene(
        "night-hills",
        NIGHT,
        NIGHTS,
        {
            "fr": "Une lune basse éclaire des collines bleu nuit ; quelques étoiles sont visibles.",
            "nl": "Een lage maan verlicht nachtblauwe heuvels; er zijn enkele sterren te zien.",
            "de": "Ein tief stehender Mond beleuchtet nachtblaue Hügel; einige Sterne sind zu sehen.",
            "en": "A low moon lights hills of midnight blue; a few stars are out.",
        },
        {
            "fr": "La nuit, vue d’une hauteur.",
            "nl": "De nacht, gezien vanaf een hoogte.",
            "de": "Die Nacht, von einer Anhöhe aus.",
            "en": "Night, seen from a height.",
        },
        sun=(0.68, 0.24, LIT),
        seed=6.1,
        stars=True,
        focal=(65, 40),
    ),
    Scene(
        "contour-lines",
        PAPER,
        ("#EFE6D3", "#E8DCC2", "#E0D1B1", "#D8C5A0", "#CFB98E"),
        {},
        horizon=0.12,
        relief=0.09,
        waves=1.3,
        seed=7.7,
        decorative=True,
    ),
)


def draw(scene: Scene) -> bytes:
    """Return the picture as a PNG; the same scene gives the same pixels on every machine."""
    width, height = SIZE[0] * FINER, SIZE[1] * FINER
    picture = Image.new("RGB", (width, height), scene.sky)
    pen = ImageDraw.Draw(picture)
    if scene.stars:
        _stars(pen, scene, width, height)
    if scene.sun:
        across, down, ink = scene.sun
        radius = height * 0.07
        _disc(pen, across * width, down * height, radius, ink)
    for index, ink in enumerate(scene.inks):
        outline = _outline(scene, index, width, height)
        if scene.trees == index:
            _trees(pen, outline, height * (0.025 if index == 0 else 0.05), ink)
        if scene.tower and index == len(scene.inks) - 2:
            _tower(pen, outline, width, height)
        pen.polygon([*outline, (width, height), (0, height)], fill=ink)
        _contours(pen, outline, height, _lighter(ink))
    if scene.river:
        _river(pen, scene, width, height)
    file = io.BytesIO()
    picture.resize(SIZE, Image.Resampling.BOX).save(file, "PNG")
    return file.getvalue()


def _outline(scene: Scene, index: int, width: int, height: int) -> list[tuple[float, float]]:
    layers = len(scene.inks)
    base = height * (scene.horizon + (1 - scene.horizon) * (index / layers) ** 1.25)
    rise = height * scene.relief * (0.55 + 0.45 * index / layers)
    shift = scene.seed + 1.9 * index
    points = []
    for step in range(241):
        share = step / 240
        wave = (
            math.sin(share * scene.waves * math.tau + shift)
            + 0.45 * math.sin(share * scene.waves * 2.3 * math.tau + 2.6 * shift)
            + 0.12 * math.sin(share * scene.waves * 5.1 * math.tau + 4.2 * shift)
        )
        points.append((share * width, base - rise * wave))
    return points


def _contours(pen: ImageDraw.ImageDraw, outline: list[tuple[float, float]], height: int, ink: tuple[int, ...]) -> None:
    for line in range(1, 4):
        lower = height * 0.022 * line
        # Flatter with depth, as lines of equal distance are.
        middle = sum(y for _x, y in outline) / len(outline)
        points = [(x, middle + (y - middle) * (1 - 0.12 * line) + lower) for x, y in outline]
        pen.line(points, fill=ink, width=3 * FINER // 2)


def _disc(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, ink: str) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=ink)


def _stars(pen: ImageDraw.ImageDraw, scene: Scene, width: int, height: int) -> None:
    for number in range(46):
        # Turns of the golden angle never line up.
        across = (number * 0.618034 + scene.seed) % 1
        down = (number * 0.381966 * 1.7 + scene.seed / 3) % 1 * scene.horizon * 0.9
        _disc(pen, across * width, down * height, height * (0.0012 + 0.0012 * (number % 3)), CREAM)


def _trees(pen: ImageDraw.ImageDraw, outline: list[tuple[float, float]], tall: float, ink: str) -> None:
    for number, (x, y) in enumerate(outline[2:-2:3]):
        high = tall * (0.6 + 0.4 * math.sin(number * 1.7) ** 2)
        pen.polygon([(x - high * 0.32, y + high * 0.4), (x, y - high), (x + high * 0.32, y + high * 0.4)], fill=ink)


def _tower(pen: ImageDraw.ImageDraw, outline: list[tuple[float, float]], width: int, height: int) -> None:
    x, foot = 0.66 * width, outline[158][1] + height * 0.02
    top, half = foot - height * 0.3, width * 0.012
    pen.polygon([(x, top), (0, top - height * 0.10), (0, top + height * 0.06)], fill="#3A4A55")
    pen.polygon([(x - half * 1.5, foot), (x - half, top), (x + half, top), (x + half * 1.5, foot)], fill=CREAM)
    pen.polygon([(x - half * 1.2, top), (x, top - half * 2), (x + half * 1.2, top)], fill="#9E2A1F")
    pen.rectangle((x - half * 0.6, top + half * 0.4, x + half * 0.6, top + half * 1.6), fill=LIT)


def _river(pen: ImageDraw.ImageDraw, scene: Scene, width: int, height: int) -> None:
    for swell, ink in ((1.35, scene.inks[1]), (1.0, scene.river)):  # the bank, then the water
        left, right = [], []
        for step in range(161):
            share = step / 160
            middle = width * (0.5 + 0.24 * math.sin(share**0.6 * math.tau * 1.3 + scene.seed) * (0.15 + 0.85 * share))
            half = width * (0.004 + 0.16 * share**1.6) * swell
            y = height * (0.44 + 0.56 * share)
            left.append((middle - half, y))
            right.append((middle + half, y))
        pen.polygon([*left, *reversed(right)], fill=ink)


def _lighter(ink: str) -> tuple[int, ...]:
    return tuple(round(channel + (255 - channel) * 0.28) for channel in bytes.fromhex(ink[1:]))
