from modeltranslation.translator import TranslationOptions, register

from files.models import Download, Film


@register(Film)
class FilmTranslation(TranslationOptions):
    fields = ("title", "captions", "transcript", "descriptions", "statement")


@register(Download)
class DownloadTranslation(TranslationOptions):
    fields = ("title",)
