"""Thousands of articles as the desk would have left them, written in bulk; for tests of bounds and for the bench."""

import uuid

from django.utils import timezone

from articles.models import Article, Block
from languages.models import Segment
from publishing.models import Page, SavedDraft, Standing, Writing


def make_many(number, *, by):
    """Write the tables behind so many drafts that differ, saved and written in by somebody, with work left."""
    now = timezone.now()
    for start in range(0, number, 1000):
        size = min(1000, number - start)
        pages = Page.objects.bulk_create(Page(uid=uuid.uuid4(), kind="article") for _each in range(size))
        facts = {"titles": {"fr": "Article"}, "differs": True, "published": False, "changes": 3, "changed_at": now}
        Standing.objects.bulk_create(Standing(page=page, **facts) for page in pages)
        Writing.objects.bulk_create(Writing(page=page, change="lead", language="fr", by=by, at=now) for page in pages)
        saved = {"model": "articles.article", "title": "Article", "at": now, "by": by, "content": "{}"}
        SavedDraft.objects.bulk_create(SavedDraft(page_uid=page.uid, **saved) for page in pages)
        passage = {"model": "articles.article", "field": "lead", "language": "de", "source_language": "fr"}
        Segment.objects.bulk_create(
            Segment(page_uid=page.uid, part_uid=page.uid, state="missing", **passage) for page in pages
        )
        drafts = Article.objects.bulk_create(
            Article(uid=page.uid, kind="news", title_fr="Article", date="2019-12") for page in pages
        )
        Block.objects.bulk_create(Block(article=draft, kind="text", text_fr="<p>Mot</p>", order=1) for draft in drafts)
