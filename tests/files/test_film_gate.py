"""What comes in as a film leaves everything behind that says how it was made."""

import io
import tempfile
from array import array
from pathlib import Path

import av
import pytest
from django.core.files.base import ContentFile

from files import film_admitting
from files.gate import FileRefused, admit_document, admit_film
from tests.files.make_samples import HANDLER, TRACES

SAMPLES = Path(__file__).parent / "samples"
LOCATED = ["located.mp4", "located-in-a-box.mp4", "located.mov", "located.webm"]
# Beside the words of the samples: boxes and programs that only hold such words.
NEVER = [
    b"17.97",
    b"Spyglass",
    b"2024-02",
    b"Nobody",
    b"North gate",
    b"Raw take",
    b"\xa9xyz",
    b"loci",
    b"x264",
    b"Lavc",
    b"uuid",
]


def sample(name):
    return ContentFile((SAMPLES / name).read_bytes(), name=name)


def admitted(name):
    cleaned = admit_film(sample(name))
    return cleaned, cleaned.content.read()


@pytest.mark.parametrize("name", LOCATED)
def test_no_place_no_date_no_name_and_no_camera_comes_through(name):
    before = (SAMPLES / name).read_bytes()
    _cleaned, after = admitted(name)
    assert b"Nobody" in before
    assert [trace for trace in NEVER if trace in after] == []


@pytest.mark.parametrize("name", LOCATED)
def test_a_reader_of_films_finds_nothing_in_what_is_kept(name):
    _cleaned, after = admitted(name)
    with av.open(io.BytesIO(after)) as film:
        told = {*film.metadata.values(), *(value for stream in film.streams for value in stream.metadata.values())}
        assert told & {HANDLER, *TRACES.values()} == set()
        assert len(film.streams) == 1 + (name != "located-in-a-box.mp4")


@pytest.mark.parametrize("name", LOCATED)
def test_the_report_names_kinds_and_never_values(name):
    cleaned, _after = admitted(name)
    assert {"gps", "author"} <= set(cleaned.removed) or name == "located.webm"
    assert "author" in cleaned.removed
    assert not [value for value in TRACES.values() if value in " ".join(cleaned.removed_kinds)]


def test_the_samples_do_hold_the_position_where_cameras_write_it():
    """Otherwise the tests above would prove nothing."""
    assert b"+17.9716" in (SAMPLES / "located.mp4").read_bytes()
    assert b"loci" in (SAMPLES / "located-in-a-box.mp4").read_bytes()
    assert b"\xa9xyz" in (SAMPLES / "located.mov").read_bytes()


@pytest.mark.parametrize(
    ("name", "media_type", "has_sound"),
    [
        ("located.mp4", "video/mp4", True),
        ("located.mov", "video/mp4", True),
        ("located-in-a-box.mp4", "video/mp4", False),
        ("located.webm", "video/webm", True),
        ("plain.webm", "video/webm", False),
    ],
)
def test_size_length_and_sound_are_read_from_the_film(name, media_type, has_sound):
    cleaned, after = admitted(name)
    assert cleaned.media_type == media_type
    assert cleaned.facts["has_sound"] is has_sound
    assert (cleaned.facts["width"], cleaned.facts["height"]) == (64, 48)
    assert 900 <= cleaned.facts["milliseconds"] <= 1100
    assert cleaned.size == len(after)


@pytest.mark.parametrize("name", LOCATED)
def test_pictures_are_those_that_came_in(name):
    def drawn(data):
        with av.open(io.BytesIO(data)) as film:
            return [bytes(frame.to_rgb().planes[0]) for frame in film.decode(video=0)]

    _cleaned, after = admitted(name)
    assert drawn(after) == drawn((SAMPLES / name).read_bytes())
    assert len(drawn(after)) == 10


def heard(data):
    """Return the sound of a film as numbers between -1 and 1, of the first loudspeaker."""
    with av.open(io.BytesIO(data)) as film:
        found = array("f")
        for frame in film.decode(audio=0):
            found.frombytes(bytes(frame.planes[0])[: frame.samples * 4])
        return found


@pytest.mark.parametrize("name", ["located.mp4", "located.mov"])
def test_the_name_of_the_encoder_is_not_in_the_sound_and_the_sound_stays_in_its_place(name):
    before = (SAMPLES / name).read_bytes()
    _cleaned, after = admitted(name)
    assert b"Lavc" in before
    assert b"Lavc" not in after
    old, new = heard(before), heard(after)
    assert len(new) == len(old)
    # A tone: were it shifted by a single piece of the encoder, the difference would be as loud as the tone.
    loud = sum(value * value for value in old)
    noise = sum((one - other) ** 2 for one, other in zip(old, new, strict=True))
    assert loud > 1
    assert noise < loud / 1000


def test_sound_in_opus_is_copied_as_it_is():
    _cleaned, after = admitted("located.webm")
    assert heard(after) == heard((SAMPLES / "located.webm").read_bytes())


def test_the_index_stands_in_front_so_that_a_film_starts_before_it_is_there():
    _cleaned, after = admitted("located.mp4")
    assert after.index(b"moov") < after.index(b"mdat")


def test_the_same_film_gives_the_same_bytes():
    assert admitted("located.mp4")[0].content_hash == admitted("located.mp4")[0].content_hash


def test_nothing_is_found_in_a_film_that_went_through_the_gate_before():
    assert admit_film(ContentFile(admitted("located.mp4")[1], name="again.mp4")).removed == ()


def test_a_telephone_held_upright_makes_an_upright_film():
    data = bytearray((SAMPLES / "located.mp4").read_bytes())
    plain = b"".join(n.to_bytes(4, "big", signed=True) for n in (65536, 0, 0, 0, 65536, 0, 0, 0, 1 << 30))
    turned = b"".join(n.to_bytes(4, "big", signed=True) for n in (0, 65536, 0, -65536, 0, 0, 0, 0, 1 << 30))
    at = data.index(plain, data.index(b"tkhd"))
    data[at : at + 36] = turned
    cleaned = admit_film(ContentFile(bytes(data), name="upright.mp4"))
    assert (cleaned.facts["width"], cleaned.facts["height"]) == (48, 64)
    assert turned in cleaned.content.read()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"GIF89a" + bytes(100), "film_unknown"),
        (b"%PDF-1.7\n", "film_unknown"),
        (b"#EXTM3U\nhttp://127.0.0.1/secret.ts\n", "film_unknown"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(40), "damaged"),
        (b"\x1a\x45\xdf\xa3" + bytes(200), "damaged"),
        ((SAMPLES / "located.mp4").read_bytes()[:900], "damaged"),
        ((SAMPLES / "foreign-codec.mp4").read_bytes(), "film_codec"),
    ],
)
def test_what_is_no_film_for_every_browser_is_refused_with_a_way_out(content, reason):
    with pytest.raises(FileRefused) as caught:
        admit_film(ContentFile(content, name="film.mp4"))
    assert caught.value.code == reason
    assert "%(" not in caught.value.messages[0]


def test_a_name_decides_nothing():
    data = (SAMPLES / "located.webm").read_bytes()
    assert admit_film(ContentFile(data, name="holiday.mp4")).media_type == "video/webm"


def test_a_film_that_is_too_large_is_refused_before_it_is_read_to_its_end(monkeypatch):
    monkeypatch.setattr("files.gate.LARGEST_FILM", 2000)
    with pytest.raises(FileRefused) as caught:
        admit_film(sample("located.mp4"))
    assert caught.value.code == "film_too_large"


@pytest.mark.parametrize(
    ("gate", "worker", "package"), [(admit_film, "film", "av"), (admit_document, "pdf", "pikepdf")]
)
def test_without_its_tool_nothing_is_taken_and_the_sentence_says_how_to_have_it(monkeypatch, gate, worker, package):
    monkeypatch.setattr("files.gate.run_into", lambda *_rest, **_more: b'{"refused": "tool"}')
    with pytest.raises(FileRefused) as caught:
        gate(sample("located.mp4"))
    assert f"pip install {package}" in caught.value.messages[0]


def test_a_worker_without_its_tool_says_so(monkeypatch, capsys):
    monkeypatch.setattr(film_admitting, "av", None)
    monkeypatch.setattr("sys.argv", ["film_admitting", "1", "1000"])
    film_admitting.main()
    assert capsys.readouterr().out == '{"refused": "tool"}'


def test_a_second_track_of_sound_stays_outside():
    """Programs keep what was said before it was cut, and cameras measurements: nobody was meant to find either."""
    file, data = io.BytesIO(), (SAMPLES / "located.mp4").read_bytes()
    with av.open(io.BytesIO(data)) as film, av.open(io.BytesIO(data)) as more, av.open(file, "w", "mp4") as made:
        tracks = [(film, film.streams.video[0]), (film, film.streams.audio[0]), (more, more.streams.audio[0])]
        copies = {(whole, stream.index): made.add_stream_from_template(stream) for whole, stream in tracks}
        for whole, streams in ((film, None), (more, more.streams.audio[0])):
            for packet in whole.demux(streams) if streams else whole.demux():
                if packet.dts is not None:
                    packet.stream = copies[whole, packet.stream.index]
                    made.mux(packet)
    with av.open(io.BytesIO(file.getvalue())) as film:
        assert len(film.streams.audio) == 2
    cleaned = admit_film(ContentFile(file.getvalue(), name="two.mp4"))
    assert "other_track" in cleaned.removed
    with av.open(io.BytesIO(cleaned.content.read())) as film:
        assert [stream.type for stream in film.streams] == ["video", "audio"]


def test_nothing_is_left_in_the_folder_of_temporary_files(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    admitted("located.mp4")
    with pytest.raises(FileRefused):
        admit_film(ContentFile(b"GIF89a", name="film.mp4"))
    assert list(tmp_path.iterdir()) == []
