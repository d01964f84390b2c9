from modeltranslation.translator import TranslationOptions, register

from images.models import Picture


@register(Picture)
class PictureTranslation(TranslationOptions):
    fields = ("alternative_text", "caption")
