"""Translated rows and the passages they are made of."""

import hashlib
import itertools
import uuid
from collections.abc import Iterable, Sequence

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.db import models, router, transaction
from django.db.models.fields.mixins import FieldCacheMixin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from languages.columns import LANGUAGES, passage_fields, text, translated_fields
from languages.plaintext import no_control_characters
from languages.states import State


def digest(target: str) -> str:
    """Return a short sure mark of a text, to see later whether it was rewritten; empty for an empty text."""
    return hashlib.sha256(target.encode()).hexdigest() if target else ""


class SegmentManager(models.Manager):
    """Keeps the passages in step with the rows they belong to."""

    def record(self, *parts: "TranslatedModel", by=None) -> None:
        """Note what the texts of saved rows of one page mean: one query read, at most two written, for all of them."""
        self._follow(parts, self.filter(part_uid__in=[part.uid for part in parts]), parts[0], by)

    def sync(self, root: "TranslatedModel", *, by=None) -> None:
        """Note the texts of a whole page and forget passages of parts it no longer has."""
        parts = [root, *root.translated_parts()]
        rows = self.filter(models.Q(page_uid=root.page_uid) | models.Q(part_uid__in=[part.uid for part in parts]))
        self._follow(parts, rows, root, by)

    def _follow(self, parts: Iterable["TranslatedModel"], rows: models.QuerySet, root: "TranslatedModel", by) -> None:
        known = {(row.part_uid, row.field, row.language): row for row in rows}
        page_uid, source_language = root.page_uid, root.source_language
        changed = []
        for part in parts:
            for row, source, target in pairs(part, known, source_language):
                if row.follow(page_uid, source_language, source=source, target=target, by=by):
                    # Written as new rows that yield to the ones they meet: one statement, safe when two people save.
                    row.pk = None
                    changed.append(row)
                known.pop((row.part_uid, row.field, row.language), None)
        with transaction.atomic(using=self.db):
            if known:
                self.filter(pk__in=[row.pk for row in known.values()]).delete()
            if changed:
                self.bulk_create(
                    changed, update_conflicts=True, unique_fields=Segment.KEY, update_fields=Segment.FOLLOWING
                )


class Segment(models.Model):
    """One translatable text of one part of a page, in one language it is translated into."""

    KEY = ("part_uid", "field", "language")
    FOLLOWING = (
        "page_uid",
        "model",
        "source_language",
        "source_text",
        "target_digest",
        "state",
        "reason",
        "changed_at",
        "by",
    )

    page_uid = models.UUIDField(_("page"))
    part_uid = models.UUIDField(_("part of the page"))
    model = models.CharField(_("kind of part"), max_length=100)
    field = models.CharField(_("field"), max_length=100)
    language = models.CharField(_("language"), max_length=10)
    source_language = models.CharField(_("source language"), max_length=10)
    source_text = models.TextField(_("translated from"), blank=True)
    target_digest = models.CharField(_("mark of the translation"), max_length=64, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State)
    reason = models.TextField(_("why it differs"), blank=True, validators=[no_control_characters])
    changed_at = models.DateTimeField(_("last translated or confirmed"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = SegmentManager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        permissions = [(f"translate_{code}", f"Can translate into {name}") for code, name in settings.LANGUAGES]
        constraints = [
            models.UniqueConstraint(
                fields=["part_uid", "field", "language"],
                name="segment_once",
                violation_error_message=_("This passage is already listed in this language."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values),
                name="segment_state_known",
                violation_error_message=_(
                    "A translation is missing, up to date, deliberately different, or its source changed."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.DIFFERENT) | ~models.Q(reason=""),
                name="segment_difference_has_a_reason",
                violation_error_message=_("Say in a sentence why this text differs on purpose."),
            ),
            models.CheckConstraint(
                condition=~models.Q(language=models.F("source_language")),
                name="segment_not_its_own_translation",
                violation_error_message=_("A text is not a translation of itself: choose another language."),
            ),
        ]
        indexes = [models.Index(fields=["page_uid", "language", "state"], name="segment_of_page")]

    def __str__(self):
        return f"{self.model}.{self.field} ({self.language})"

    def follow(self, page_uid: uuid.UUID, source_language: str, *, source: str, target: str, by=None) -> bool:
        """Take the state that fits the texts now in the draft; return whether the row changed.

        `changed_at` and `by` tell of the translation, so a new source text leaves them alone.
        """
        before = self._picture()
        self.page_uid = page_uid
        if self.source_language != source_language:
            # Texts of two languages are not compared: what was right stays right, what was stale stays stale.
            self.source_text = source if self.state in (State.FRESH, State.DIFFERENT) else ""
            self.source_language = source_language
        rewritten = self.target_digest != digest(target)
        same_source = self.source_text == source
        if self.pk is None:
            # Nothing is known of an earlier source: what stands side by side is taken to belong together.
            self.state = State.FRESH if target else State.MISSING
            self.source_text = source if target else ""
        elif self.reason and same_source:
            self.state = State.DIFFERENT
        elif not target:
            self.state = State.MISSING
        elif rewritten and self.state != State.DIFFERENT:
            self.state, self.source_text, self.reason = State.FRESH, source, ""
        else:
            self.state = State.FRESH if same_source else State.STALE
        self.target_digest = digest(target)
        if rewritten or self.pk is None:
            self.changed_at, self.by = timezone.now(), by
        return self.pk is None or self._picture() != before

    @property
    def part(self) -> "TranslatedModel":
        """The row this passage belongs to."""
        return apps.get_model(self.model)._default_manager.get_by_natural_key(self.part_uid)

    def still_right(self, *, by) -> None:
        """Confirm the translation as it stands against the source as it stands."""
        self._confirm(by=by, state=State.FRESH, reason="")

    def deliberately_different(self, *, by, reason: str) -> None:
        """Keep the text apart from its source on purpose; the reason is shown to whoever reads the comparison."""
        reason = reason.strip()
        if not reason:
            raise ValidationError({"reason": _("Say in a sentence why this text differs on purpose.")})
        no_control_characters(reason)
        self._confirm(by=by, state=State.DIFFERENT, reason=reason)

    def alike_again(self, *, by) -> None:
        """Take back that the text differs on purpose; as it does not say what its source says, it is to be checked."""
        target = text(self.part, self.field, self.language)
        self.state, self.reason, self.source_text = State.STALE if target else State.MISSING, "", ""
        self.changed_at, self.by = timezone.now(), by
        self.save()

    def _confirm(self, *, by, state: State, reason: str) -> None:
        part = self.part
        target = text(part, self.field, self.language)
        if state == State.FRESH and not target:
            raise ValidationError(_("There is no text in this language yet: write it, or say why it is left out."))
        self.source_text = text(part, self.field, part.source_language)
        self.source_language = part.source_language
        self.target_digest = digest(target)
        self.state, self.reason, self.changed_at, self.by = state, reason, timezone.now(), by
        self.save()

    def _picture(self) -> tuple:
        return tuple(getattr(self, name) for name in self.FOLLOWING if name != "by")


def pairs(part: "TranslatedModel", known: dict, source_language: str):
    """Yield (segment, source text, target text) for every pair of texts of a part of which one at least is there.

    Segments are those of `known`, by (part uid, field, language), or new and unsaved.
    """
    for field, language in itertools.product(passage_fields(type(part)), LANGUAGES):
        if language == source_language:
            continue
        source, target = text(part, field.name, source_language), text(part, field.name, language)
        if source or target:
            place = {"part_uid": part.uid, "field": field.name, "language": language}
            row = known.get(tuple(place.values())) or Segment(
                **place, model=part._meta.label_lower, source_language=source_language
            )
            yield row, source, target


class TranslatedManager(models.Manager):
    """Finds rows by the uid that fixtures and exchange files name."""

    def get_by_natural_key(self, uid):
        return self.get(uid=uid)


class SegmentsOfRow(FieldCacheMixin, models.Field):
    """The row's segments; makes Django's deletion take them along, in cascades and bulk deletions too.

    A field without a column, made like Django's own generic relations: the deletion asks `bulk_related_objects`, and
    a one-to-many relation is left out of `_meta.fields`, so that nobody validates, writes or serialises it.
    """

    one_to_many = True

    def __init__(self, verbose_name=None, **kwargs):
        super().__init__(verbose_name, **kwargs | {"editable": False, "serialize": False})
        self.is_relation = True

    def contribute_to_class(self, cls, name, private_only=True):
        super().contribute_to_class(cls, name, private_only=True)
        setattr(cls, name, property(lambda row: Segment.objects.filter(part_uid=row.uid)))

    @property
    def cache_name(self):
        return self.name

    def get_attname_column(self):
        return self.get_attname(), None

    def bulk_related_objects(self, rows, using):
        return Segment.objects.db_manager(using).filter(part_uid__in=[row.uid for row in rows])


class TranslatedModel(models.Model):
    """A row with texts in several languages, part of exactly one page.

    Concrete models give `page_uid` (check languages.E001). `source_language` is the same for every part of a page.
    """

    # Translated fields that hold no text to translate; slugs, links and e-mail addresses are left out anyway.
    not_passages: tuple[str, ...] = ()
    # Translated fields without which no language is complete; base columns stay optional, so `blank` cannot say it.
    required_texts: tuple[str, ...] = ()
    # The uid of the page this row belongs to: a property or a field of the concrete model.
    page_uid: uuid.UUID | None = None
    # The fields a form has changed in a row the database knows: rules about others hold already. All, if None.
    touched: frozenset[str] | None = None

    uid = models.UUIDField(_("permanent identifier"), unique=True, default=uuid.uuid4, editable=False)
    segments = SegmentsOfRow(_("passages"))

    objects = TranslatedManager()

    class Meta:
        abstract = True

    def save(self, *args, by=None, **kwargs):
        """Save the row and, in the same transaction, note which translations it makes stale; `by` is who wrote."""
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        self._end_lines_plainly()
        with transaction.atomic(using=using):
            super().save(*args, **kwargs)
            if not self._noted_together:
                Segment.objects.record(self._as_saved(kwargs.get("update_fields")), by=by)

    # True while `save_together` saves this row.
    _noted_together = False

    @classmethod
    def save_together(cls, rows: Sequence["TranslatedModel"], *, by=None) -> None:
        """Save rows of one page, and note once for all of them which translations they make stale."""
        if not rows:
            return
        with transaction.atomic(using=router.db_for_write(cls)):
            for row in rows:
                row._noted_together = True
                try:
                    row.save()
                finally:
                    row._noted_together = False
            Segment.objects.record(*rows, by=by)

    @classmethod
    def check(cls, **kwargs):
        """Add what a translated model owes: the page it belongs to, and exceptions that are spelt right."""
        found = super().check(**kwargs)
        if cls.page_uid is None:
            found.append(
                checks.Error(
                    f"{cls.__name__} does not say which page it belongs to.",
                    hint=f"Give {cls.__name__} a property page_uid that returns the uid of its page.",
                    obj=cls,
                    id="languages.E001",
                )
            )
        if not hasattr(cls._default_manager, "get_by_natural_key"):
            found.append(
                checks.Error(
                    f"{cls.__name__} cannot be found by its uid.",
                    hint="Derive its first manager from TranslatedManager, or use TranslatedManager.from_queryset().",
                    obj=cls,
                    id="languages.E004",
                )
            )
        translated = {field.name for field in translated_fields(cls)}
        for attribute in ("not_passages", "required_texts"):
            unknown = set(getattr(cls, attribute)) - translated
            if unknown:
                found.append(
                    checks.Error(
                        f"{cls.__name__}.{attribute} names {', '.join(sorted(unknown))}, which is not translated.",
                        hint="Name only fields listed in the model's translation.py.",
                        obj=cls,
                        id="languages.E003",
                    )
                )
        return found

    def get_constraints(self):
        """Return the rules of the database that a change to this row could break."""
        found = super().get_constraints()
        if self.touched is None:
            return found
        return [(model, [rule for rule in rules if self._may_break(rule)]) for model, rules in found]

    def _may_break(self, rule: models.BaseConstraint) -> bool:
        known = rule.condition.referenced_base_fields if isinstance(rule, models.CheckConstraint) else None
        return known is None or bool(self.touched & known)

    def clean_fields(self, exclude=None):
        """Refuse control characters in every text, whatever form or import it came by."""
        if self.touched is not None:
            pointing = {field.name for field in self._meta.concrete_fields if field.remote_field}
            exclude = {*(exclude or ()), *(pointing - self.touched)}
        errors = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for field in self._meta.fields:
            if isinstance(field, models.CharField | models.TextField) and field.name not in {*(exclude or ()), *errors}:
                value = self.__dict__.get(field.attname)
                try:
                    no_control_characters(value if isinstance(value, str) else "")
                except ValidationError as error:
                    errors.setdefault(field.name, []).append(error)
        if errors:
            raise ValidationError(errors)

    def natural_key(self):
        return (str(self.uid),)

    @property
    def source_language(self) -> str:
        """The language this row's texts are written in first."""
        return settings.MODELTRANSLATION_DEFAULT_LANGUAGE

    def translated_parts(self) -> Iterable["TranslatedModel"]:
        """Return the other rows of the page whose working row this is, in reading order; none by default."""
        return ()

    def _end_lines_plainly(self) -> None:
        """Take the carriage returns out that browsers put at the ends of lines: nobody typed them, nothing changed."""
        for field in self._meta.concrete_fields:
            value = self.__dict__.get(field.attname)
            if isinstance(field, models.CharField | models.TextField) and isinstance(value, str) and "\r" in value:
                self.__dict__[field.attname] = value.replace("\r\n", "\n").replace("\r", "\n")

    def _as_saved(self, update_fields) -> "TranslatedModel":
        # A partial save leaves columns in the database that this object does not show.
        if update_fields is None and not self.get_deferred_fields():
            return self
        return type(self)._base_manager.get(pk=self.pk)
