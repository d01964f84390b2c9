"""The ASGI entry point of the site."""

import os
from concurrent.futures import ThreadPoolExecutor

from django.core.asgi import get_asgi_application

from config.demonstration import refuse_demo_accounts

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_asgi_application()

# In a thread: some servers import this module inside their event loop, where Django refuses every query.
with ThreadPoolExecutor(max_workers=1) as _thread:
    _thread.submit(refuse_demo_accounts).result()
