"""System checks of the whole site; `manage.py check --database default` and `manage.py migrate` run them."""

from django.conf import settings
from django.core.checks import Error, Tags, register

from config.demonstration import DEMO_EMAIL_DOMAIN, demo_accounts_found


@register(Tags.database)
def no_demo_accounts_in_production(app_configs, databases=None, **options):
    """Find demonstration accounts where DEBUG is off; nothing is asked of a database that is not being checked."""
    if settings.DEBUG or "default" not in (databases or ()):
        return []
    return [
        Error(
            f"The account {name!r} is a demonstration: its password is public.",
            hint=f"Use another database, or delete every account with an address at {DEMO_EMAIL_DOMAIN} under DEBUG=1.",
            id="config.E001",
        )
        for name in demo_accounts_found()
    ]
