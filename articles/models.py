"""What the newsroom writes beside the missions: articles, their order, notices and standing pages."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from files.models import Download, Film
from images.models import Picture
from languages.columns import in_some_language
from languages.models import TranslatedModel
from languages.plaintext import no_control_characters
from languages.richtext import RichTextField
from missions.models import Mission
from publishing.models import Term, WorkingPage
from timeline.fields import PartialDateField


class Theme(Term):
    """A series of articles in an order of its own."""

    page_kind = "theme"
    not_passages = ("slug",)

    slug = models.SlugField(_("address"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["pk"]


class Category(Term):
    """What a reader filters articles by."""

    page_kind = "category"
    not_passages = ("slug",)

    slug = models.SlugField(_("address"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["pk"]


class Tag(Term):
    """A keyword under an article."""

    page_kind = "tag"

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["pk"]


class Person(Term):
    """Someone who writes or is quoted; the public reads the name only when the person agreed."""

    page_kind = "person"

    name_may_be_shown = models.BooleanField(
        _("the name may be shown"), default=False, help_text=_("Off until the person has agreed in writing.")
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["pk"]


class Article(WorkingPage):
    """News, a report, background or a press piece, made of blocks."""

    page_kind = "article"
    not_passages = ("slug",)

    class Kind(models.TextChoices):
        NEWS = "news", _("news")
        REPORT = "report", _("report")
        BACKGROUND = "background", _("background")
        PRESS = "press", _("press")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.NEWS)
    written_in = models.CharField(
        _("written in"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.MODELTRANSLATION_DEFAULT_LANGUAGE,
        help_text=_("The language the article is written in first; the others are translated from it."),
    )
    title = models.CharField(_("title"), max_length=160, blank=True, validators=[no_control_characters])
    slug = models.SlugField(
        _("address"),
        max_length=100,
        blank=True,
        help_text=_("The last part of the address in this language. Old addresses keep working."),
    )
    lead = models.TextField(
        _("lead"),
        blank=True,
        validators=[no_control_characters],
        help_text=_("Two or three sentences that stand above the text and in lists."),
    )
    date = PartialDateField(_("date"), help_text=_("The date the article carries, for example 8/2/2018 or 12/2019."))
    authors = models.ManyToManyField(Person, blank=True, related_name="articles", verbose_name=_("authors"))
    categories = models.ManyToManyField(Category, blank=True, related_name="articles", verbose_name=_("categories"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles", verbose_name=_("keywords"))
    missions = models.ManyToManyField(Mission, blank=True, related_name="articles", verbose_name=_("missions"))
    source_title = models.CharField(
        _("outside source"),
        max_length=200,
        blank=True,
        validators=[no_control_characters],
        help_text=_("If the article rests on or first stood in another publication: its name."),
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source_url="") | in_some_language("source_title"),
                name="article_source_has_a_title",
                violation_error_message=_("Give the source a title; the public reads the title, not the address."),
            ),
        ]

    def __str__(self):
        return self.title or str(self.uid)

    @property
    def source_language(self):
        return self.written_in

    def translated_parts(self):
        return list(self.blocks.all())


class ThemePlaceManager(models.Manager):
    """Finds a place in a theme by what it joins; fixtures name it so."""

    def get_by_natural_key(self, theme_uid, article_uid):
        return self.get(theme__uid=theme_uid, article__uid=article_uid)


class ThemePlace(models.Model):
    """The place of an article in a theme."""

    theme = models.ForeignKey(Theme, models.PROTECT, related_name="places", verbose_name=_("theme"))
    article = models.ForeignKey(Article, models.CASCADE, related_name="theme_places", verbose_name=_("article"))
    position = models.PositiveSmallIntegerField(_("position"), help_text=_("Readers follow the theme in this order."))

    objects = ThemePlaceManager()

    class Meta:
        verbose_name = _("place in a theme")
        verbose_name_plural = _("places in themes")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "article"],
                name="an_article_stands_once_in_a_theme",
                violation_error_message=_("The article already stands in this theme."),
            ),
            models.UniqueConstraint(
                fields=["theme", "position"],
                name="one_article_per_position",
                violation_error_message=_("Another article already has this position in the theme. Choose another."),
            ),
        ]

    def __str__(self):
        return f"{self.theme} {self.position}"

    def natural_key(self):
        return (str(self.theme.uid), str(self.article.uid))


class Block(TranslatedModel):
    """One piece of an article, in its order: text, heading, quotation, list, picture, film or document."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        HEADING = "heading", _("heading")
        QUOTATION = "quotation", _("quotation")
        LIST = "list", _("list")
        PICTURE = "picture", _("picture")
        FILM = "film", _("film")
        DOCUMENT = "document", _("document to download")

    # These bring their own words.
    WITHOUT_TEXT = frozenset({Kind.PICTURE, Kind.FILM, Kind.DOCUMENT})

    article = models.ForeignKey(Article, models.CASCADE, related_name="blocks", verbose_name=_("article"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TEXT)
    text = RichTextField(_("text"), blank=True, help_text=_("A heading is one line; a list has one point per line."))
    attribution = models.CharField(
        _("who says it"),
        max_length=160,
        blank=True,
        validators=[no_control_characters],
        help_text=_("Only for a quotation, for example “the commander of the detachment”."),
    )
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    film = models.ForeignKey(Film, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("film"))
    download = models.ForeignKey(
        Download, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document to download")
    )
    only_in = models.CharField(
        _("only in"),
        max_length=40,
        blank=True,
        help_text=_("Language codes with a comma between, for example “nl”, if only those readers need this piece."),
    )
    only_in_reason = models.CharField(
        _("why only there"), max_length=200, blank=True, validators=[no_control_characters]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("piece of the article")
        verbose_name_plural = _("pieces of the article")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="picture") | Q(picture__isnull=False),
                name="picture_block_has_a_picture",
                violation_error_message=_("Choose the picture, or change the kind of this piece."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="film") | Q(film__isnull=False),
                name="film_block_has_a_film",
                violation_error_message=_("Choose the film, or change the kind of this piece."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="document") | Q(download__isnull=False),
                name="document_block_has_a_document",
                violation_error_message=_("Choose the document, or change the kind of this piece."),
            ),
            models.CheckConstraint(
                condition=Q(only_in="") | ~Q(only_in_reason=""),
                name="deliberate_difference_has_a_reason",
                violation_error_message=_("Say why only those languages have this piece; translators will ask."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.order}"

    @property
    def page_uid(self):
        return self.article.uid

    @property
    def source_language(self):
        return self.article.written_in


class Notice(WorkingPage):
    """A short dated message at the top of every page, or of one mission's pages."""

    page_kind = "notice"
    not_passages = ("slug",)

    class Kind(models.TextChoices):
        INFORMATION = "information", _("information")
        DEATH = "death", _("death")
        CRISIS = "crisis", _("crisis or evacuation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.INFORMATION)
    title = models.CharField(_("title"), max_length=140, blank=True, validators=[no_control_characters])
    slug = models.SlugField(_("address"), max_length=80, blank=True)
    text = models.TextField(_("text"), blank=True, validators=[no_control_characters])
    date = PartialDateField(_("date"))
    mission = models.ForeignKey(
        Mission,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name=_("mission"),
        help_text=_("Leave empty to show the notice on every page."),
    )
    sober = models.BooleanField(
        _("sober pages"),
        default=False,
        help_text=_("While the notice stands, slogans, stakes and accent colours are hidden on the pages it concerns."),
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]

    def __str__(self):
        return self.title or str(self.uid)


class StandingPage(WorkingPage):
    """A page that is always there: about, contact, families, press, legal, accessibility, privacy."""

    page_kind = "standing"
    not_passages = ("slug",)

    class Role(models.TextChoices):
        ABOUT = "about", pgettext_lazy("standing page", "about")
        CONTACT = "contact", _("contact")
        FAMILIES = "families", _("families")
        PRESS = "press", _("press")
        LEGAL = "legal", _("legal")
        ACCESSIBILITY = "accessibility", _("accessibility")
        PRIVACY = "privacy", _("privacy")

    role = models.CharField(_("purpose"), max_length=15, choices=Role.choices, unique=True)
    title = models.CharField(_("title"), max_length=140, blank=True, validators=[no_control_characters])
    slug = models.SlugField(_("address"), max_length=60, blank=True)
    body = RichTextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")
        ordering = ["role"]

    def __str__(self):
        return self.title or self.get_role_display()


class PageDownloadManager(models.Manager):
    """Finds a document on a page by what it joins; fixtures name it so."""

    def get_by_natural_key(self, page_uid, download_uid):
        return self.get(page__uid=page_uid, download__uid=download_uid)


class PageDownload(models.Model):
    """A document that a standing page offers below its text."""

    page = models.ForeignKey(StandingPage, models.CASCADE, related_name="downloads", verbose_name=_("standing page"))
    download = models.ForeignKey(Download, models.PROTECT, related_name="+", verbose_name=_("document to download"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PageDownloadManager()

    class Meta:
        verbose_name = _("document of the page")
        verbose_name_plural = _("documents of the page")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "download"],
                name="a_page_offers_a_document_once",
                violation_error_message=_("The page already offers this document."),
            ),
        ]

    def __str__(self):
        return str(self.download)

    def natural_key(self):
        return (str(self.page.uid), str(self.download.uid))
