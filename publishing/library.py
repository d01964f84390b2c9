"""The library of pictures as the desk sees it: what `images` knows, and what the public sees of each picture."""

from collections import defaultdict

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from images.admin import PictureAdmin, StateFilter
from images.models import Picture
from publishing.models import Edition, EditionPicture, TakeDown
from publishing.noting import Noting


class PublicStateFilter(StateFilter):
    """What is left to do for a picture, and whether it was taken down."""

    def states(self):
        down = Exists(TakeDown.objects.filter(content_hash=OuterRef("content_hash")))
        return super().states() | {"taken_down": (_("taken down"), down)}


@admin.register(Picture)
class Library(Noting, PictureAdmin):
    """Adds to each picture where the public sees it, and notes whose words the pages that show one then hold."""

    list_filter = [PublicStateFilter, *PictureAdmin.list_filter[1:]]

    change_form_template = "admin/publishing/picture_form.html"

    def mark(self, pictures):
        super().mark(pictures)
        hashes = [picture.content_hash for picture in pictures]
        down = set(TakeDown.objects.filter(content_hash__in=hashes).values_list("content_hash", flat=True))
        now, live, coming = timezone.now(), defaultdict(set), {}
        shown = EditionPicture.objects.filter(content_hash__in=hashes)
        for content_hash, page in shown.live(now).values_list("content_hash", "edition__page"):
            live[content_hash].add(page)
        scheduled = shown.filter(edition__cancelled_at__isnull=True, edition__live_from__gt=now)
        for content_hash, moment in scheduled.order_by("-edition__live_from").values_list(
            "content_hash", "edition__live_from"
        ):
            coming[content_hash] = moment
        for picture in pictures:
            marks, content_hash = [], picture.content_hash
            if content_hash in down:
                marks.append(("down", gettext("taken down")))
            elif live[content_hash]:
                count = len(live[content_hash])
                marks.append(
                    ("live", ngettext("live, %(count)s page", "live, %(count)s pages", count) % {"count": count})
                )
            if content_hash in coming:
                day = date_format(timezone.localtime(coming[content_hash]), "SHORT_DATETIME_FORMAT")
                marks.append(("coming", gettext("goes live %(moment)s") % {"moment": day}))
            if marks:
                picture.marks = [mark for mark in picture.marks if mark[0] != "unused"]
            picture.marks = [*marks, *picture.marks]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            shown = Edition.objects.filter(pictures__content_hash=obj.content_hash).light()
            context["live"] = list(shown.live(timezone.now()).exclude(path="").order_by("title", "language"))
            context["taken_down"] = TakeDown.objects.filter(content_hash=obj.content_hash).first()
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)
