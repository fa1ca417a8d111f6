"""The command line: `runyard COMMAND`. Each command is a module of `runyard.app.commands`.

Only the chosen command's module is loaded, so `runyard --help` does not pay for the web framework.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

from runyard.kit.errors import RunyardError
from runyard.kit.settings import Settings, SettingsError, load

COMMANDS = {
    "serve": "start the server and print its address",
    "run": "run a flow file here, without a server",
    "import": "bring flow files, exports or folders of them into the database",
    "worker": "work on runs beside a server (needs PostgreSQL)",
    "backup": "write database, files and key to one archive",
    "restore": "bring a backup back",
    "doctor": "say what is configured, what is missing and what to do",
    "db": "database upkeep: runyard db upgrade",
}
# Words of the shell that are no good module names.
MODULES = {"import": "bring"}


def main(argv: list[str] | None = None) -> int:
    """Run one command; answers the exit code. A problem is one sentence on stderr, never a traceback."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] not in COMMANDS:
        return overview(words)
    name = words[0]
    module = importlib.import_module(f"runyard.app.commands.{MODULES.get(name, name)}")
    parser = argparse.ArgumentParser(prog=f"runyard {name}", description=module.__doc__)
    parser.add_argument("--data", type=Path, help="data folder (default: RUNYARD_DATA or ~/.runyard)")
    parser.add_argument("--config", type=Path, help="settings file (default: runyard.toml in the data folder)")
    module.arguments(parser)
    args = parser.parse_args(words[1:])
    try:
        return int(module.run(args) or 0)
    except (RunyardError, SettingsError) as problem:
        print(f"runyard {name}: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def overview(words: list[str]) -> int:
    """Print what there is; a wrong word is said and counts as an error."""
    wrong = bool(words) and words[0] not in ("-h", "--help", "help")
    out = sys.stderr if wrong else sys.stdout
    if wrong:
        print(f"runyard: there is no command {words[0]!r}.", file=out)
    print("usage: runyard COMMAND [options]\n", file=out)
    for name, sentence in COMMANDS.items():
        print(f"  {name:<8} {sentence}", file=out)
    print("\n`runyard COMMAND --help` lists its options; settings: docs/settings.md", file=out)
    return 2 if wrong else 0


def settings_of(args: argparse.Namespace, **flags: object) -> Settings:
    """Settings by environment, file and flag, in that order of growing weight."""
    given = {name: value for name, value in flags.items() if value is not None}
    if args.data is not None:
        given["data"] = args.data
    return load(flags=given, environ=os.environ, file=args.config)


if __name__ == "__main__":
    sys.exit(main())
