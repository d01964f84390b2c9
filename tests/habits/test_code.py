"""The codebase watches its own habits."""

import ast
import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ["articles", "files", "images", "interface", "languages", "maps", "missions", "publishing", "timeline"]
NAMELESS = {"common", "core", "helper", "helpers", "misc", "util", "utils"}
SKIPPED = {"__pycache__", "node_modules", "var"}
HIDDEN_BUT_OURS = {".ci", ".editorconfig", ".gitignore"}
TEXT = {"", ".css", ".html", ".in", ".js", ".json", ".md", ".po", ".py", ".svg", ".toml", ".txt", ".yaml"}


def files(*suffixes):
    """Return the files of the project, without data, caches and whatever else hides behind a dot."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED and (name[0] != "." or name in HIDDEN_BUT_OURS)]
        found += [Path(folder, name) for name in names if name[0] != "." or name in HIDDEN_BUT_OURS]
    return sorted(path for path in found if not suffixes or path.suffix in suffixes)


def modules():
    """Return the Python files of the product itself."""
    return [path for path in files(".py") if path.relative_to(ROOT).parts[0] in {*APPS, "config", "scripts"}]


def texts():
    """Return the files a person could have written a path or a secret in; this one holds the patterns."""
    return [path for path in files() if path.suffix in TEXT and path != Path(__file__)]


def told(path):
    return str(path.relative_to(ROOT))


def test_shared_code_has_a_name():
    nameless = [told(path) for path in files() if NAMELESS & set(Path(told(path)).with_suffix("").parts)]
    assert nameless == []


def test_no_import_hides_from_the_import_contracts():
    """A TYPE_CHECKING import of our own apps is an arrow that points up; ruff finds imports inside functions."""
    hidden = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                imports = "\n".join(ast.unparse(part) for part in node.body)
                hidden += [told(path) for app in APPS if re.search(rf"\b{app}\b", imports)]
    assert hidden == []


def test_html_becomes_safe_at_the_door_only():
    marked = [told(path) for path in modules() if re.search(r"\bmark_safe\b|\bSafeString\b|__html__", path.read_text())]
    assert marked == []


def test_nothing_is_left_to_do_without_an_issue():
    tag = re.compile(r"\b(TODO|FIXME|XXX)\b")
    left = [told(path) for path in texts() if tag.search(path.read_text(errors="replace"))]
    assert left == []


def test_nothing_names_a_place_on_one_machine():
    """Paths of a workplace, and hosts that packages are fetched from, differ from machine to machine."""
    place = re.compile(r"(?<!\w)/(home/\w|root/|work/|Users/)|--(extra-)?index-url|--find-links")
    named = [told(path) for path in texts() if place.search(path.read_text(errors="replace"))]
    assert named == []


def test_the_tree_holds_no_secret():
    secret = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abp]-[0-9A-Za-z-]{10,}"
        r"|django-insecure-|postgres(ql)?://\w+:(?!password@|@)[^@\s\"'/]+@"
    )
    found = [told(path) for path in texts() if secret.search(path.read_text(errors="replace"))]
    assert found == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_with_hashes_and_no_registry_is_named(name):
    text = (ROOT / name).read_text()
    requirements = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert requirements
    assert [line for line in requirements if not re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+ .*\\$", line)] == []
    assert len(re.findall(r"(?m)^\S.*\\\n    --hash=sha256:[0-9a-f]{64}", text)) == len(requirements)
    assert "://" not in text


@pytest.mark.parametrize("folder", ["tests/tools", "bench/tools"])
def test_every_package_of_npm_is_pinned_with_its_hash_and_no_registry_is_named(folder):
    locked = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    wanted = json.loads((ROOT / folder / "package.json").read_text())["dependencies"]
    assert locked.pop("")["dependencies"] == wanted
    assert {f"node_modules/{name}" for name in wanted} - locked.keys() == set()
    assert [name for name, one in locked.items() if not one.get("integrity", "").startswith("sha512-")] == []
    assert [name for name, one in locked.items() if "resolved" in one] == []


@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_dependency_says_why_it_is_here_and_is_locked(name):
    lines = [line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-"))]
    locked = {line.split("==")[0].split("[")[0] for line in (ROOT / name).with_suffix(".txt").read_text().splitlines()}
    assert [line for line in lines if not re.search(r"\s# \S", line)] == []
    wanted = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in lines}
    assert wanted - locked == set()


def test_every_app_of_ours_is_under_the_import_contracts():
    # `config` stands above them all and has a contract of its own.
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT} - {"config"}
    contracts = (ROOT / "pyproject.toml").read_text().split("[tool.importlinter]")[1].split("[tool.pytest")[0]
    assert [label for label in sorted(ours) if contracts.count(f'"{label}"') < 3] == []
    assert ours == set(APPS)


def test_every_command_of_the_makefile_is_known_to_bootstrap():
    targets = re.findall(r"(?m)^(\w+):", (ROOT / "Makefile").read_text())
    assert targets
    source = (ROOT / "bootstrap.py").read_text()
    assert [target for target in targets if f'"{target}"' not in source] == []


def test_the_script_of_ci_is_readable_by_bash():
    assert subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=False).returncode == 0
