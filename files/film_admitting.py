"""The process that reads films of strangers: little memory, little time, no Django, no settings, no network.

Reads the file on standard input, packs its pictures and its sound anew into the file descriptor given as first
argument, and writes one JSON object to standard output: either {"refused": …} or what the film is and what was left
behind. Pictures and sound are taken over as they are encoded, except sound in AAC, which is encoded anew; of everything
around them nothing is. Whatever goes wrong otherwise ends the process, which `files.gate` takes for a damaged file.
"""

import json
import os
import resource
import sys
from collections.abc import Iterator
from typing import BinaryIO

from images.processes import MEBIBYTE, limit

try:
    import av
    from av.bitstream import BitStreamFilterContext
    from av.error import FFmpegError
except ImportError:  # the one tool that this needs; `files.gate` says how to have it
    av = None

MEMORY = 300 * MEBIBYTE
SECONDS = 240
LONGEST_SIDE = 4096  # pixels

# What a browser shows without asking for more: (pictures, sound) by container.
CODECS = {"mp4": ({"h264"}, {"aac"}), "webm": ({"vp8", "vp9", "av1"}, {"opus"})}
DEMUXERS = {"mp4": "mov", "webm": "matroska"}
MEDIA_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
# Messages inside the pictures themselves, where cameras and encoders write; players need none of them.
MESSAGES = {"h264": "filter_units=remove_types=6", "av1": "filter_units=remove_types=5"}
# Sound in which encoders and cameras write their names between the notes, where nothing but encoding it anew removes
# them; bits per second and channel, well above what films from telephones have.
ENCODED_ANEW = {"aac": 112_000}
# What every file of its kind says, and a name that says nothing.
PLAIN = {"major_brand", "minor_version", "compatible_brands", "language", "vendor_id", "duration"}
PLAIN_HANDLERS = {"videohandler", "soundhandler", "core media video", "core media audio", "iso media file"}
FOUND = {
    "gps": ("location", "xyz", "gps"),
    "date": ("date", "time", "year"),
    "camera": ("make", "model", "device", "android"),
    "software": ("encoder", "software", "handler", "tool", "encoded", "app"),
    "author": ("artist", "author", "director", "composer", "performer"),
    "rights": ("copyright", "license"),
    "text": ("title", "comment", "description", "synopsis", "keywords", "lyrics"),
}


class Refused(Exception):
    """A film that must stay outside, with the name of the reason and its numbers."""

    def __init__(self, reason: str, **facts):
        super().__init__(reason)
        self.report = {"refused": reason, **facts}


def main() -> None:
    target, largest = map(int, sys.argv[1:3])
    if av is None:
        sys.stdout.write(json.dumps({"refused": "tool"}))
        return
    limit(resource.RLIMIT_CPU, SECONDS)
    limit(resource.RLIMIT_FSIZE, largest + 16 * MEBIBYTE)
    limit(resource.RLIMIT_DATA, MEMORY)
    av.logging.set_level(None)
    try:
        report = admit(sys.stdin.buffer, target)
    except Refused as refused:
        report = refused.report
    except MemoryError:
        report = {"refused": "heavy"}
    except (FFmpegError, ValueError):
        report = {"refused": "damaged"}
    sys.stdout.write(json.dumps(report))


def container_of(head: bytes) -> str:
    """Return what kind of film the first bytes announce; empty for none that is taken."""
    if head[4:8] == b"ftyp":
        return "mp4"
    return "webm" if head.startswith(b"\x1a\x45\xdf\xa3") else ""


def admit(source: BinaryIO, target: int) -> dict:
    """Pack the film in `source` anew into the file descriptor `target` and return the report."""
    kind = container_of(source.read(12))
    if not kind:
        raise Refused("film_unknown")
    source.seek(0)
    # The kind is said, never guessed: a list of other files, or an address, is nothing this reads.
    with av.open(source, format=DEMUXERS[kind], metadata_errors="ignore") as film:
        picture, sound = chosen_streams(film, kind)
        found = kinds_found(film, picture, sound)
        width, height = shown_size(film, picture)
    # Opened again: after a jump back, a reader leaves out the sound from before the first picture.
    source.seek(0)
    with av.open(source, format=DEMUXERS[kind], metadata_errors="ignore") as film:
        picture, sound = chosen_streams(film, kind)
        duration, cut = pack(film, picture, sound, kind, target)
        if cut:
            found.add("messages")
    return {
        "media_type": MEDIA_TYPES[kind],
        "width": width,
        "height": height,
        "milliseconds": duration,
        "has_sound": sound is not None,
        "size": os.fstat(target).st_size,
        "removed": sorted(found),
    }


def chosen_streams(film, kind: str) -> tuple:
    """Return the pictures and the sound of a film that a browser can show; the sound may be None."""
    moving = [
        stream
        for stream in film.streams.video
        if not stream.disposition & (av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails)
    ]
    if not moving:
        raise Refused("film_no_pictures")
    picture = moving[0]
    sound = film.streams.audio[0] if film.streams.audio else None
    pictures, sounds = CODECS[kind]
    for stream, known in ((picture, pictures), (sound, sounds)):
        if stream is not None:
            codec = stream.codec_context.codec.canonical_name if stream.codec_context else "?"
            if codec not in known:
                raise Refused("film_codec", codec=codec)
    return picture, sound


def kinds_found(film, picture, sound) -> set[str]:
    """Return what the film holds beside the pictures and the sound that are kept, as keys of `files.gate.KINDS`."""
    found = set()
    tags = dict(film.metadata)
    for stream in film.streams:
        tags |= {f"{stream.index} {key}": value for key, value in stream.metadata.items()}
        if stream not in (picture, sound):
            is_still = stream.type == "video"
            found.add(
                "thumbnail" if is_still else "other_track" if stream.type in ("audio", "subtitle") else "data_track"
            )
    if film.chapters():
        found.add("chapters")
    for key, value in tags.items():
        name = key.partition(" ")[2] if key[0].isdigit() else key
        name = name.lower()
        if (
            name in PLAIN
            or not value.strip()
            or (name.startswith("handler") and value.strip().lower() in PLAIN_HANDLERS)
        ):
            continue
        found.add(next((kind for kind, words in FOUND.items() if any(word in name for word in words)), "other"))
    return found


def shown_size(film, picture) -> tuple[int, int]:
    """Return width and height as a player shows them, upright; the first picture is decoded to be sure there is one."""
    frame = next(film.decode(picture), None)
    if frame is None:
        raise Refused("film_no_pictures")
    width, height = frame.width, frame.height
    if max(width, height) > LONGEST_SIDE:
        raise Refused("film_side", side=max(width, height), longest=LONGEST_SIDE)
    return (height, width) if frame.rotation % 180 else (width, height)


def pack(film, picture, sound, kind: str, target: int) -> tuple[int, bool]:
    """Write pictures and sound into a new container; return the length in milliseconds and whether messages went."""
    # `bitexact`: no name and version of the tool, no number drawn at random.
    options = {"fflags": "+bitexact"} | ({"movflags": "+faststart"} if kind == "mp4" else {})
    end, cut = 0.0, False
    # By a name: to put the index in front, the file is opened a second time.
    with av.open(f"/proc/self/fd/{target}", "w", format=kind, container_options=options) as packed:
        copies = {}
        is_encoded_anew = sound is not None and sound.codec_context.codec.canonical_name in ENCODED_ANEW
        for stream in filter(None, (picture, sound)):
            if stream is sound and is_encoded_anew:
                copy = encoder_like(sound, packed)
            else:
                copy = packed.add_stream_from_template(stream, opaque=True)
            copies[stream.index] = copy
            copy.metadata.clear()
        packed.metadata.clear()
        message_filter = None
        codec = picture.codec_context.codec.canonical_name
        if codec in MESSAGES:
            message_filter = BitStreamFilterContext(MESSAGES[codec], picture, copies[picture.index])
        for packet in packets(film, picture, sound):
            start = float(packet.pts * packet.time_base) if packet.pts is not None else 0.0
            end = max(end, start + float((packet.duration or 0) * packet.time_base))
            if is_encoded_anew and packet.stream is sound:
                for frame in packet.decode():
                    packed.mux(copies[sound.index].encode(frame))
                continue
            kept = [packet]
            if message_filter is not None and packet.stream is picture:
                size = packet.size
                kept = message_filter.filter(packet)
                cut = cut or sum(each.size for each in kept) < size
            for each in kept:
                each.stream = copies[packet.stream.index]
                packed.mux(each)
        if is_encoded_anew:
            for frame in (*sound.codec_context.decode(None), None):
                packed.mux(copies[sound.index].encode(frame))
    if end <= 0:
        raise Refused("damaged")
    return round(end * 1000), cut


def encoder_like(sound, packed):
    """Return a new stream that encodes sound anew, as many times a second and for as many loudspeakers."""
    codec, source = sound.codec_context.codec.canonical_name, sound.codec_context
    made = packed.add_stream(codec, rate=source.sample_rate, layout=source.layout.name)
    made.codec_context.bit_rate = ENCODED_ANEW[codec] * source.layout.nb_channels
    made.codec_context.options = {"aac_coder": "fast"}
    made.codec_context.flags |= av.codec.context.Flags.bitexact  # no name of the encoder
    return made


def packets(film, picture, sound) -> Iterator:
    """Yield every piece of the two streams in the order of the file; the empty ones at the end are for decoders."""
    for packet in film.demux([stream for stream in (picture, sound) if stream is not None]):
        if packet.dts is not None and packet.size:
            yield packet


if __name__ == "__main__":
    main()
