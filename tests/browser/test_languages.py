"""Both languages are whole: no sentence of the other book is left on the page."""

import re
from collections.abc import Iterable

import httpx
import pytest
from playwright.sync_api import expect

from api.settings import ROOT
from tests.browser.visitor import Run, Visitor

BOOKS = ROOT / "maps" / "web" / "src" / "words"
SENTENCE = re.compile(r"^  '(?P<word>[a-z.]+)': (?P<quote>['\"])(?P<text>.*)(?P=quote),$", re.MULTILINE)
# The switch speaks the language it leads to.
OF_THE_OTHER = {"nav.lang", "nav.lang.label"}
# Every text a person or a screen reader meets.
TEXTS = """() => {
    const found = [], told = ['aria-label', 'title', 'placeholder', 'alt'];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.nodeType === Node.TEXT_NODE) found.push(node.data);
        else found.push(...told.map((name) => node.getAttribute(name) ?? ''));
    }
    return [document.title, ...found].map((text) => text.trim()).filter(Boolean);
}"""


def book(lang: str) -> dict[str, str]:
    """All sentences of one language by their word."""
    text = (BOOKS / f"{lang}.ts").read_text()
    return {found["word"]: found["text"] for found in SENTENCE.finditer(text)}


def pattern(sentences: Iterable[str]) -> re.Pattern[str]:
    """Any of these sentences, whatever fills their holes."""
    alternatives = (re.sub(r"\\\{\w+\\\}", ".+?", re.escape(sentence)) for sentence in sentences)
    return re.compile("|".join(f"(?:{each})" for each in sorted(alternatives, key=len, reverse=True)))


def foreign(lang: str) -> re.Pattern[str]:
    """The sentences that belong to the other language only and carry words of their own."""
    own, other = book(lang), book("en" if lang == "zh" else "zh")
    assert own.keys() == other.keys()
    assert len(own) > 100
    held = re.compile(r"[A-Za-z\u4e00-\u9fff]")
    return pattern(
        other[word]
        for word in other.keys() - OF_THE_OTHER
        if other[word] != own[word] and held.search(re.sub(r"\{\w+\}", "", other[word]))
    )


def labels(api: httpx.Client) -> set[str]:
    """The Chinese labels of layers, fields, choices and settings that have an English one."""
    layers, indicators = api.get("/api/layers").json(), api.get("/api/indicators").json()["indicators"]
    titled = [*layers["groups"], *layers["layers"], *indicators]
    fields = [each for layer in layers["layers"] for each in layer["fields"]]
    parameters = [each for indicator in indicators for each in indicator["parameters"]]
    choices = [choice for each in (*fields, *parameters) for choice in each["choices"] or []]
    assert all(each["title_en"] for each in titled)
    assert all(each["label_en"] for each in (*fields, *parameters, *choices))
    return {each["title"] for each in titled} | {each["label"] for each in (*fields, *parameters)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_sentence_of_the_other_language_is_left(visitor: Visitor, api: httpx.Client, run: Run, lang: str) -> None:
    strange = foreign(lang)
    labelled = labels(api) if lang == "en" else set()
    seen: set[str] = set()
    for path in ("/", f"/coverage?sel=divisions:{run.areas[0]['id']}", f"/coverage?rows={run.areas[0]['id']}"):
        visitor.open(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        if "sel=" in path:
            visitor.unfold("settings")
            expect(visitor.page.locator("#setting-age")).to_be_visible()
        seen |= set(visitor.page.evaluate(TEXTS))
    assert {text for text in seen if strange.fullmatch(text)} == set()
    assert seen & labelled == set()


def test_the_switch_changes_every_word_and_says_so_to_screen_readers(visitor: Visitor) -> None:
    visitor.open("/coverage")
    html = visitor.page.locator("html")
    expect(html).to_have_attribute("lang", "zh-CN")
    figures = visitor.see("coverage-table").locator("td").all_inner_texts()
    visitor.see("lang").click()
    visitor.awaits("lang", "en").settle()
    expect(html).to_have_attribute("lang", "en")
    expect(visitor.page).to_have_title(re.compile("Elder-care beds"))
    expect(visitor.page.locator("h1")).to_contain_text("Elder-care beds")
    expect(visitor.see("legend")).to_contain_text("Sample data")
    english = visitor.see("coverage-table").locator("td").all_inner_texts()
    assert [re.sub(r"\D", "", each) for each in english] == [re.sub(r"\D", "", each) for each in figures]
    visitor.shoot("coverage-en-1440")
    visitor.see("lang").click()
    visitor.awaits("lang", None)
    expect(html).to_have_attribute("lang", "zh-CN")
