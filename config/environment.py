"""Readers of environment variables that refuse nonsense instead of guessing."""

import os

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50  # characters; what Django's own check security.W009 asks for
_WORDS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


def text(name: str, default: str = "") -> str:
    """Return the variable as written, or the default when it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def switch(name: str, *, default: bool) -> bool:
    """Return the variable as a yes or no; anything else stops the start with the accepted words."""
    word = os.environ.get(name, "").strip().lower()
    if not word:
        return default
    if word not in _WORDS:
        raise ImproperlyConfigured(f"{name} is {word!r}; write one of {', '.join(_WORDS)}.")
    return _WORDS[word]


def number(name: str, default: int) -> int:
    """Return the variable as a whole number of zero or more."""
    word = os.environ.get(name, "").strip()
    if not word:
        return default
    if not word.isdecimal():
        raise ImproperlyConfigured(f"{name} is {word!r}; write a whole number.")
    return int(word)


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated variable as a list without empty items."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(name: str, *, public: str, public_will_do: bool) -> str:
    """Return a secret of at least 50 characters; the public one replaces an empty variable only where it will do."""
    value = text(name)
    if public_will_do:
        return value or public
    if not value or value == public or len(value) < SHORTEST_SECRET:
        raise ImproperlyConfigured(
            f"Set {name} to at least {SHORTEST_SECRET} random characters that nobody else knows; "
            "only DEBUG=1 runs without. To make one: openssl rand -base64 60 | tr -d '\\n'"
        )
    return value


def hosts(name: str, default: str = "", *, any_will_do: bool) -> list[str]:
    """Return the host names the site answers to, at least one; "*" is refused unless any will do."""
    found = words(name, default)
    if not found:
        raise ImproperlyConfigured(f"Set {name} to the host names of the site, separated by commas.")
    if "*" in found and not any_will_do:
        raise ImproperlyConfigured(f"{name} has a * in it; write the host names of the site, separated by commas.")
    return found
