"""The addresses of the desk, read off the admin itself, so that a new one cannot hide from the tests."""

from django.urls import URLResolver

# Answers for scripts and files, redirects, and the doors: no page of the desk that somebody reads inside.
NO_PAGES = {
    "jsi18n",
    "autocomplete",
    "open-page",
    "trail-export",
    "publishing_preview_media",
    "publishing_preview_file",
    "publishing_release_preview_file",
}
NO_PAGES |= {"images_picture_dismiss", "images_picture_rendition", "files_film_file", "files_download_file"}


def _names(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def names_of_pages(site) -> set[str]:
    """Return the name of every address of the desk that answers with a page to read."""
    machine_ends = ("_here", "_preview_page", "_preview_request")
    return {name for name in _names(site.get_urls()) if name not in NO_PAGES and not name.endswith(machine_ends)}
