from modeltranslation.translator import TranslationOptions, register

from timeline.models import TimelineEvent


@register(TimelineEvent)
class TimelineEventTranslation(TranslationOptions):
    fields = ("date_label", "title", "short_title", "text", "source_title")
