from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class MissionsConfig(AppConfig):
    name = "missions"
    verbose_name = _("Missions")

    def ready(self):
        # By name: models, and so the kinds made of them, can only be imported once every app is loaded.
        import_string("missions.kinds.register_kinds")()
