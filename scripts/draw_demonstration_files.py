"""Draw the film and write the document of the demonstration: `python -m scripts.draw_demonstration_files`.

They are committed, in fixtures/files/, so that nothing that runs the site has to draw them. Neither shows anything
real: a line crosses a sheet while a tone rises, and seven numbers of the United Nations stand on a page.
"""

import argparse
import io
import math
from array import array
from fractions import Fraction
from pathlib import Path

import av
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "files"
WIDTH, HEIGHT, RATE, SECONDS, SOUND_RATE = 640, 360, 12, 6, 48_000
PAPER, INK, OCHRE = (243, 238, 227), (38, 57, 74), (176, 110, 40)
SMOOTH = 3  # drawn larger and made smaller, so that the line has no steps


def height_at(x: float) -> float:
    """Return how high the line stands at a place of the sheet, both from 0 to 1."""
    return 0.62 - 0.18 * math.sin(x * 5.2) * (0.4 + 0.6 * x) - 0.10 * math.sin(x * 13 + 1)


def pictures():
    """Yield the pictures of the film: a sheet, a line that grows, a dot at its end."""
    for number in range(RATE * SECONDS):
        done = min(1.0, number / (RATE * (SECONDS - 1.2)))
        image = Image.new("RGB", (WIDTH * SMOOTH, HEIGHT * SMOOTH), PAPER)
        drawn = ImageDraw.Draw(image)
        for row in range(1, 6):
            at = HEIGHT * SMOOTH * row / 6
            drawn.line([(40 * SMOOTH, at), ((WIDTH - 40) * SMOOTH, at)], fill=(226, 219, 204), width=SMOOTH)
        reached = max(2, round(done * 400))
        points = [
            ((40 + (WIDTH - 80) * step / 400) * SMOOTH, HEIGHT * SMOOTH * height_at(step / 400))
            for step in range(reached)
        ]
        drawn.line(points, fill=INK, width=4 * SMOOTH, joint="curve")
        x, y = points[-1]
        drawn.ellipse([x - 8 * SMOOTH, y - 8 * SMOOTH, x + 8 * SMOOTH, y + 8 * SMOOTH], fill=OCHRE)
        frame = av.VideoFrame.from_image(image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS))
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        yield frame


def tones():
    """Yield a soft tone that rises with the line and fades."""
    phase, length = 0.0, SOUND_RATE * SECONDS
    for start in range(0, length, 1024):
        samples = []
        for at in range(start, start + 1024):
            done = at / length
            phase += 2 * math.pi * (196 + 196 * done) / SOUND_RATE
            samples.append(int(5000 * math.sin(math.pi * min(done, 1)) * math.sin(phase)))
        frame = av.AudioFrame(format="s16", layout="mono", samples=1024)
        frame.planes[0].update(array("h", samples).tobytes())
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
        yield frame


def draw_film() -> bytes:
    """Return the film as MP4."""
    file = io.BytesIO()
    with av.open(file, "w", format="mp4", container_options={"fflags": "+bitexact"}) as film:
        moving = film.add_stream("libx264", rate=RATE, width=WIDTH, height=HEIGHT, pix_fmt="yuv420p")
        moving.options = {"crf": "27", "preset": "veryslow"}
        heard = film.add_stream("aac", rate=SOUND_RATE, layout="mono", bit_rate=48_000)
        for frame in pictures():
            film.mux(moving.encode(frame))
        film.mux(moving.encode(None))
        resample = av.AudioResampler(format=heard.format.name, layout="mono", rate=SOUND_RATE)
        for frame in tones():
            for piece in resample.resample(frame):
                film.mux(heard.encode(piece))
        film.mux(heard.encode(None))
    return file.getvalue()


# From the open data of the United Nations, as the article beside it: means of a year.
LINES = [
    ("H1", 24, "Liban : sept nombres"),
    ("P", 12, "Militaires belges au sein de la FINUL, moyenne de l’année, selon les Nations unies."),
    *(("P", 12, f"{year} : {number}") for year, number in
      ((2010, 185), (2011, 101), (2012, 75), (2013, 101), (2014, 82), (2015, 1), (2016, 1))),
    ("P", 12, "Document de démonstration ; la même chose se lit dans l’article qui l’accompagne."),
]  # fmt: skip


def write_document() -> bytes:
    """Return the document as a tagged PDF in French."""
    document = Pdf.new()
    page = document.add_blank_page(page_size=(420, 595))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    page.obj.Resources = Dictionary(Font=Dictionary(F=document.make_indirect(font)))
    root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root))
    elements, drawing, y = [], [], 530
    for number, (tag, size, text) in enumerate(LINES):
        element = Dictionary(Type=Name.StructElem, S=Name(f"/{tag}"), P=whole, Pg=page.obj, K=number)
        elements.append(document.make_indirect(element))
        raw = text.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")
        drawing.append(
            f"/{tag} <</MCID {number}>> BDC BT /F {size * 0.8:g} Tf 40 {y} Td (".encode() + raw + b") Tj ET EMC"
        )
        y -= 24 if size == 12 else 40
    whole.K = Array(elements)
    root.K = whole
    root.ParentTree = document.make_indirect(Dictionary(Nums=Array([0, Array(elements)])))
    page.obj.StructParents = 0
    page.obj.Tabs = Name.S
    page.obj.Contents = Stream(document, b"\n".join(drawing))
    document.Root.StructTreeRoot, document.Root.MarkInfo = root, Dictionary(Marked=True)
    document.Root.Lang = String("fr-BE")
    document.docinfo["/Title"] = LINES[0][2]
    file = io.BytesIO()
    document.save(file, deterministic_id=True)
    return file.getvalue()


def main() -> None:
    """Write both files."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    FOLDER.mkdir(exist_ok=True)
    for name, content in (("line.mp4", draw_film()), ("liban-sept-nombres.pdf", write_document())):
        (FOLDER / name).write_bytes(content)
        print(f"{name}: {len(content)} bytes")


if __name__ == "__main__":
    main()
