"""The verbs that look closer: why, copy, the address, help and palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from store.records.rows import ClaimDetail
from tui.annotating import Claims, with_claims
from tui.commands import GROUP_TITLES, commands_at, shown_keys
from tui.desk import Desk
from tui.forms import cells
from tui.panes.legend import SIGNS, VALUES
from tui.panes.names import speaker_name
from tui.panes.proof import claim_blocks, own_lines, part_lines, sum_line
from tui.safe import is_web
from tui.screens.choose import Choice, Choose
from tui.screens.sheet import Sheet
from tui.widgets.text_view import BLANK, Block


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
    letter, digit = detail.row.letter, str(detail.computed_digit)
    grade = f"{letter}: {VALUES['letter'][letter]} · {digit}: {VALUES['digit'][digit]}"
    blocks = [sum_line(detail), Block(grade, "dim"), *own_lines(detail), BLANK]
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


def citation(detail: ClaimDetail) -> str:
    """The claim as a line that can stand in a report."""
    article = detail.article
    where = article.source or article.name
    title = f"“{article.title}”, " if article.title else ""
    row = detail.row
    grade = f"{row.letter}{row.digit}" + (f", support {row.support}" if row.support is not None else "")
    return f"“{' '.join(detail.text.split())}” ({title}{where}, {article.published or 'undated'}, ¶{detail.paragraph}; {grade})"


def copies(found: Claims, url: str | None, selected: str) -> list[Choice]:
    """What can be copied of some claims: (part, text); of several, each on a line of its own."""

    def each(part: Callable[[ClaimDetail], str]) -> str:
        return "\n".join(part(d) for d in found)

    parts = [("selected", selected)] if selected else []
    parts += [
        ("sentence", each(lambda d: " ".join(d.text.split()))),
        ("citation", each(citation)),
        ("claim", each(lambda d: f"{speaker_name(d.row)}: {' '.join(cells.claim(d.row).split())}")),
        ("grade", each(lambda d: d.why)),
        ("Markdown", each(lambda d: f"> {' '.join(d.text.split())}\n>\n> {citation(d).partition('” ')[2]}\n")),
        ("id", each(lambda d: d.row.key)),
    ]
    if url and len(found) == 1:
        parts.append(("link", url))
    whole = "\n\n".join(text for name, text in parts if name in ("citation", "grade", "link", "id"))
    parts.append(("all of it", whole))
    return [Choice(text, text, name) for name, text in parts if text]


def copy(desk: Desk) -> None:
    """Put a part on the clipboard, by OSC 52: the sentence, a citation, the claim, its grade, its link; of all marked rows."""

    def chosen(text: str | None) -> None:
        if text:
            desk.app.copy_to_clipboard(text)
            desk.say("copied, where the terminal allows it (OSC 52)", "good")

    def offer(found: Claims) -> None:
        quote = desk.selected.quote if desk.selected is not None else ""
        title = "Copy" if len(found) == 1 else f"Copy of {len(found):,} marked claims"
        desk.show_box(Choose(title, copies(found, desk.url, quote or ""), before=10, foot=3), chosen)

    with_claims(desk, offer)


def open_url(desk: Desk) -> None:
    """Open the article's address in the browser."""
    url = desk.url
    if url and is_web(url):
        desk.app.open_url(url)
        desk.say(f"opened {url}", "good")


def help_(desk: Desk) -> None:
    """The keys of this place by subject; Enter does one of them."""
    _commands(desk, f"Keys in {desk.place}, and what its signs mean", grouped=True)


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

    if grouped:
        choices.append(Choice(None, "Signs", heading=True))
        choices += [Choice(None, words, sign, also="sign") for sign, words in SIGNS[desk.place]]

    def chosen(name: str | None) -> None:
        if name and name in desk.HANDLERS:
            desk.run_command(name)

    desk.show_box(Choose(title, choices, before=14, foot=2), chosen)
