"""What origins need to know of articles: credits, copies, families, who is a medium. Made for one batch."""

from __future__ import annotations

from store.casefile import Reader
from store.derive.actors import affiliations, kinds, names
from store.derive.outlets import families, family_name
from store.derive.tables import country_of, family_of

_MAX_STEPS = 5


class Context:
    """Answers from the case file, remembered for as long as it lives."""

    def __init__(self, r: Reader, analyst: str | None) -> None:
        self._r = r
        self._given = families(r)
        self._analyst = analyst
        self._clusters: dict[int, str] = {}
        self._credits: dict[int, list[tuple[str, str, int]]] = {}
        self._families: dict[tuple[int, str], str] = {}
        self._local: dict[int, dict[str, str]] = {}
        self._kinds: dict[int, dict[str, str]] = {}
        self._names: dict[int, dict[str, str]] = {}

    def family(self, key: str, article: int) -> str:
        """The family of an outlet or actor by its folded name: an analyst's, the shipped table's, that of whom the
        article says that it belongs to, else its own name."""
        known = self._families.get((article, key))
        if known is None:
            at, name = bare(key), key
            known = family_name(at, self._given, self._analyst)
            self._read(article)
            local = self._local[article]
            for _ in range(_MAX_STEPS):
                step = local.get(name) or local.get(at) or country_of(at)
                if known != at or step is None or bare(step) == at:
                    break
                at, name = bare(step), step
                known = family_name(at, self._given, self._analyst)
            self._families[article, key] = known
        return known

    def knows_family(self, key: str) -> bool:
        """Whether a person or the shipped table named a family."""
        return bare(key) in self._given or key in self._given or family_of(key) is not None

    def is_medium(self, key: str, article: int) -> bool:
        """Whether the article speaks of the actor as of a newspaper, station or agency."""
        self._read(article)
        return self._kinds[article].get(key) == "media"

    def is_person(self, key: str, article: int) -> bool:
        """Whether an actor can be a person, as far as the article tells."""
        self._read(article)
        return self._kinds[article].get(key, "unknown") in ("person", "unknown")

    def _read(self, article: int) -> None:
        if article not in self._local:
            query = "SELECT key FROM article_key WHERE article = ? AND key < 's:'"
            rows = [k for (k,) in self._r.execute(query, (article,))]
            self._local[article] = affiliations(rows)
            self._kinds[article] = kinds(rows)
            self._names[article] = names(rows)

    def credits(self, article: int) -> list[tuple[str, str, int]]:
        """(party, role, place) of what the article credits."""
        if article not in self._credits:
            rows = self._r.execute(
                "SELECT credited, relation, start_char FROM source_credit WHERE article = ? ORDER BY start_char",
                (article,),
            )
            self._credits[article] = [(p, role, at) for p, role, at in rows]
        return self._credits[article]

    def name(self, key: str, article: int, label: str) -> str:
        """The actor's name as the article has it, else the label: never what another article calls it, so that no
        origin changes its name because something else was imported."""
        self._read(article)
        return self._names[article].get(key, label)

    def cluster(self, article: int) -> str:
        """The smallest article key among this article's copies, reprints and versions."""
        if article not in self._clusters:
            found, edge = {article}, [article]
            while edge:
                at = edge.pop()
                for (other,) in self._r.execute(
                    "SELECT b FROM article_link WHERE a = ?1 AND relation IN ('same-text', 'copied-from', 'revises') UNION "
                    "SELECT a FROM article_link WHERE b = ?1 AND relation IN ('same-text', 'copied-from', 'revises')",
                    (at,),
                ):
                    if other not in found:
                        found.add(other)
                        edge.append(other)
            lead = min(key for i in found for (key,) in self._r.execute("SELECT key FROM article WHERE id = ?", (i,)))
            self._clusters |= dict.fromkeys(found, lead)
        return self._clusters[article]


def bare(key: str) -> str:
    """A folded name without its article: "the observer" and "observer" are one outlet."""
    return key.removeprefix("the ") or key
