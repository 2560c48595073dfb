"""Latin words of the EPUB that a style sheet sets apart."""

import pytest
from lxml import etree

from casebook.editions.epub import latin_words


def marked(body: str) -> str:
    root = etree.fromstring(f'<p xmlns="http://www.w3.org/1999/xhtml">{body}</p>')
    latin_words.mark(root)
    text = etree.tostring(root, encoding="unicode")
    return text.partition(">")[2].removesuffix("</p>")


LATIN, WORD = '<span class="latin">{}</span>', '<span class="apostrophe">{}</span>'


@pytest.mark.parametrize(
    ("body", "made"),
    [
        ("<em>P</em> 值", f"<em>{LATIN.format('P')}</em> 值"),
        (
            "<em>大肠埃希菌 E. coli 耐药、P&lt;0.05</em>",
            f"<em>大肠埃希菌 {LATIN.format('E. coli')} 耐药、{LATIN.format('P&lt;0.05')}</em>",
        ),
        (
            "<em>甲<b>A b</b>乙C</em>",
            f"<em>甲<b>{LATIN.format('A b')}</b>乙{LATIN.format('C')}</em>",
        ),
        ("<em>甲<em>A</em>乙</em>", "<em>甲<em>A</em>乙</em>"),
        ("<em>见<code>a b</code></em>", "<em>见<code>a b</code></em>"),
        ("<em>二〇二一年12月</em>", "<em>二〇二一年12月</em>"),
        ("甲 E. coli", "甲 E. coli"),
        ("（Cronbach’s α）与‘甲’", f"（{WORD.format('Cronbach’s')} α）与‘甲’"),
    ],
)
def test_latin_of_emphasis_and_words_with_an_apostrophe_stand_apart(body: str, made: str) -> None:
    assert marked(body) == made
