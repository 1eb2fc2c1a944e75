"""Press databases: each article of a file by itself, with the outlet, date and title that its form gives."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

from importers import sniff
from importers.freeze import Frozen, read_frozen
from importers.reader import Input, ReadOptions
from store.records.article import Problem

TODAY = dt.date(2026, 1, 1)


def read(data: bytes, name: str) -> list[Frozen | Problem]:
    choice = sniff.choose(data, name)
    assert isinstance(choice, sniff.Choice), choice
    return list(read_frozen(Input(name, data), choice.reader, ReadOptions(), TODAY))


def shown(items: list[Frozen | Problem]) -> list[tuple[str | None, str | None, str | None, str]]:
    out = []
    for item in items:
        assert isinstance(item, Frozen), item
        assert item.body is not None
        out.append((item.sighting.title, item.sighting.outlet, item.sighting.published, item.body.text))
    return out


EXPECTED = [
    (f"Ferry {n} sinks", "Coast Courier", "2022-09-06", f"The ferry {n} sank.\n\nNobody was hurt.") for n in (1, 2)
]


def test_a_page_of_lexisnexis_is_split_at_its_documents() -> None:
    def document(n: int) -> str:
        return (
            f"<A NAME='DOC_ID_0_{n}'></A><!-- Hide XML section from browser\n<DOC NUMBER={n}>\n<DOCFULL> -->"
            f"<DIV><P>{n} of 2 DOCUMENTS</P></DIV><DIV><P>Coast Courier</P></DIV>"
            f"<DIV><P>September 6, 2022 Tuesday, City Edition</P></DIV><DIV><P>Ferry {n} sinks</P></DIV>"
            f"<DIV><P>BYLINE: By A. Brook</P></DIV><DIV><P>LENGTH: 7 words</P></DIV>"
            f"<DIV><P>The ferry {n} sank.</P><P>Nobody was hurt.</P></DIV><DIV><P>LOAD-DATE: September 7, 2022</P></DIV>"
        )

    items = read(f"<HTML><BODY>{document(1)}{document(2)}</BODY></HTML>".encode(), "a.html")
    assert shown(items) == EXPECTED
    assert isinstance(items[0], Frozen)
    assert items[0].sighting.byline == "By A. Brook"


def test_a_text_of_lexisnexis_is_split_at_its_counts() -> None:
    text = "".join(
        f"\n\n                {n} of 2 DOCUMENTS\n\n            Coast Courier\n\n        September 6, 2022 Tuesday\n\n"
        f"Ferry {n} sinks\n\nBYLINE: A. Brook\n\nLENGTH: 7 words\n\nThe ferry {n}\nsank.\n\nNobody was hurt.\n\n"
        "LOAD-DATE: September 7, 2022\n\nLANGUAGE: ENGLISH\n"
        for n in (1, 2)
    )
    assert shown(read(text.encode(), "a.txt")) == EXPECTED


def test_a_word_document_of_nexis_uni_is_split_at_its_ends() -> None:
    lines = ["User Name: A", "Documents (2)"]
    for n in (1, 2):
        lines += [f"Ferry {n} sinks", "Coast Courier", "September 6, 2022 Tuesday", "Copyright 2022 Coast Courier"]
        lines += [
            "Section: NEWS",
            "Length: 7 words",
            "Byline: A. Brook",
            "Body",
            f"The ferry {n} sank.",
            "Nobody was hurt.",
        ]
        lines += ["Load-Date: September 7, 2022", "End of Document"]
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
            f"{paragraphs}</w:body></w:document>",
        )
    assert shown(read(out.getvalue(), "a.docx")) == EXPECTED


def test_a_page_of_factiva_is_split_at_its_articles() -> None:
    def one(n: int) -> str:
        return (
            f'<div class="article enArticle"><div id="hd"><span class="enHeadline">Ferry {n} sinks</span></div>'
            '<div class="author">By A. Brook</div><div>7 words</div><div>6 September 2022</div><div>Coast Courier</div>'
            f'<div>COCO</div><p class="articleParagraph enarticleParagraph">The ferry {n} sank.</p>'
            '<p class="articleParagraph enarticleParagraph">Nobody was hurt.</p><p>Document COCO0000202209060001</p></div>'
        )

    items = read(f"<html><head><title>Factiva</title></head><body>{one(1)}{one(2)}</body></html>".encode(), "a.html")
    assert shown(items) == EXPECTED
    assert isinstance(items[0], Frozen)
    assert items[0].sighting.external_id == "COCO0000202209060001"


def test_factiva_xml_is_read() -> None:
    def one(n: int) -> str:
        return (
            f"<article><accessionNo>A{n}</accessionNo><baseLanguage>EN</baseLanguage><headline><paragraph>Ferry {n} sinks"
            f"</paragraph></headline><leadParagraph><paragraph>The ferry {n} sank.</paragraph></leadParagraph>"
            "<tailParagraphs><paragraph>Nobody was hurt.</paragraph></tailParagraphs><publicationDate><date>2022-09-06"
            "</date></publicationDate><sourceName>Coast Courier</sourceName></article>"
        )

    data = f'<?xml version="1.0"?><r xmlns="http://global.factiva.com/pps/2.0">{one(1)}{one(2)}</r>'
    assert shown(read(data.encode(), "a.xml")) == EXPECTED


def test_entities_in_factiva_xml_are_refused() -> None:
    data = b'<!DOCTYPE r [<!ENTITY x "y">]><r xmlns="http://global.factiva.com/pps/2.0"/>'
    (one,) = read(data, "a.xml")
    assert isinstance(one, Problem)


@pytest.mark.parametrize("name", ["a.html", "a.xml"])
def test_a_form_that_can_not_be_split_is_refused_rather_than_run_together(name: str) -> None:
    data = b'<html xmlns:n1="http://www.cedrom-sni.com/x"><link href="http://www.bpe.europresse.com/a.css"><p>Words</p></html>'
    (one,) = read(data, name)
    assert isinstance(one, Problem)
    assert one.code == "E_NO_READER"
