"""A form that was sent after its session ended: its words are shown, and the way back in."""

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.typed_words import typed_words


def answer(request, site):
    """Return the page that shows what a form sent; it asks no table, for nobody knows who is reading it."""
    query = QueryDict(mutable=True)
    query[REDIRECT_FIELD_NAME] = request.get_full_path()
    names = {f"{model._meta.app_label}_{model._meta.model_name}": model for model in site._registry}
    model = names.get((request.resolver_match.url_name or "").rpartition("_")[0])
    context = {
        "site_header": site.site_header,
        "site_title": site.site_title,
        "title": _("Your session has ended"),
        "typed": typed_words(request.POST, model) if model else [],
        "log_in": f"{reverse('admin:login')}?{query.urlencode()}",
    }
    response = TemplateResponse(request, "admin/publishing/session_over.html", context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response
