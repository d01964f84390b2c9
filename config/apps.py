from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig

from config import checks  # noqa: F401 - registers them


class DeskConfig(AdminConfig):
    """Django's admin with our desk as its default site."""

    default_site = "config.desk.Desk"


class SiteConfig(AppConfig):
    """The site as a whole, for the commands that need all of it."""

    name = "config"
