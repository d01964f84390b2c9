"""Addresses of the desk that belong to the timeline."""

from django.urls import path

from timeline.echo import partial_date_echo

urlpatterns = [
    path("", partial_date_echo, name="partial-date-echo"),
]
