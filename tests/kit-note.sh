#!/bin/sh
# The kit's words for an annotation, in ours: DB URL AUTHOR TEXT PRIVATE(0 or 1).
private=
[ "$5" = 1 ] && private=--private
exec "$(dirname "$0")/../.venv/bin/saidby" --db "$1" note "$2" "$4" --as "$3" $private
