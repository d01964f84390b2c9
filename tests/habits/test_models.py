"""What holds for every model of the site, present and future."""

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Field
from django.utils.functional import Promise

OURS = [
    model
    for config in apps.get_app_configs()
    if config.label in {"articles", "files", "images", "languages", "maps", "missions", "publishing", "timeline"}
    for model in config.get_models()
]
# Each has its reason. The list shrinks.
NOT_IN_THE_ADMIN = {
    "files.StoredFile": "a file of a film or a document; the desk shows those",
    "images.Original": "a file of a picture; the desk shows the picture",
    "languages.Segment": "kept by the machine; translators meet passages beside their source, not as a list of rows",
    "maps.PublishedMark": "derived from published versions, rebuilt by command",
    "maps.Sheet": "drawn once and never changed; the page of a mission shows it",
    "missions.PublishedFigure": "derived from published versions, rebuilt by command",
    "publishing.Candidate": "a frozen document of a request; the page of the publication shows it",
    "publishing.ChoreRun": "kept by the housekeeping; the home of the desk says when something went wrong",
    "publishing.Draft": "kept by the machine to see what each save changed",
    "publishing.Edition": "never edited; the history of its page shows it",
    "publishing.EditionFile": "derived from published versions, rebuilt by command",
    "publishing.EditionPicture": "derived from published versions, rebuilt by command",
    "publishing.EditionTerm": "derived from published versions, rebuilt by command",
    "publishing.GuestAnswer": "words of a guest; the pages of its share link show them",
    "publishing.Ledger": "one row that is locked while a version is added",
    "publishing.Absence": "each person says it on a page of their own",
    "publishing.Letter": "the outbox; what could not be sent is said on the home of the desk",
    "publishing.LogInTries": "counts without a name; the trail says when somebody has to wait",
    "publishing.OpenedDraft": "kept by the machine to compare two people's work on one form",
    "publishing.Page": "an identity; the desk shows the draft that bears it",
    "publishing.Preference": "chosen with the language of the desk",
    "publishing.Presence": "who has a form open; the form itself says so",
    "publishing.SavedDraft": "one save of a draft; the history of the draft shows it",
    "publishing.SearchEntry": "derived from published versions, rebuilt by command",
    "publishing.SharedDocument": "the frozen words of a share link; its guest reads them",
    "publishing.Standing": "derived from drafts and published versions, rebuilt by command",
    "publishing.TrailEntry": "never edited; the trail has a page of its own",
    "publishing.Writing": "kept by the machine as the ground of four eyes",
    "timeline.PublishedEvent": "derived from published versions, rebuilt by command",
}


def in_the_admin():
    """Return the models that the desk shows, as pages of their own or inside others."""
    shown = set(admin.site._registry)
    inlines = [inline for desk in admin.site._registry.values() for inline in desk.inlines]
    assert all(issubclass(inline, InlineModelAdmin) for inline in inlines)
    return shown | {inline.model for inline in inlines}


def test_every_model_is_at_the_desk_or_excused_with_a_reason():
    missing = {model._meta.label for model in OURS} - {model._meta.label for model in in_the_admin()}
    assert missing - set(NOT_IN_THE_ADMIN) == set()
    assert all(NOT_IN_THE_ADMIN.values())


def test_no_excuse_outlives_its_model():
    excused = set(NOT_IN_THE_ADMIN)
    assert excused - {model._meta.label for model in OURS} == set()
    assert excused & {model._meta.label for model in in_the_admin()} == set()


def test_whatever_an_editor_sees_has_a_name_in_the_words_of_the_newsroom():
    """A name that nobody wrote is the one in the code, and never translated."""
    silent = []
    for model in in_the_admin() & set(OURS):
        names = {model._meta.label: (model._meta.verbose_name, model._meta.verbose_name_plural)}
        for field in model._meta.get_fields(include_parents=False):
            if isinstance(field, Field) and field.editable and not field.primary_key:
                names[f"{model._meta.label}.{field.name}"] = (field.verbose_name,)
        silent += [place for place, words in names.items() if not all(isinstance(word, Promise) for word in words)]
    assert silent == []
