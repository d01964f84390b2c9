import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _no_language_left_behind():
    """Leave the language of the last answer behind: a public page in French would make the next test read French."""
    yield
    translation.deactivate()
