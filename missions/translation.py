from modeltranslation.translator import TranslationOptions, register

from missions.models import Briefing, Component, Deployment, EasyVersion, LegalBasis, Mission, Operation, Place

# The base column of a slug is never unique: it holds whatever language was active. Each language column is.
# Uniqueness per language is kept by Address, which also remembers the addresses of the past.


@register(Mission)
class MissionTranslation(TranslationOptions):
    fields = (
        "name",
        "kicker",
        "title",
        "in_place",
        "slug",
        "lead",
        "context",
        "slogan",
        "invitation",
        "stakes",
        "worst_case",
        "impact",
    )


@register(Deployment)
class DeploymentTranslation(TranslationOptions):
    fields = ("label", "source_title")


@register(Briefing)
class BriefingTranslation(TranslationOptions):
    fields = ("text",)


@register(LegalBasis)
class LegalBasisTranslation(TranslationOptions):
    fields = ("label",)


@register(EasyVersion)
class EasyVersionTranslation(TranslationOptions):
    fields = ("title", "slug", "body")


@register([Operation, Component, Place])
class TermTranslation(TranslationOptions):
    fields = ("label", "description")
