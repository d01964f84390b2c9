"""The WSGI entry point of the site; `runserver` comes through here too."""

import os

from django.core.wsgi import get_wsgi_application

from config.demonstration import refuse_demo_accounts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

refuse_demo_accounts()
