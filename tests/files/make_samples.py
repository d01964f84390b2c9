"""Makes the films that the tests send through the gate: `python -m tests.files.make_samples`.

They are committed, so that the tests need no encoder. Each is a second of a moving line with a tone, drawn here, and
carries what cameras and editing programs leave behind: a position, dates, names of devices, programs and people.
"""

import argparse
import math
from array import array
from fractions import Fraction
from pathlib import Path

import av
from PIL import Image, ImageDraw

SAMPLES = Path(__file__).parent / "samples"
RATE, SECONDS, SOUND_RATE = 10, 1, 48_000
# What the tests look for in whatever the gate lets through.
PLACE = "+17.9716-000.0000/"
TRACES = {
    "location": PLACE,
    "location-eng": PLACE,
    "com.apple.quicktime.location.ISO6709": PLACE,
    "make": "Spyglass Works",
    "model": "Spyglass 9",
    "creation_time": "2024-02-29T06:07:08.000000Z",
    "artist": "Corporal Nobody",
    "comment": "North gate of the camp",
    "title": "Raw take 7",
    "copyright": "Nobody in particular",
}
HANDLER = "Spyglass Video Handler"


def frames():
    for number in range(RATE * SECONDS):
        image = Image.new("RGB", (64, 48), (238, 235, 228))
        ImageDraw.Draw(image).line([(4, 40), (4 + number * 6, 40 - number * 3)], fill=(120, 40, 30), width=3)
        frame = av.VideoFrame.from_image(image)
        frame.pts, frame.time_base = number, Fraction(1, RATE)
        yield frame


def tones():
    for start in range(0, SOUND_RATE * SECONDS, 960):
        wave = array(
            "h", (int(6000 * math.sin(2 * math.pi * 220 * at / SOUND_RATE)) for at in range(start, start + 960))
        )
        frame = av.AudioFrame(format="s16", layout="mono", samples=960)
        frame.planes[0].update(wave.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
        yield frame


def make(path, *, pictures, sound=None, container=None, traces=TRACES, **options):
    """Write one film."""
    with av.open(str(path), "w", format=container, container_options=options) as film:
        film.metadata.update(traces)
        moving = film.add_stream(pictures, rate=RATE, width=64, height=48, pix_fmt="yuv420p", bit_rate=40_000)
        if traces:
            moving.metadata.update({"handler_name": HANDLER, "creation_time": TRACES["creation_time"]})
        heard = film.add_stream(sound, rate=SOUND_RATE, layout="mono", bit_rate=16_000) if sound else None
        for frame in frames():
            film.mux(moving.encode(frame))
        film.mux(moving.encode(None))
        if heard:
            resample = av.AudioResampler(format=heard.format.name, layout="mono", rate=SOUND_RATE)
            fifo = av.AudioFifo()
            for frame in tones():
                for each in resample.resample(frame):
                    fifo.write(each)
                while (piece := fifo.read(heard.frame_size or 960)) is not None:
                    film.mux(heard.encode(piece))
            film.mux(heard.encode(None))


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    SAMPLES.mkdir(exist_ok=True)
    make(SAMPLES / "located.mp4", pictures="libx264", sound="aac", movflags="use_metadata_tags")
    # Without the option, the position stands where older cameras write it: in the box ©xyz.
    make(SAMPLES / "located-in-a-box.mp4", pictures="libx264")
    make(SAMPLES / "located.mov", pictures="libx264", sound="aac")
    make(SAMPLES / "located.webm", pictures="libvpx-vp9", sound="libopus")
    make(SAMPLES / "foreign-codec.mp4", pictures="mpeg4", traces={})
    make(SAMPLES / "plain.webm", pictures="libvpx", traces={})


if __name__ == "__main__":
    main()
