#!/bin/sh
# The kit asks for a CSV file: DB OUT.
exec "$(dirname "$0")/../.venv/bin/saidby" --db "$1" claims --format csv > "$2"
