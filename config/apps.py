from django.contrib.admin.apps import AdminConfig

from config import checks  # noqa: F401 - registers them


class DeskConfig(AdminConfig):
    """Django's admin with our desk as its default site."""

    default_site = "config.desk.Desk"
