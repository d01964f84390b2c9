import pytest


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """Give every test a folder of its own for files; `default_storage` follows the setting."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT
