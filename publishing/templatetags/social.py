"""What a page says of the picture it is shared with."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from images.cards import HEIGHT, WIDTH
from images.templatetags.pictures import is_blocked
from languages.typography import typeset
from publishing import kinds

register = template.Library()


@register.inclusion_tag("publishing/_social.html", takes_context=True)
def social_image(context) -> dict:
    """Write address, size and alternative text of the page's card; of the site's card for what is no version."""
    edition, document, language = context.get("edition"), context.get("document"), context["language"]
    if edition is None or document is None:
        address = reverse("site-card", kwargs={"language": language})
        said = [_("What our armed forces do abroad and at home, mission by mission.")]
    else:
        address = reverse("page-card", args=[edition.uid])
        number, explanation = document.key_number()
        picture = document.main_picture
        is_shown = picture is not None and not is_blocked(picture, context.get("blocked", ""))
        if is_shown:
            seen = picture.alternative_text
        else:
            seen = _("with a map of the place") if kinds.get(edition.kind).ground(document) else ""
        said = [document.heading, f"{number} {explanation}".strip(), seen]
    return {
        "address": f"{context['origin']}{address}",
        "width": WIDTH,
        "height": HEIGHT,
        "alternative_text": " – ".join(typeset(words, language) for words in said if words),
    }
