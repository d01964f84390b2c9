from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from languages import french_days


class LanguagesConfig(AppConfig):
    name = "languages"
    verbose_name = _("Languages")

    def ready(self):
        french_days.install()
