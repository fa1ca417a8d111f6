"""Reading and writing files."""

import io
import json
import zipfile

import pytest

from runyard_builtins.files.read_file import File
from runyard_builtins.files.reading import text_of
from runyard_builtins.files.write_file import SaveToFile
from runyard_sdk import JSON, ComponentError, Message, Table
from runyard_sdk.testing import FakeContext, bare, produce

PDF = b"""%PDF-1.1
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 40>>stream
BT /F1 12 Tf 20 100 Td (Hello PDF) Tj ET
endstream
endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
startxref
0
%%EOF
"""


def docx(text):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", text)
    return out.getvalue()


WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


@pytest.mark.parametrize(
    ("name", "content", "wanted"),
    [
        ("a.txt", "grüß".encode(), "grüß"),
        ("a.txt", "grüß".encode("cp1252"), "grüß"),
        ("a.md", b"\xef\xbb\xbf# T", "# T"),
        ("a.json", b'{"a":1}', '{\n  "a": 1\n}'),
        ("a.html", b"<title>x</title><p>Hello <b>you</b></p>", "Hello you"),
        ("a.pdf", PDF, "Hello PDF"),
        (
            "a.docx",
            docx(WORD.format("<w:p><w:r><w:t>One</w:t></w:r></w:p><w:p><w:r><w:t>Two</w:t></w:r></w:p>")),
            "One\nTwo",
        ),
    ],
)
def test_many_kinds_of_file_become_text(name, content, wanted):
    assert text_of(name, content).strip() == wanted


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_a_damaged_file_is_a_sentence(name):
    with pytest.raises(ComponentError, match="damaged"):
        text_of(name, b"nothing of the kind")


def test_a_document_with_entities_is_refused():
    with pytest.raises(ComponentError, match="entities"):
        text_of("a.docx", docx('<!DOCTYPE x [<!ENTITY a "b">]>' + WORD.format("&a;")))


def test_files_are_joined_to_one_text():
    ctx = FakeContext(files={"u/a.txt": b"one", "u/b.md": b"two", "u/c.png": b"?"})
    assert produce(File(path=["u/a.txt", "u/b.md", "u/c.png"]), "message", ctx).text == "one\n\ntwo"
    assert ctx.logs


def test_one_file_with_rows_gives_them():
    ctx = FakeContext(files={"u/a.csv": b"n,v\nx,1"})
    assert bare(produce(File(path=["u/a.csv"]), "dataframe", ctx)) == [{"n": "x", "v": "1"}]


def test_several_files_give_a_row_each():
    ctx = FakeContext(files={"u/a.txt": b"one", "u/b.txt": b"two"})
    assert produce(File(path=["u/a.txt", "u/b.txt"]), "dataframe", ctx).column("text") == ["one", "two"]


def test_a_path_from_an_edge_is_read_and_removed():
    ctx = FakeContext(files={"u/a.txt": b"one"})
    assert produce(File(file_path=[JSON({"file_path": "u/a.txt"})]), "message", ctx).text == "one"
    assert ctx.files.kept == {}


def test_no_file_at_all_is_a_sentence():
    with pytest.raises(ComponentError, match="Choose a file"):
        produce(File(), "message")
    with pytest.raises(ComponentError, match="There is no file"):
        produce(File(path=["u/x.txt"]), "message")


ROWS = Table([{"n": "a", "v": 1}])


@pytest.mark.parametrize(
    ("value", "kind", "name", "wanted"),
    [
        (ROWS, "csv", "out.csv", "n,v\na,1\n"),
        (ROWS, "json", "out.json", '[\n  {\n    "n": "a",\n    "v": 1\n  }\n]'),
        (JSON({"a": 1}), "json", "out.json", '{\n  "a": 1\n}'),
        (Message("hi"), "txt", "out.txt", "hi"),
        (ROWS, "markdown", "out.md", "| n   |   v |\n|:----|----:|\n| a   |   1 |"),
        (Message("<b>"), "html", "out.html", "<p>&lt;b&gt;</p>"),
    ],
)
def test_values_are_written_in_many_formats(value, kind, name, wanted):
    ctx = FakeContext()
    produce(SaveToFile(input=value, file_name="out", local_format=kind), "message", ctx)
    assert ctx.files.kept[name].decode() == wanted


def test_a_workbook_holds_the_rows():
    ctx = FakeContext()
    produce(SaveToFile(input=ROWS, file_name="out", local_format="excel"), "message", ctx)
    with zipfile.ZipFile(io.BytesIO(ctx.files.kept["out.xlsx"])) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert '<t xml:space="preserve">a</t>' in sheet and "<v>1</v>" in sheet


def test_rows_are_added_to_a_file():
    ctx = FakeContext(files={"out.json": b'[{"n": "z"}]', "out.txt": b"one\n"})
    produce(SaveToFile(input=ROWS, file_name="out", append_mode=True), "message", ctx)
    produce(SaveToFile(input=Message("two"), file_name="out", local_format="txt", append_mode=True), "message", ctx)
    assert json.loads(ctx.files.kept["out.json"]) == [{"n": "z"}, {"n": "a", "v": 1}]
    assert ctx.files.kept["out.txt"] == b"one\ntwo"


def test_a_name_cannot_leave_the_store():
    ctx = FakeContext()
    produce(SaveToFile(input=Message("x"), file_name="../../etc/passwd", local_format="txt"), "message", ctx)
    assert list(ctx.files.kept) == ["passwd.txt"]
    with pytest.raises(ComponentError, match="a name"):
        produce(SaveToFile(input=Message("x"), file_name="../..", local_format="txt"), "message", ctx)
