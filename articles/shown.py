"""What the desk calls the codes and dates of articles and notices when it shows what changed."""

from django.db.models import TextChoices

from articles.models import Article, Block, Notice, StandingPage
from languages.columns import LANGUAGES
from languages.names import language_name
from timeline.partial_dates import PartialDate

CHOICES: dict[str, type[TextChoices]] = {
    "article_kind": Article.Kind,
    "notice_kind": Notice.Kind,
    "kind": Block.Kind,
    "role": StandingPage.Role,
}


def shown(name: str, value: object) -> str | None:
    """Return a date, a code or a language in words; None for a value that speaks for itself."""
    if not isinstance(value, str):
        return None
    if name == "date":
        return str(PartialDate.from_storage(value))
    if name == "written_in" and value in LANGUAGES:
        return language_name(value)
    if name in CHOICES and value in CHOICES[name].values:
        return str(CHOICES[name](value).label)
    return None
