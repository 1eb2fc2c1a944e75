"""Makes store/derive/frequencies.txt: in how many of 10,000 news articles a word's stem stands.

    python tests/bench/related/count_words.py REUTERS.jsonl.xz OTHER.jsonl > store/derive/frequencies.txt

Each file is JSON lines with a "text" (and perhaps a "title"). The files count alike, whatever their size: the one is
long and of one year, the other short and of one war. Only words and figures are written, no text.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from pathlib import Path

from store.derive.words import stems_of

LEAST_ARTICLES = 4
LEAST_SHARE = 3


def counted(path: Path) -> tuple[Counter[str], int]:
    """How many of a file's articles hold each stem, and how many articles there are."""
    data = path.read_bytes()
    lines = (lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8").splitlines()
    counts: Counter[str] = Counter()
    for line in lines:
        row = json.loads(line)
        counts.update(set(stems_of(f"{row.get('title') or ''}\n{row['text']}")))
    return counts, len(lines)


def main() -> None:
    """Print the table, words in order."""
    files = [counted(Path(name)) for name in sys.argv[1:]]
    words = sorted({w for counts, _ in files for w, n in counts.items() if n >= LEAST_ARTICLES and w.isalpha()})
    for word in words:
        share = sum(10_000 * counts[word] / articles for counts, articles in files) / len(files)
        if share >= LEAST_SHARE:
            print(word, round(share))


if __name__ == "__main__":
    main()
