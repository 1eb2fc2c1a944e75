"""Mail, Telegram exports, documents and sheets."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest

from importers import sniff
from importers.freeze import Frozen, read_frozen
from importers.reader import Input, Reader, ReadOptions
from importers.readers.document import READER as DOCUMENT
from importers.readers.mail import READER as MAIL
from importers.readers.sheets import READER as SHEET
from importers.readers.telegram import READER as TELEGRAM
from store.records.article import Problem

TODAY = dt.date(2026, 1, 1)


def read(data: bytes, reader: Reader, name: str = "a") -> list[Frozen | Problem]:
    return list(read_frozen(Input(name, data), reader, ReadOptions(), TODAY))


def first(data: bytes, reader: Reader, name: str = "a") -> Frozen:
    one = read(data, reader, name)[0]
    assert isinstance(one, Frozen), one
    return one


def code(data: bytes, reader: Reader) -> str:
    (one,) = read(data, reader)
    assert isinstance(one, Problem)
    return one.code


def body(one: Frozen) -> str:
    assert one.body is not None
    return one.body.text


MAIL_TEXT = (
    b"From: =?utf-8?q?K=C3=BCstenbote?= <news@coast.example>\r\nTo: a@b.example\r\nSubject: =?utf-8?b?RmVycnkgc2lua3M=?=\r\n"
    b"Date: Tue, 06 Sep 2022 10:00:00 +0200 (CEST)\r\nMessage-ID: <1@coast.example>\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"\r\nThe ferry sank.\r\n"
)


def test_a_mail_gives_subject_sender_date_and_text() -> None:
    one = first(MAIL_TEXT, MAIL)
    s = one.sighting
    assert (s.title, s.byline, s.published) == ("Ferry sinks", "Küstenbote", "2022-09-06T10:00:00+02:00")
    assert body(one) == "The ferry sank."


def test_a_mailbox_gives_each_message() -> None:
    box = b"".join(
        b"From x@y.example Tue Sep  6 10:00:00 2022\n" + MAIL_TEXT.replace(b"\r\n", b"\n") + b"\n" for _ in range(3)
    )
    assert len([i for i in read(box, MAIL) if isinstance(i, Frozen)]) == 3


def test_an_html_mail_becomes_plain_text() -> None:
    data = MAIL_TEXT.replace(b"text/plain", b"text/html").replace(
        b"The ferry sank.", b"<p>The ferry</p><script>x</script><p>sank.</p>"
    )
    assert body(first(data, MAIL)) == "The ferry\n\nsank."


@pytest.mark.parametrize("date", [b"", b"yesterday"])
def test_a_mail_with_an_odd_date_is_undated(date: bytes) -> None:
    assert first(MAIL_TEXT.replace(b"Tue, 06 Sep 2022 10:00:00 +0200 (CEST)", date), MAIL).sighting.published is None


EXPORT = {
    "name": "Coast channel", "id": 7, "type": "public_channel",
    "messages": [
        {"id": 1, "type": "service", "date": "2022-09-06T05:00:00", "date_unixtime": "1662440400", "text": ""},
        {"id": 2, "type": "message", "date": "2022-09-06T12:00:00", "date_unixtime": "1662458400", "from": "Coast channel",
         "forwarded_from": "Harbour", "text": ["The ferry ", {"type": "bold", "text": "sank"}, "."]},
    ],
}  # fmt: skip


def test_a_telegram_message_is_an_article_with_its_provenance() -> None:
    (one,) = read(json.dumps(EXPORT).encode(), TELEGRAM)
    assert isinstance(one, Frozen)
    s = one.sighting
    assert (body(one), s.outlet, s.published) == ("The ferry sank.", "Coast channel", "2022-09-06T10:00:00Z")
    assert ("forwarded_from", "Harbour") in s.extra


def docx(xml: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml)
    return out.getvalue()


WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def test_a_word_document_gives_its_paragraphs() -> None:
    data = docx(WORD.format("<w:p><w:r><w:t>The ferry</w:t></w:r></w:p><w:p><w:r><w:t>sank.</w:t></w:r></w:p>"))
    assert body(first(data, DOCUMENT)) == "The ferry\n\nsank."


def test_a_word_document_with_entities_is_refused() -> None:
    assert code(docx('<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + WORD.format("")), DOCUMENT) == "E_PARSE"


def test_rtf_gives_its_text() -> None:
    assert body(first(rb"{\rtf1\ansi The ferry {\b sank}.\par}", DOCUMENT)) == "The ferry sank."


def pdf(stream: bytes) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, obj in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, obj)
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def test_a_pdf_gives_its_text_and_no_date() -> None:
    one = first(pdf(b"BT /F1 12 Tf 20 100 Td (The ferry sank.) Tj ET"), DOCUMENT)
    assert (body(one), one.sighting.published) == ("The ferry sank.", None)


def test_a_pdf_of_pictures_says_that_it_has_no_text() -> None:
    assert code(pdf(b"q Q"), DOCUMENT) == "E_NO_TEXT_LAYER"


@pytest.mark.parametrize("data", [b"%PDF-1.4 nope", b"%PDF-1.4\n" + b"0" * 500])
def test_a_broken_pdf_is_a_problem(data: bytes) -> None:
    assert code(data, DOCUMENT).startswith("E_")


def test_a_sheet_gives_its_rows() -> None:
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Headline</t></is></c><c r="B1" t="inlineStr"><is><t>Text</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Ferry</t></is></c><c r="B2" t="inlineStr"><is><t>It sank.</t></is></c></row>'
        "</sheetData></worksheet>"
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{relation}"><sheets>'
            '<sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    one = first(out.getvalue(), SHEET, "a.xlsx")
    assert (one.sighting.title, body(one)) == ("Ferry", "It sank.")


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b"The ferry sank.", "a", "text"),
        (b"title,text\nFerry,It sank.\n", "a", "table"),
        (b'{"title": "Ferry", "text": "It sank."}\n', "a", "table"),
        (b"<!doctype html><html><body><p>It sank.</p></body></html>", "a.txt", "html"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "a.html", "feed"),
        (MAIL_TEXT, "a.txt", "mail"),
        (json.dumps(EXPORT).encode(), "result.json", "telegram"),
        (b"%PDF-1.4\n", "a.txt", "document"),
        (b"[Reuters] The ferry sank, he said.", "a.txt", "text"),
        (b"Title, date and place were left out, she said.\nNobody knew why.", "a.txt", "text"),
    ],
)
def test_the_form_is_told_by_the_content(data: bytes, name: str, form: str) -> None:
    choice = sniff.choose(data, name)
    assert isinstance(choice, sniff.Choice), choice
    assert choice.reader.name == form


@pytest.mark.parametrize("name", ["style.css", "tool.py"])
def test_code_is_no_article(name: str) -> None:
    choice = sniff.choose(b"body { margin: 0 }", name)
    assert isinstance(choice, Problem)
    assert choice.code == "E_NO_READER"
