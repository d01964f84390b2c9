"""The one opening in the Content-Security-Policy: nonces on desk forms that carry the rich text editor."""

from csp.constants import NONCE
from csp.decorators import csp_update

# The editor's import map is an inline script, and its style element has to exist before it starts. Without a nonce in
# the request (every other page) django-csp drops the entry, and the policy stays 'self'.
editor_nonces = csp_update({"script-src": [NONCE], "style-src": [NONCE]})
