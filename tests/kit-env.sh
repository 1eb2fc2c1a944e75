# Points the torture kit (a folder beside this repository, see its README) at our commands:
#   . tests/kit-env.sh && cd ../shared/kit && ./run_all.sh
# Run it from the root of the repository. Variables that name commands we don't have yet stay unset: those suites skip.
root=$(pwd)
P="$root/.venv/bin/saidby --db {db}"
export APP_IMPORT="$P import auto --progress none {file}"
export APP_IMPORT_DIR="$P import auto --progress none {dir}"
# One key an article (the address first, so that the kit sees bad ones), and all that must come out alike.
export APP_KEY_SQL="select coalesce(url, '') || ' ' || key from sighting"
export APP_CONTENT_SQL="select s.key, s.name, s.title, s.url, s.byline, s.outlet, s.published, s.flags, s.extra, b.text from sighting s left join body b on b.id = s.body"
export APP_NOTES_SQL="select author, value from op where field = 'note' and redacted = 0"
export APP_RC_OK="0" APP_RC_REJECT="1 2 3"
export SAIDBY_ANALYST=kit
export APP_NOTE="$root/tests/kit-note.sh {db} {url} {author} {text} {private}"
export APP_EXPORT="$P snapshot create {out}"
export APP_EXPORT_REDACTED="$P snapshot create {out} --redact private,text"
export APP_INSPECT="$root/.venv/bin/saidby snapshot open --read-only {snapshot}"
export APP_MERGE="$P snapshot merge --yes {snapshot}"
export KIT_ARTICLES_TABLE=sighting KIT_ANN_TABLE=op
export APP_EXPORT_CSV="$root/tests/kit-csv.sh {db} {out}"
# The dashboard: every pane, the article and the boxes opened; the crash key exists only under its variable.
export APP_OPEN="$P" APP_QUIT_KEY=ctrl+q APP_CRASH_KEY=X SAIDBY_CRASH_KEY=X
export APP_KEYS="1 down 2 down 3 down right 4 down 2 enter ] esc w esc ? esc c esc F esc 2"
export APP_SEARCH="$P search {query}"
