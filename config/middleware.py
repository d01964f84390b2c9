"""What stands between a stranger's request and every address of the site."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http.request import split_domain_port


class OwnPortMiddleware:
    """Refuse a Host header with a port that is not ours.

    Django checks the name only, and whole addresses (canonical ones, sitemaps, feeds) repeat the port: a cache that
    knows pages by name would hand a stranger's port to every reader.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        ports = settings.ALLOWED_PORTS
        _name, port = split_domain_port(request.get_host())
        if port and ports is not None and port not in ports:
            raise DisallowedHost(f"The port {port} of the Host header is not in ALLOWED_PORTS.")
        return self.get_response(request)


class NoCookiesMiddleware:
    """Let no cookie reach a public address; stands behind the middleware that knows where the desk begins.

    Django answers a session cookie or CSRF cookie that it does not know by setting another one, also on a page that
    caches keep for everybody.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.at_the_desk:
            request.COOKIES = {}
        return self.get_response(request)
