"""The accounts of the demonstration, and the guard that keeps them out of production.

Their password stands below for anyone to read: they exist where DEBUG is on, and nothing starts with them otherwise.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

# `.invalid` is reserved for ever (RFC 6761): no letter arrives there, and no colleague has such an address.
DEMO_EMAIL_DOMAIN = "demo.invalid"
DEMO_PASSWORD = "open-to-everybody"  # noqa: S105 - public on purpose; the guard below is what makes that safe


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the demonstration: its name and the part its owner plays in the newsroom."""

    username: str
    role: str

    @property
    def email(self) -> str:
        """Return the address that marks the account as a demonstration."""
        return f"{self.username}@{DEMO_EMAIL_DOMAIN}"


# `load_demonstration` gives each role its rights.
ACCOUNTS = (
    Account("author", "author"),
    Account("releaser", "releaser"),
    Account("translator", "translator into German"),
    Account("administrator", "administrator"),
)


def demo_accounts_found() -> list[str]:
    """Return the user names of the demonstration accounts in the database; empty before the first migration.

    An account counts by its address, whatever its name. An unreachable database raises Django's own error.
    """
    users = get_user_model()
    # An entry point runs before any request: the connection must not stay open into the workers.
    with connection.temporary_connection() as cursor:
        if users._meta.db_table not in connection.introspection.table_names(cursor):
            return []
        found = users.objects.filter(email__iendswith=f"@{DEMO_EMAIL_DOMAIN}").order_by("pk")
        return list(found.values_list("username", flat=True))


def refuse_demo_accounts() -> None:
    """Raise ImproperlyConfigured when DEBUG is off and the database holds a demonstration account.

    Called by the entry points, so that no server starts with an account whose password is public.
    """
    if settings.DEBUG:
        return
    if found := demo_accounts_found():
        raise ImproperlyConfigured(
            f"This database holds demonstration accounts, whose password is public: {', '.join(found)}. Use another "
            "database, or delete these accounts with DEBUG=1; the site does not start with them when DEBUG is off."
        )
