"""The language files of the window: complete, alike, and used for everything that the window says itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from starlette.testclient import TestClient

from assistant.api import create_app
from assistant.errors import WordsIncomplete
from assistant.keys import entry, new_key, read_entry
from assistant.settings import ServerSettings
from assistant.web import wording
from assistant.web.wording import Words, languages, words
from assistant.wording import locator_text
from index import Index
from tests.fakes_assistant import FakeAssistant
from tests.fakes_documents import letter

ENGLISH, FRENCH = wording._read("en"), words("fr")
SOURCES = Path(wording.__file__).parent.parent
#: Lists that may be of another length than the English one.
_FREE = {"examples", "plural.forms"}


def parts(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def counted(say: Words) -> set[str]:
    """The keys that have a text for each form of a number."""
    return {key.removesuffix(".one") for key in say.texts if key.endswith(".one")}


def repeated(node: yaml.Node | None) -> list[str]:
    """Keys that stand twice in one part of a file; YAML would take the last without a word."""
    if not isinstance(node, yaml.MappingNode):
        return []
    keys = [key.value for key, _ in node.value]
    inner = [one for _, value in node.value for one in repeated(value)]
    return [key for key in set(keys) if keys.count(key) > 1] + inner


@pytest.mark.parametrize("language", [name for name in languages() if name != "en"])
class TestEachLanguage:
    def test_no_word_is_missing_and_none_is_left_over(self, language: str) -> None:
        own, numbers = wording._read(language), counted(ENGLISH)
        wanted = {key for key in ENGLISH.texts if key.rpartition(".")[0] not in numbers}
        wanted |= {f"{key}.{form}" for key in numbers for form in own.lists["plural.forms"]}
        assert set(own.texts) == wanted
        assert set(own.lists) == set(ENGLISH.lists)

    def test_no_word_stands_twice(self, language: str) -> None:
        source = (Path(wording.__file__).parent / "words" / f"{language}.yaml").read_text(encoding="utf-8")
        assert repeated(yaml.compose(source)) == []

    def test_texts_take_the_same_values(self, language: str) -> None:
        own, numbers = wording._read(language), counted(ENGLISH)
        for key, text in own.texts.items():
            if key.rpartition(".")[0] in numbers:
                assert parts(text) <= parts(ENGLISH.texts[f"{key.rpartition('.')[0]}.many"]) | {"n"}, key
            elif key not in {"day", "first_day"}:
                assert parts(text) == parts(ENGLISH.texts[key]), key
        for key, texts in own.lists.items():
            assert len(texts) == len(ENGLISH.lists[key]) or key in _FREE, key

    def test_numbers_have_their_forms_and_days_are_written_out(self, language: str) -> None:
        say = words(language)
        assert all(say.many(key, n) for key in counted(say) for n in (0, 1, 2, 5, 11, 101))
        assert len({say.day(date(2025, month, 2)) for month in range(1, 13)}) == 12


def test_every_key_that_the_code_names_is_there() -> None:
    called = re.compile(r"""\b(?:words|say)\(\s*"([a-z_]+(?:\.[a-z_]+)*)"[,)]""")
    named = {
        key for file in SOURCES.rglob("*.py") for key in called.findall(file.read_text(encoding="utf-8"))
    }
    assert len(named) > 60
    assert named - set(ENGLISH.texts) == set() | (named & set(languages()))


def test_french_counts_and_dates_as_french_does() -> None:
    assert FRENCH.many("documents.pages", 0) == "0 page"
    assert FRENCH.many("documents.pages", 2) == "2 pages"
    assert words("en").many("documents.pages", 0) == "0 pages"
    assert FRENCH.day("2024-06-30") == "30 juin 2024"
    assert FRENCH.day(date(2025, 8, 1)) == "1er août 2025"


def test_places_are_said_in_the_windows_language_and_headings_stay(shipped: Index) -> None:
    documents = {document.id: document for document in shipped.documents()}
    for passage in shipped.passages():
        locator = locator_text(passage, documents[passage.document_id])
        assert words("en").place(locator) == locator
    assert FRENCH.place("Intersessional mandates, item 4") == "Intersessional mandates, point 4"
    assert (
        FRENCH.place("Decision MC-9/1, paragraph 3 (b), page 2")
        == "Décision MC-9/1, paragraphe 3 (b), page 2"
    )
    assert FRENCH.place("opening and closing paragraphs") == "paragraphes du début et de la fin"
    assert FRENCH.place("head of the document, page 1") == "en-tête du document, page 1"
    assert FRENCH.place("annex II, table row “North”") == "annexe II, ligne de tableau « North »"
    assert FRENCH.place("") == ""


def test_a_language_with_three_forms_is_a_matter_of_its_file() -> None:
    rule = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
    texts = {"plural.rule": rule, "row.one": "{n} строка", "row.few": "{n} строки", "row.many": "{n} строк"}
    say = Words("ru", texts, {"plural.forms": ("one", "few", "many")})
    assert [say.many("row", n) for n in (1, 3, 5, 21)] == ["1 строка", "3 строки", "5 строк", "21 строка"]


def test_a_form_of_a_number_that_a_file_lacks_is_in_english() -> None:
    say = Words("eo", {"plural.rule": "n==1 ? 0 : n==2 ? 1 : 2"}, {"plural.forms": ("one", "two", "more")})
    assert [say.many("documents.pages", n) for n in (1, 2, 9)] == ["1 page", "2 pages", "9 pages"]


def test_values_keep_their_direction_where_a_language_runs_from_right_to_left() -> None:
    say = Words("ar", {"direction": "rtl", "of": "عن: {question} ({n})"}, {})
    assert say("of", question="Why?", n=3) == "عن: \u2068Why?\u2069 (3)"
    assert FRENCH("sources.of", question="Why?") == "pour : Why?"


def test_a_word_that_a_file_lacks_is_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "words").mkdir()
    for name, text in (("en", "title: Title\nask: {send: Ask}\n"), ("eo", "title: Titolo\n")):
        (tmp_path / "words" / f"{name}.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(wording, "files", lambda _: tmp_path)
    words.cache_clear()
    try:
        say = words("eo")
        assert (say.language, say("title"), say("ask.send")) == ("eo", "Titolo", "Ask")
    finally:
        words.cache_clear()


def test_an_unknown_language_is_said_with_those_there_are() -> None:
    with pytest.raises(WordsIncomplete, match="no language file 'xx'.*one of: en, fr"):
        words("xx")


# the window in French ----------------------------------------------------------------------------

KEY = new_key()


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = ServerSettings(language="fr", api_keys=(read_entry(entry("anna", False, KEY)),))
    app = create_app(FakeAssistant(), settings, window=True)  # type: ignore[arg-type]
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        assert "Votre clé" in client.get("/sign-in").text
        client.post("/sign-in", data={"key": KEY})
        yield client


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/", "Registre"),
        ("/sign-in", "Vous êtes connecté en tant que anna."),
        ("/window/register", "Prochaine|Passée"),
        ("/window/register", "30 juin 2024"),
        ("/window/register/deadlines.csv", "Ce qui est dû"),
        ("/window/documents", "Fourni avec cet assistant"),
        (f"/documents/{letter().id}", "15 décembre 2023"),
    ],
)
def test_pages_are_in_french(client: TestClient, address: str, said: str) -> None:
    shown = client.get(address).text
    assert re.search(said, shown)
    assert "<html" not in shown or re.search(r"""\blang="fr"|page\.lang=\W*(?:u0027)?fr""", shown)


def test_no_english_word_of_the_window_is_left_in_french_pages(client: TestClient) -> None:
    same = {text for text in FRENCH.texts.values()}
    english = {t for t in ENGLISH.texts.values() if len(t) > 12 and t not in same and "{" not in t}
    shown = client.get("/window/register").text + client.get("/window/documents").text
    assert [text for text in english if f">{text}<" in shown] == []
