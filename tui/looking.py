"""The verbs that look closer: why, audit, copy, the address, help and palette."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store.records.rows import AuditRow, ClaimDetail
from tui.commands import GROUP_TITLES, commands_at, shown_keys
from tui.desk import Desk
from tui.panes.proof import claim_blocks, own_lines, part_lines, sum_line
from tui.safe import is_web, one_line
from tui.screens.choose import Choice, Choose
from tui.screens.sheet import Sheet
from tui.widgets.text_view import BLANK, Block, line

if TYPE_CHECKING:
    from store.queries.audit import Disagreement


def why(desk: Desk) -> None:
    """The grade, part by part, each with the words that it rests on."""
    detail = desk.claim
    if detail is None:
        return
    causes = [p.because_of for p in detail.parts if p.because_of is not None]

    def work() -> tuple[str | None, dict[int, ClaimDetail]]:
        from store.queries import articles

        found = articles.details(desk.service.case, [detail.article.id])
        return (found[0].text if found else None), {d.row.id: d for d in desk.service.claim_details(causes)}

    def show(answer: tuple[str | None, dict[int, ClaimDetail]]) -> None:
        text, others = answer
        desk.show_box(Sheet("Why this grade", why_blocks(detail, text, others)))

    desk.ask("why", work, show)


def why_blocks(detail: ClaimDetail, text: str | None, causes: dict[int, ClaimDetail]) -> list[Block]:
    """The sum, its parts, and what the numbers are not."""
    blocks = [sum_line(detail), *own_lines(detail), BLANK]
    for part in detail.parts:
        blocks += part_lines(part, text, 0, causes.get(part.because_of) if part.because_of is not None else None)
    if detail.parts:
        blocks.append(BLANK)
    if detail.row.letter == "F" and detail.low is not None:
        words = f"Nobody rated the source (F). Rated D it would be {detail.low}, rated B {detail.high}: r rates it."
        blocks.append(Block(words, "dim"))
    blocks.append(
        Block("Support is an index in steps of 5, not a probability: 5–25 low, 30–65 medium, 70–95 high.", "dim")
    )
    if detail.row.quality < 0.6:
        blocks.append(Block(f"The sentence may be misread (quality {detail.row.quality:.2f}): e corrects it.", "warn"))
    return [*blocks, BLANK, *(replace(b, once=False) for b in claim_blocks(detail, 200)[1:])]


def audit(desk: Desk) -> None:
    """Who annotated this, when, and what they said."""
    detail, article = desk.claim, desk.article
    keys = [detail.body_hash] if detail is not None else []
    spans = detail.span if detail is not None else None

    def work() -> list[AuditRow]:
        from store.filters import fold
        from store.queries import articles
        from store.queries import audit as audits

        wanted = list(keys)
        if article is not None:
            wanted += [d.sighting_key for d in articles.details(desk.service.case, [article.id])]
            wanted += [fold(name) for name in (article.source, detail.row.speaker if detail else None) if name]
        return [row for key in dict.fromkeys(wanted) for row in audits.rows(desk.service.case, target=key)]

    def show(rows: list[AuditRow]) -> None:
        quote = detail.text if detail is not None and spans is not None else ""
        desk.show_box(Sheet("Audit", audit_blocks(rows, quote)))

    desk.ask("audit", work, show)


def audit_blocks(rows: list[AuditRow], quote: str) -> list[Block]:
    """Each annotation as two lines: when, who, what, and on what; why."""
    if not rows:
        return [Block("Nobody has annotated this yet. b writes a note, r rates the source.", "dim")]
    blocks = []
    for row in rows:
        state = "" if row.head and not row.retracted else "  retracted" if row.retracted else "  replaced"
        private = "  private" if row.private else ""
        blocks.append(
            line(
                (f"{row.at[:16].replace('T', ' ')}  ", "dim"),
                (one_line(row.author), "accent"),
                (f"  {row.field}: ", "title"),
                (one_line(row.value), ""),
                (state + private, "warn"),
            )
        )
        if row.reason:
            blocks.append(Block(f"because {one_line(row.reason)}", "", indent=6))
        blocks.append(Block(f"on {one_line(row.target)}", "dim", indent=6))
    return blocks


def disagreements(desk: Desk) -> None:
    """Where two analysts hold two values, mine first."""

    def work() -> list[Disagreement]:
        from store.queries import audit as audits

        return audits.disagreements(desk.service.case)

    def show(found: list[Disagreement]) -> None:
        desk.show_box(Sheet("Disagreements", disagreement_blocks(found, desk.service.analyst)))

    desk.ask("disagreements", work, show)


def disagreement_blocks(found: list[Disagreement], me: str) -> list[Block]:
    """Each disagreement as its field and the two values with their reasons; mine stands first."""
    if not found:
        return [Block("No disagreement. Colleagues' annotations come in with: saidby snapshot merge FILE", "dim")]
    blocks = []
    for one in found:
        sides = [(one.author, one.value, one.reason), (one.other, one.other_value, one.other_reason)]
        place = f" at {one.start}" if one.start is not None else ""
        blocks.append(line((one.field, "title"), (f" on {one_line(one.target[:24])}{place}", "dim")))
        for author, value, reason in sorted(sides, key=lambda s: s[0] != me):
            who = "yours" if author == me else one_line(author)
            blocks.append(
                line((f"{who}: ", "mine"), (one_line(str(value)), ""), (f"  {one_line(reason or '')}", "dim"), indent=4)
            )
    return blocks


def citation(detail: ClaimDetail) -> str:
    """The claim as a line that can stand in a report."""
    article = detail.article
    where = article.source or article.name
    title = f"“{article.title}”, " if article.title else ""
    row = detail.row
    grade = f"{row.letter}{row.digit}" + (f", support {row.support}" if row.support is not None else "")
    return f"“{' '.join(detail.text.split())}” ({title}{where}, {article.published or 'undated'}, ¶{detail.paragraph}; {grade})"


def copy(desk: Desk) -> None:
    """Put the sentence, its citation or its address on the clipboard, by OSC 52."""
    detail = desk.claim
    if detail is None:
        return
    sentence = " ".join(detail.text.split())
    choices = [Choice(sentence, sentence, "sentence"), Choice(citation(detail), citation(detail), "citation")]
    choices.append(Choice(detail.row.key, detail.row.key, "id"))
    if desk.url:
        choices.append(Choice(desk.url, desk.url, "link"))

    def chosen(text: str | None) -> None:
        if text:
            desk.app.copy_to_clipboard(text)
            desk.say("copied, where the terminal allows it (OSC 52)", "good")

    desk.show_box(Choose("Copy", choices, before=10), chosen)


def open_url(desk: Desk) -> None:
    """Open the article's address in the browser."""
    url = desk.url
    if url and is_web(url):
        desk.app.open_url(url)
        desk.say(f"opened {url}", "good")


def help_(desk: Desk) -> None:
    """The keys of this place by subject; Enter does one of them."""
    _commands(desk, f"Keys in {desk.place}", grouped=True)


def palette(desk: Desk) -> None:
    """Every command that works here, to choose by typing."""
    _commands(desk, "Commands", grouped=False)


def _commands(desk: Desk, title: str, *, grouped: bool) -> None:
    situation = desk.situation()
    choices: list[Choice] = []
    known = commands_at(desk.place)
    for group, heading in GROUP_TITLES.items():
        several = [c for c in known if c.group == group]
        if grouped and several:
            choices.append(Choice(None, heading, heading=True))
        choices += [
            Choice(
                c.id,
                c.sentence if grouped else f"{c.title}: {c.sentence}",
                shown_keys(c),
                refusal=c.refusal(situation),
                also=c.title,
            )
            for c in several
        ]

    def chosen(name: str | None) -> None:
        if name and name in desk.HANDLERS:
            desk.run_command(name)

    desk.show_box(Choose(title, choices, before=14), chosen)
