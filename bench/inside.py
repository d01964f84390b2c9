"""Do one step of the bench inside Django, on the database that DATABASE_URL names, and print what came out as JSON.

Usage: python -m bench.inside fill 100000 | survey
"""

import importlib
import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")

if __name__ == "__main__":
    # The steps import models, so Django has to be ready before they are imported themselves.
    django.setup()
    steps = importlib.import_module("bench.steps")
    print(json.dumps(getattr(steps, sys.argv[1])(*sys.argv[2:])))
