"""What holds for every template of the site, present and future."""

import re
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template import TemplateSyntaxError, engines

ROOT = Path(settings.BASE_DIR)
FOLDERS = [ROOT / "templates", *(Path(app.path) / "templates" for app in apps.get_app_configs())]
OURS = sorted(
    (folder, path)
    for folder in FOLDERS
    if folder.is_relative_to(ROOT) and ".venv" not in folder.parts and folder.is_dir()
    for path in folder.rglob("*")
    if path.is_file()
)
# A data block is not run: the Content-Security-Policy lets it stand.
DATA_BLOCK = re.compile(r"""type=["']application/(ld\+)?json["']""")
# The one page where an editor library needs an inline script or style; each carries the nonce of its answer.
WITH_NONCE = {"admin/change_form.html"}
TAG_WITH_TEXT = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)


def names(pattern, *, flags=re.IGNORECASE):
    """Return the templates in which the pattern occurs."""
    return [str(path.relative_to(ROOT)) for _folder, path in OURS if re.search(pattern, path.read_text(), flags)]


def test_every_template_compiles():
    broken = []
    for folder, path in OURS:
        try:
            engines["django"].get_template(str(path.relative_to(folder)))
        except TemplateSyntaxError as fault:
            broken.append(f"{path.relative_to(ROOT)}: {fault}")
    assert broken == []


def test_nothing_is_declared_safe_in_a_template():
    assert names(r"\|\s*safe(seq)?\b") == []
    assert names(r"autoescape\s+off") == []


def test_no_style_attribute_and_no_handler_stands_in_a_template():
    assert names(r"<[^>]*\sstyle\s*=") == []
    assert names(r"<[^>]*\son[a-z]+\s*=\s*[\"']") == []
    assert names(r"javascript:") == []


def test_no_script_or_style_stands_in_a_template_but_data_and_what_carries_a_nonce():
    inline = []
    for folder, path in OURS:
        for tag, attributes, content in TAG_WITH_TEXT.findall(path.read_text()):
            allowed = (
                not content.strip()
                or (tag.lower() == "script" and DATA_BLOCK.search(attributes))
                or (str(path.relative_to(folder)) in WITH_NONCE and "nonce=" in attributes)
            )
            if not allowed:
                inline.append(str(path.relative_to(ROOT)))
    assert inline == []


def test_no_template_loads_anything_from_elsewhere():
    assert names(r"<(script|img|iframe|audio|video|source|link)\b[^>]*\b(src|href)\s*=\s*[\"'](https?:)?//") == []


def test_no_template_names_one_language():
    """Public templates say `title`, never `title_fr`: the language of the page decides."""
    assert names(r"\{[{%][^}]*\.\w+_(fr|nl|de|en)\b", flags=0) == []


def test_a_partial_says_first_what_it_shows():
    silent = [
        str(path.relative_to(ROOT))
        for _folder, path in OURS
        if path.name.startswith("_") and path.suffix == ".html" and "{#" not in path.read_text().partition("\n")[0]
    ]
    assert silent == []
