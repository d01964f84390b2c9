"""The one way in which pictures are written into pages."""

import re
import uuid

import pytest
from django.template import Context, Template
from django.urls import resolve
from django.utils import translation

from images.documents import FrozenPicture
from images.ratios import Rendition

HASH = "3f" * 32


def make_frozen(**values):
    defaults = {
        "uid": uuid.UUID(int=7),
        "content_hash": HASH,
        "media_type": "image/jpeg",
        "width": 3000,
        "height": 2000,
        "alternative_text": "Deux instructeurs lisent une carte.",
        "caption": "Une salle de cours.",
        "credit": "DG StratCom",
    }
    return FrozenPicture(**defaults | values)


def written(source, **context):
    return Template("{% load pictures %}" + source).render(Context(context)).strip()


def addresses(html):
    """Return every address in the markup."""
    found = re.findall(r'src="([^"]+)"', html)
    for srcset in re.findall(r'srcset="([^"]+)"', html):
        found += [each.split()[0] for each in srcset.split(", ")]
    return found


def test_a_picture_offers_avif_then_webp_then_a_fallback():
    html = written("{% picture picture %}", picture=make_frozen())
    assert re.findall(r'<source type="([^"]+)"', html) == ["image/avif", "image/webp"]
    assert f'<img src="/media/{HASH}/original-960.jpg"' in html
    assert f"/media/{HASH}/original-2560.avif 2560w" in html
    assert "original-1920.jpg" not in html


def test_every_address_is_answered_and_names_a_rendition():
    html = written("{% picture picture ratio='hero' %}", picture=make_frozen(focal_x=20, focal_y=80))
    assert len(addresses(html)) == 17
    for address in addresses(html):
        match = resolve(address)
        assert match.view_name == "media"
        rendition = Rendition.parse(match.kwargs["name"])
        assert (rendition.ratio, rendition.focal_point) == ("hero", "20-80")


def test_size_is_said_so_that_nothing_jumps():
    html = written("{% picture picture ratio='square' %}", picture=make_frozen())
    assert 'width="2000" height="2000"' in html
    html = written("{% picture picture %}", picture=make_frozen(width=100, height=51))
    assert 'width="100" height="51"' in html
    assert "original-100.jpg" in html


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_numbers_in_the_markup_are_the_same_in_every_language(language):
    with translation.override(language):
        html = written("{% picture picture %}", picture=make_frozen())
    assert 'width="2560" height="1707"' in html


def test_only_the_first_picture_of_a_page_is_hurried():
    picture = make_frozen()
    hurried = written("{% picture picture priority=True %}", picture=picture)
    assert 'fetchpriority="high"' in hurried
    assert "lazy" not in hurried
    other = written("{% picture picture %}", picture=picture)
    assert 'loading="lazy"' in other
    assert "fetchpriority" not in other


def test_alternative_text_is_written_and_a_decorative_picture_is_silent():
    assert 'alt="Deux instructeurs lisent une carte."' in written("{% picture p %}", p=make_frozen())
    assert 'alt=""' in written("{% picture p %}", p=make_frozen(decorative=True))


def test_words_are_escaped():
    hostile = '"><script>alert(1)</script>'
    frozen = make_frozen(alternative_text=hostile, caption=hostile, credit=hostile)
    html = written("{% figure p sizes=sizes %}", p=frozen, sizes=hostile)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 6


def test_a_figure_has_caption_and_credit_and_drops_an_empty_caption():
    html = written("{% figure p %}", p=make_frozen())
    assert "<figcaption>Une salle de cours." in html
    assert "DG StratCom" in html
    assert "figcaption" not in written("{% figure p %}", p=make_frozen(caption="", credit=""))


def test_nothing_is_written_for_no_picture():
    assert written("{% picture p %}", p=None) == ""
    assert written("{% figure p %}", p=None) == ""


@pytest.mark.parametrize("blocked", [{HASH}, [HASH], HASH, f"{'0' * 64} {HASH}"])
def test_a_picture_that_was_taken_down_is_not_written(blocked):
    assert written("{% picture p blocked=b %}", p=make_frozen(), b=blocked) == ""
    html = written("{% figure p blocked=b %}", p=make_frozen(), b=blocked)
    assert HASH not in html
    assert "DG StratCom" not in html
    assert "removed" in html


@pytest.mark.parametrize("blocked", ["", None, set(), "0" * 64])
def test_another_picture_that_was_taken_down_changes_nothing(blocked):
    assert HASH in written("{% picture p blocked=b %}", p=make_frozen(), b=blocked)
