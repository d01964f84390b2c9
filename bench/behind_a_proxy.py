"""The site's own settings, with what the proxy in front of it does in production: it compresses what is text."""

from config.settings import *  # noqa: F403 - all of them: the bench must not measure another site

MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *MIDDLEWARE]  # noqa: F405 - from the settings above
