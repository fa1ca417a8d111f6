"""Every rule of the house passes a good sample, finds a bad one, and can be waived with a reason."""

import pytest

from checks.rule import Source
from checks.rules import ALL, findings, sources, tracked

RULES = {rule.name: rule for rule in ALL}
INIT = frozenset({"__init__.py"})
DOC = '"""A module."""\n'


def long_function(lines):
    return DOC + "def f():\n" + "    x = 1\n" * (lines - 1)


# rule -> (path, good text, bad text, line of the finding)
SAMPLES = {
    "file-length": ("src/runyard/kit/a.py", "x = 1\n" * 400, "x = 1\n" * 401, 0),
    "function-length": ("src/runyard/kit/a.py", long_function(60), long_function(61), 2),
    "empty-name": ("src/runyard/kit/clock.py", "class Clock: ...\n", "class ClockManager: ...\n", 1),
    "module-docstring": ("src/runyard/kit/a.py", DOC + "x = 1\n", "x = 1\n", 0),
    "public-docstring": ("src/runyard_sdk/a.py", 'def f():\n    """Do it."""\n', "def f():\n    return 1\n", 1),
    "broad-except": (
        "src/runyard/kit/a.py",
        "try:\n    f()\nexcept (ValueError, OSError):\n    x = 1\n",
        "try:\n    f()\nexcept (ValueError, Exception):\n    x = 1\n",
        3,
    ),
    "late-import": ("src/runyard/kit/a.py", "import os\n", "def f():\n    import os\n", 2),
    "no-commit": ("src/runyard/domains/flows/service.py", "session.flush()\n", "session.commit()\n", 1),
    "outbound-http": ("src/runyard/domains/a.py", "from runyard.kit import http\n", "import httpx\n", 1),
    "no-sleep": ("tests/kernel/test_a.py", "await asyncio.sleep(0)\n", "await asyncio.sleep(0.1)\n", 1),
    "registry-host": ("docs/a.md", "Install it.\n", "Get it from " + "https://" + "py" + "pi.org.\n", 1),
    "unfinished": ("src/runyard/kit/a.py", "x = 1  # said in todo lists\n", "raise Not" + "ImplementedError\n", 1),
}


def found(rule, path, text, neighbours=INIT):
    return [finding.line for finding in RULES[rule].check(Source(path, text, neighbours))]


@pytest.mark.parametrize("rule", SAMPLES)
def test_a_good_sample_passes(rule):
    path, good, _, _ = SAMPLES[rule]
    assert RULES[rule].covers(path)
    assert found(rule, path, good) == []


@pytest.mark.parametrize("rule", SAMPLES)
def test_a_bad_sample_is_found_at_its_line(rule):
    path, _, bad, line = SAMPLES[rule]
    assert found(rule, path, bad) == [line]


@pytest.mark.parametrize("rule", SAMPLES)
def test_a_waiver_with_a_reason_is_heard(rule):
    path, _, bad, line = SAMPLES[rule]
    lines = bad.splitlines()
    at = max(line - 1, 0)
    lines[at] += f"  # waive: {rule} the protocol demands it"
    assert found(rule, path, "\n".join(lines)) == []


@pytest.mark.parametrize("rule", SAMPLES)
def test_a_waiver_without_a_reason_is_not(rule):
    path, _, bad, line = SAMPLES[rule]
    lines = bad.splitlines()
    at = max(line - 1, 0)
    lines[at] += f"  # waive: {rule}"
    assert found(rule, path, "\n".join(lines)) == [line]


def test_every_rule_has_samples_and_a_reason():
    assert set(SAMPLES) | {"package-init"} == set(RULES)
    assert all(len(rule.why) > 20 for rule in ALL)


def test_a_module_outside_of_a_package_is_found():
    assert found("package-init", "src/runyard/kit/a.py", DOC, frozenset({"a.py"})) == [0]
    assert found("package-init", "src/runyard/kit/a.py", DOC, INIT) == []


def test_an_edge_may_catch_everything():
    assert not RULES["broad-except"].covers("src/runyard/kernel/worker.py")


def test_catching_everything_to_clean_up_and_raise_again_is_fine():
    assert (
        found("broad-except", "src/runyard/kit/a.py", "try:\n    f()\nexcept BaseException:\n    g()\n    raise\n")
        == []
    )


def test_a_marked_extra_may_be_imported_late():
    text = "def f():\n    import sklearn  # extra: only with runyard[ml]\n"
    assert found("late-import", "src/runyard/kit/a.py", text) == []


def test_a_web_file_may_have_250_lines():
    assert found("file-length", "web/src/app/shell.tsx", "x\n" * 250) == []
    assert found("file-length", "web/src/app/shell.tsx", "x\n" * 251) == [0]


def test_generated_web_files_may_be_long():
    assert not RULES["file-length"].covers("web/src/gen/api.ts")


def test_a_path_that_says_nothing_is_found():
    assert found("empty-name", "src/runyard/domains/flows/flow_utils.py", DOC) == [0]


def test_the_project_s_files_are_listed_with_their_text():
    listed = [path for path in tracked() if path.startswith("checks/")]
    assert "checks/rules.py" in listed
    assert {source.path for source in sources(listed)} == set(listed)


def test_an_error_that_replaces_another_with_its_cause_is_fine():
    text = "try:\n    f()\nexcept Exception as error:\n    raise Failed(error) from error\n"
    assert found("broad-except", "src/runyard/kit/a.py", text) == []


def test_findings_name_the_file_and_the_rule():
    (place, rule, finding), *rest = findings(ALL, [Source("docs/a.md", "FIX" + "ME\n")])
    assert (place, rule.name, finding.line, rest) == ("docs/a.md", "unfinished", 1, [])
