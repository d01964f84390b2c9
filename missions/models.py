"""Missions and what they are made of, as the newsroom edits them."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from files.models import Film
from images.models import Picture
from languages.columns import in_some_language
from languages.models import TranslatedModel
from languages.plaintext import no_control_characters
from languages.richtext import RichTextField
from missions.published import PublishedFigure as PublishedFigure  # Django looks for tables here
from publishing.models import Term, WorkingPage
from timeline.fields import PartialDateField

# Above this a headcount is a typing error, not a deployment.
HIGHEST_HEADCOUNT = 100_000


class Place(Term):
    """A country by its ISO code, or a place of the ministry's own: Kosovo, the Baltic Sea, a region, home."""

    page_kind = "place"

    class Shape(models.TextChoices):
        COUNTRY = "country", _("country")
        REGION = "region", _("region of several countries")
        SEA = "sea", _("sea")
        HOME = "home", _("home country")

    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[no_control_characters],
        help_text=_("ISO 3166 code of the country (ML for Mali) or a code of our own (X-SAHEL); it draws the map."),
    )
    shape = models.CharField(_("kind of place"), max_length=10, choices=Shape.choices, default=Shape.COUNTRY)
    members = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        verbose_name=_("countries"),
        help_text=_("The countries of a region, or the countries on the coasts of a sea."),
    )

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(shape="country") | Q(code__regex=r"^[A-Z]{2}$"),
                name="country_has_an_iso_code",
                violation_error_message=_("A country needs its two-letter ISO code, for example ML for Mali."),
            ),
        ]


class Component(Term):
    """A part of the forces: land, air, navy, medical, cyber; a table, not code."""

    page_kind = "component"

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("component")
        verbose_name_plural = _("components")
        ordering = ["order", "pk"]


class Operation(Term):
    """What soldiers take part in under a name and a mandate; a mission may hold several, or none."""

    page_kind = "operation"

    class Framework(models.TextChoices):
        UN = "un", _("United Nations")
        EU = "eu", _("European Union")
        NATO = "nato", _("NATO")
        COALITION = "coalition", _("coalition")
        BILATERAL = "bilateral", _("bilateral")
        NATIONAL = "national", _("national")

    acronym = models.CharField(
        _("acronym"),
        max_length=40,
        blank=True,
        validators=[no_control_characters],
        help_text=_("For example MINUSMA; the label below is what lists show."),
    )
    full_name = models.CharField(
        _("full name"),
        max_length=200,
        blank=True,
        validators=[no_control_characters],
        help_text=_("The official name, in the language it was given in."),
    )
    full_name_language = models.CharField(
        _("language of the full name"),
        max_length=10,
        blank=True,
        default="",
        help_text=_("Language code, for example en; screen readers then pronounce it right."),
    )
    framework = models.CharField(_("framework"), max_length=10, choices=Framework.choices)
    mandate = PartialDateField(
        _("mandate"),
        blank=True,
        help_text=_("From when to when the mandate runs, for example “25/4/2013 – 31/12/2023”."),
    )

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ["acronym", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(full_name="") | ~Q(full_name_language=""),
                name="full_name_says_its_language",
                violation_error_message=_("Say in which language the full name is written, for example en."),
            ),
        ]

    def translated_parts(self):
        return list(self.legal_bases.all())


class LegalBasis(TranslatedModel):
    """A decision an operation rests on, with its address."""

    operation = models.ForeignKey(Operation, models.CASCADE, related_name="legal_bases", verbose_name=_("operation"))
    label = models.CharField(
        _("label"),
        max_length=200,
        blank=True,
        validators=[no_control_characters],
        help_text=_("For example “Security Council resolution 2100 (2013)”."),
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = ["order", "pk"]

    def __str__(self):
        return self.label or ""

    @property
    def page_uid(self):
        return self.operation.uid


class Mission(WorkingPage):
    """What our soldiers do in one place or for one task; it may hold several operations, or none."""

    page_kind = "mission"
    not_passages = ("slug",)

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")

    class Precision(models.TextChoices):
        NONE = "none", _("no place at all")
        REGION = "region", _("region")
        COUNTRY = "country", _("country")
        TOWN = "town", _("cleared towns")

    name = models.CharField(
        _("name"),
        max_length=60,
        blank=True,
        validators=[no_control_characters],
        help_text=_("The large word at the top of the page and the name in lists, for example “Mali”."),
    )
    kicker = models.CharField(
        _("line above the name"),
        max_length=80,
        blank=True,
        validators=[no_control_characters],
        help_text=_("Stands above the name and reads on into it, for example “Our mission in” above “Mali”."),
    )
    title = models.CharField(
        _("whole title"),
        max_length=140,
        blank=True,
        validators=[no_control_characters],
        help_text=_("The title as one phrase, for links and search engines, for example “Our mission in Mali”."),
    )
    in_place = models.CharField(
        _("name in a sentence"),
        max_length=80,
        blank=True,
        validators=[no_control_characters],
        help_text=_("With its preposition, for example “in Mali”, “au Mali”: nothing is ever put together for you."),
    )
    slug = models.SlugField(
        _("address"),
        max_length=60,
        blank=True,
        help_text=_("The last part of the address in this language, for example “mali”. Old addresses keep working."),
    )
    lead = models.TextField(
        _("lead"),
        blank=True,
        validators=[no_control_characters],
        help_text=_("Two or three sentences under the title: what the mission is and with whom."),
    )
    context = models.TextField(
        _("context"),
        blank=True,
        validators=[no_control_characters],
        help_text=_("Why there is a mission; stands above the timeline. An empty line starts a new paragraph."),
    )
    slogan = models.CharField(
        _("slogan"),
        max_length=140,
        blank=True,
        validators=[no_control_characters],
        help_text=_("One sentence above the briefings. It is hidden after a death or in a crisis."),
    )
    invitation = models.CharField(
        _("invitation"),
        max_length=200,
        blank=True,
        validators=[no_control_characters],
        help_text=_("Invites to read the briefings below it, for example “How do we go about it?”."),
    )
    stakes = models.TextField(
        _("what is at stake"),
        blank=True,
        validators=[no_control_characters],
        help_text=_("Introduces the two columns below; for an ended mission, write it in the past."),
    )
    worst_case = models.TextField(
        _("in the worst case"),
        blank=True,
        validators=[no_control_characters],
        help_text=_("What could happen without the mission."),
    )
    impact = models.TextField(
        _("existing impact"),
        blank=True,
        validators=[no_control_characters],
        help_text=_("What the mission has achieved so far."),
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.RUNNING)
    started = PartialDateField(_("started"), blank=True)
    ended = PartialDateField(_("ended"), blank=True, help_text=_("Only for a mission that has ended."))
    assessed = PartialDateField(
        _("assessed"),
        blank=True,
        help_text=_("When somebody took stock of what the mission achieved; it stands beside “existing impact”."),
    )
    places = models.ManyToManyField(Place, blank=True, related_name="missions", verbose_name=_("places"))
    precision_ceiling = models.CharField(
        _("most precise place shown"),
        max_length=10,
        choices=Precision.choices,
        default=Precision.COUNTRY,
        help_text=_("Neither events nor maps may be more precise than this."),
    )
    operations = models.ManyToManyField(Operation, blank=True, related_name="missions", verbose_name=_("operations"))
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Missions with a lower number come first in lists.")
    )
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    review_on = models.DateField(
        _("review on"), null=True, blank=True, help_text=_("From this day the desk lists the page as out of date.")
    )

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended="") | Q(status="ended"),
                name="only_an_ended_mission_has_an_end",
                violation_error_message=_("Set the status to “ended”, or leave the end empty."),
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | ~Q(ended=""),
                name="an_ended_mission_says_when",
                violation_error_message=_("Say when the mission ended; the year is enough."),
            ),
        ]

    def __str__(self):
        return self.name or str(self.uid)

    def translated_parts(self):
        return [*self.events.all(), *self.deployments.all(), *self.briefings.all()]


class Deployment(TranslatedModel):
    """A headcount with its date and its source; a new date is a new row, the earlier ones are its history."""

    class Role(models.TextChoices):
        TOTAL = "total", _("total")
        PART = "part", _("part of the total")
        SUPPORT = "support", _("part of the total, in support from home")
        CEILING = "ceiling", _("authorised ceiling")

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exactly")
        ABOUT = "about", _("about")
        AT_LEAST = "at_least", _("at least")
        AT_MOST = "at_most", _("at most")
        WITHHELD = "withheld", _("not disclosed")

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="deployments", verbose_name=_("mission"))
    operation = models.ForeignKey(
        Operation, models.PROTECT, null=True, blank=True, related_name="deployments", verbose_name=_("operation")
    )
    role = models.CharField(
        _("what it counts"),
        max_length=10,
        choices=Role.choices,
        default=Role.PART,
        help_text=_("Without a total, the parts of the same date are added up for you."),
    )
    qualifier = models.CharField(_("how sure"), max_length=10, choices=Qualifier.choices, default=Qualifier.ABOUT)
    headcount = models.PositiveIntegerField(
        _("headcount"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(HIGHEST_HEADCOUNT)],
        help_text=_("Soldiers, as a whole number. Leave it empty when the number is not disclosed."),
    )
    as_of = PartialDateField(
        _("as of"),
        blank=True,
        help_text=_(
            "The date the figure is true for, as precise as known. Empty means “undated”, and the page says so."
        ),
    )
    source_title = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        validators=[no_control_characters],
        help_text=_("Who says so, for example “mission page of about 2020”."),
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    label = models.CharField(
        _("label"),
        max_length=140,
        blank=True,
        validators=[no_control_characters],
        help_text=_("What the number counts, for example “Belgian soldiers in MINUSMA”."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(qualifier="withheld") & Q(headcount__isnull=True))
                | (~Q(qualifier="withheld") & Q(headcount__isnull=False)),
                name="headcount_or_withheld",
                violation_error_message=_("Give a number, or choose “not disclosed” and leave the number empty."),
            ),
            models.CheckConstraint(
                condition=Q(headcount__isnull=True) | Q(headcount__lte=HIGHEST_HEADCOUNT),
                name="headcount_is_plausible",
                violation_error_message=_("A headcount above 100,000 is a typing error."),
            ),
            models.CheckConstraint(
                condition=Q(source_url="") | in_some_language("source_title"),
                name="headcount_source_has_a_title",
                violation_error_message=_("Give the source a title; the public reads the title, not the address."),
            ),
            models.UniqueConstraint(
                F("mission"),
                F("as_of"),
                condition=Q(role="total"),
                name="one_total_per_date",
                violation_error_message=_("There is already a total of this mission for that date. Change that one."),
            ),
        ]

    def __str__(self):
        return f"{self.label or self.get_role_display()}: {self.headcount if self.headcount is not None else '–'}"

    @property
    def page_uid(self):
        return self.mission.uid

    @property
    def source_language(self):
        return self.mission.source_language


class Briefing(TranslatedModel):
    """What one component does in this mission; an empty one vanishes with its heading."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="briefings", verbose_name=_("mission"))
    component = models.ForeignKey(Component, models.PROTECT, related_name="briefings", verbose_name=_("component"))
    text = RichTextField(_("text"), blank=True)
    film = models.ForeignKey(
        Film,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("film"),
        help_text=_("Instead of the text, or below it. Captions, transcript and opening picture belong to the film."),
    )

    class Meta:
        verbose_name = _("briefing")
        verbose_name_plural = _("briefings")
        ordering = ["component__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mission", "component"],
                name="one_briefing_per_component",
                violation_error_message=_("This mission already has a briefing of that component. Change that one."),
            ),
        ]

    def __str__(self):
        return str(self.component)

    @property
    def page_uid(self):
        return self.mission.uid

    @property
    def source_language(self):
        return self.mission.source_language


class EasyVersion(WorkingPage):
    """A mission told in easy-to-read language; a page of its own, never a fifth language."""

    page_kind = "easy"
    not_passages = ("slug",)

    mission = models.OneToOneField(Mission, models.PROTECT, related_name="easy_version", verbose_name=_("mission"))
    title = models.CharField(_("title"), max_length=140, blank=True, validators=[no_control_characters])
    slug = models.SlugField(_("address"), max_length=60, blank=True)
    body = RichTextField(_("text"), blank=True, help_text=_("Short sentences, one thought each, no foreign words."))

    class Meta:
        verbose_name = _("easy version")
        verbose_name_plural = _("easy versions")
        ordering = ["pk"]

    def __str__(self):
        return self.title or str(self.uid)
