"""The demonstration content as files: loading it, dumping it, and what of a file is content."""

import io
import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from languages.fixture_notation import read
from languages.models import Segment, TranslatedModel

FILES = sorted(Path(settings.FIXTURE_DIRS[0]).glob("*.yaml"))
UNDER_TEST = [model for model in apps.get_models() if issubclass(model, TranslatedModel)] + [
    apps.get_model("articles.ThemePlace"),
    apps.get_model("articles.PageDownload"),
    Segment,
]


def load(*files):
    call_command("loaddata", *(files or FILES), verbosity=0)


def models_of(file):
    """Return the names of the models of a file, in their order."""
    return list(dict.fromkeys(entry.model for entry in read(file.read_bytes())))


def dump(*models):
    """Return what `dumpdata` writes, with no option but the format."""
    written = io.StringIO()
    call_command("dumpdata", *models, format="yaml", stdout=written)
    return written.getvalue()


def without_comments(text):
    """Return a file without comment lines, the empty lines between objects, and the names behind references."""
    text = re.sub(r"(?m)^#.*\n", "", text)
    text = re.sub(r"(?m)(?<=\])  # .*$", "", text)
    return re.sub(r"\n+(?=- model:)", "\n", text).lstrip("\n")


def every_row():
    """Return every row of the content with all its columns, passages and many-to-many tables included."""
    tables = [*UNDER_TEST, *(field.remote_field.through for model in UNDER_TEST for field in model._meta.many_to_many)]
    return {table._meta.label: list(table._base_manager.order_by("pk").values()) for table in tables}
