"""The desk: the admin site of the newsroom."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class Desk(admin.AdminSite):
    """The one admin site; its words are the newsroom's."""

    site_header = _("Missions desk")
    site_title = _("Missions desk")
    index_title = _("The desk")
    enable_nav_sidebar = False
