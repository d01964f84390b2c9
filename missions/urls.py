"""Public addresses of missions, under the word for them in each language."""

from missions import views
from publishing import kinds
from publishing.urls import in_each_language

HEADCOUNTS = {"fr": "effectifs", "nl": "personeelsaantallen", "de": "personalstaerke", "en": "headcounts"}

urlpatterns = [
    *in_each_language(kinds.get("mission").section, "", views.MissionList.as_view(), "missions"),
    *in_each_language(kinds.get("mission").section, "<slug:slug>/", views.MissionPage.as_view(), "mission"),
    *in_each_language(kinds.get("easy").section, "<slug:slug>/", views.EasyPage.as_view(), "easy"),
    *in_each_language(HEADCOUNTS, "", views.Headcounts.as_view(), "headcounts"),
]
