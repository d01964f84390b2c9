"""The site's own settings, with one address more: the constant answer that every page is compared with."""

from config.settings import *  # noqa: F403 - all of them: the bench must not measure another site

ROOT_URLCONF = "bench.urls"
# The names of static files are those of production; nobody asks for the files, so nothing compresses them.
STORAGES = STORAGES | {  # noqa: F405 - from the settings above
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
