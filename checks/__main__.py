"""`python -m checks [--only name,name] [--list] [--fix]`: runs every check, prints what is wrong, ends with 1 when anything is."""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from checks import rules, tools


def house_rules(wanted: set[str]) -> bool:
    """Our own rules over every file; prints the findings."""
    chosen = [rule for rule in rules.ALL if not wanted or rule.name in wanted]
    if not chosen:
        return True
    begun, found = time.monotonic(), {}
    for path, rule, finding in rules.findings(chosen, rules.sources(rules.tracked())):
        place = f"{path}:{finding.line}" if finding.line else path
        found.setdefault(rule, []).append(f"  {place}: {finding.text}")
    for rule, places in found.items():
        print(f"\n{rule.name}: {rule.why}\n" + "\n".join(places))
    print(f"{'FAIL' if found else 'ok  '} house rules ({len(chosen)}), {time.monotonic() - begun:.1f} s")
    return not found


def report(tool: tools.Tool, outcome: tuple[bool, str, float]) -> bool:
    passed, said, seconds = outcome
    if not passed:
        print(f"\n{tool.name}: {tool.why}\n{said}")
    print(f"{'ok  ' if passed else 'FAIL'} {tool.name}, {seconds:.1f} s", flush=True)
    return passed


def listing() -> str:
    known = [*rules.ALL, *tools.ALL]
    return "\n".join(f"{check.name:<18} {check.why}" for check in known)


def main() -> int:
    parser = argparse.ArgumentParser(prog="checks", description=__doc__)
    parser.add_argument("--only", default="", help="names of checks, separated by commas")
    parser.add_argument("--list", action="store_true", help="print every check with its reason")
    parser.add_argument("--fix", action="store_true", help="format, and repair what lint can repair, first")
    options = parser.parse_args()
    if options.list:
        print(listing())
        return 0
    if options.fix:
        tools.fix()
    wanted = {name for name in options.only.split(",") if name}
    unknown = wanted - {check.name for check in (*rules.ALL, *tools.ALL)}
    if unknown:
        parser.error(f"no check is called {', '.join(sorted(unknown))}; --list shows them")
    chosen = [tool for tool in tools.ALL if (not wanted or tool.name in wanted) and tool.usable]
    with ThreadPoolExecutor(max_workers=2) as pool:
        running = [(tool, pool.submit(tool.run)) for tool in chosen]
        results = [house_rules(wanted)]
        results += [report(tool, outcome.result()) for tool, outcome in running]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
