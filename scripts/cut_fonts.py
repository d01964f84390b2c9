"""Cut the fonts that every page loads down to what it may write: `python -m scripts.cut_fonts`.

The characters are those of their ranges in static/css/tokens.css, the weights and widths those that the stylesheets
use. The sources are packages of npm, checked by their hashes. What is cut is committed, in static/fonts/, so that
nothing that runs the site has to cut it.
"""

import hashlib
import io
import re
import sys
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from scripts import node_packages

STATIC = Path(__file__).resolve().parent.parent / "static"
PACKAGES = {
    "piazzolla-5.3.0": "39651cdd8554ade488bcf47294c8e179267e33ab222df171b3e244ebe0fe0494",
    "encode-sans-5.3.0": "e75d5b459780fbcbb7183730f865a183673afe34f5556f8460480b202f9c54dd",
}
SERIF, SANS = {"wght": (250, 700), "opsz": (13, 30)}, {"wght": (250, 700), "wdth": (80, 100)}
# Nobody writes these in our languages; where somebody does, the reader's own fonts have them.
UNUSED = "¢¤¥¦ª¬¯´¶¸¹º¼¾"
RARE = "¡£§¨©®°²³µ½¿ÃÌÐÑÒÕÝÞãìðòõýþÿı•™"
# Each with its source, its axes as far as they are used, and what it does without.
CUT = {
    "piazzolla-latin": ("piazzolla-latin-opsz-normal", SERIF, UNUSED),
    "piazzolla-latin-italic": ("piazzolla-latin-opsz-italic", SERIF, UNUSED + RARE),
    "encode-sans-latin": ("encode-sans-latin-standard-normal", SANS, UNUSED),
}
# Without forms for Catalan, Polish and other languages the site is not written in.
FEATURES = ["calt", "ccmp", "kern", "liga", "mark", "mkmk", "rclt", "tnum"]
# The licence of Encode Sans keeps its name for the unchanged font.
RESERVED = {"Encode Sans": "Missions Sans", "EncodeSans": "MissionsSans"}
# How far an outline may lie from where it was drawn, in parts of the size of a letter: a quarter of a pixel in the
# largest title of a wide screen, so that fewer points need a word of their own for each weight.
TOLERANCE = 0.0015
COPYRIGHT, LICENCE = 0, 14  # numbers of names in a font
_FACE = re.compile(r'fonts/([a-z-]+)\.woff2"\) format\("woff2"\);\s+unicode-range: ([^;]+);')


def ranges() -> dict[str, set[int]]:
    """Return the code points that each font file stands for on the site, by its name without ending."""
    found = {}
    for name, written in _FACE.findall((STATIC / "css" / "tokens.css").read_text()):
        spans = [span.removeprefix("U+").partition("-") for span in written.split(", ")]
        found[name] = {point for first, _, last in spans for point in range(int(first, 16), int(last or first, 16) + 1)}
    return found


def fetch(folder: Path) -> None:
    """Fetch the packages and lay their fonts into a folder."""
    for package, digest in PACKAGES.items():
        name, _dash, version = package.rpartition("-")
        wanted, file = f"@fontsource-variable/{name}@{version}", folder / f"fontsource-variable-{package}.tgz"
        if not node_packages.npm("pack", wanted, "--silent", folder=folder):
            sys.exit(f"npm could not fetch {wanted}; {node_packages.HOW_TO_GET_THEM}.")
        if hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            sys.exit(f"{wanted} is not the package that was chosen.")
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")


def cut(source: Path, axes: dict[str, tuple[int, int]], points: set[int], target: Path) -> None:
    """Write what a font holds of these characters, each axis as far as it is used."""
    narrowed = io.BytesIO()
    instancer.instantiateVariableFont(TTFont(source, recalcTimestamp=False), axes).save(narrowed)
    # Read anew: the cutter misses what narrowing left in memory.
    font = TTFont(narrowed, recalcTimestamp=False)
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False, notdef_outline=True)
    options.name_IDs = [*range(7), LICENCE]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    spare(font)
    for record in font["name"].names:
        for reserved, ours in RESERVED.items():
            if record.nameID != COPYRIGHT:
                record.string = record.toUnicode().replace(reserved, ours)
    subset.save_font(font, target, options)


def spare(font: TTFont) -> None:
    """Let points of an outline that move almost with their neighbours move exactly with them."""
    outlines, tolerance = font["glyf"], TOLERANCE * font["head"].unitsPerEm
    for name, variations in font["gvar"].variations.items():
        points, controls = outlines._getCoordinatesAndControls(name, font["hmtx"].metrics)
        for variation in variations:
            variation.calcInferredDeltas(points, controls.endPts)
            variation.roundDeltas()
            variation.optimize(points, controls.endPts, tolerance, isComposite=outlines[name].isComposite())


def main() -> None:
    """Write the files anew; the same sources and ranges give the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        fetch(Path(folder))
        for name, (source, axes, without) in CUT.items():
            file, target = Path(folder) / "package" / "files" / f"{source}.woff2", STATIC / "fonts" / f"{name}.woff2"
            cut(file, axes, ranges()[name] - {ord(sign) for sign in without}, target)
            print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
