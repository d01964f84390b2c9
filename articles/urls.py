"""Public addresses of what the newsroom writes, under the word for it in each language."""

from articles import views
from publishing import kinds
from publishing.urls import in_all_languages, in_each_language

urlpatterns = [
    *in_all_languages("", views.Home.as_view(), "home"),
    *in_each_language(kinds.get("article").section, "", views.ArticleList.as_view(), "articles"),
    *in_each_language(kinds.get("article").section, "<slug:slug>/", views.ArticlePage.as_view(), "article"),
    *in_each_language(kinds.get("theme").section, "<slug:slug>/", views.ThemePage.as_view(), "theme"),
    *in_each_language(kinds.get("category").section, "<slug:slug>/", views.CategoryPage.as_view(), "category"),
    *in_each_language(kinds.get("notice").section, "", views.NoticeList.as_view(), "notices"),
    *in_each_language(kinds.get("notice").section, "<slug:slug>/", views.NoticePage.as_view(), "notice"),
    *in_each_language(kinds.get("standing").section, "<slug:slug>/", views.StandingPage.as_view(), "standing"),
]
