"""Notes stand in the parsed document where they are called, whatever they hold."""

from xml.etree import ElementTree

from casebook.press.engine import place_notes, sign_notes

GALLEY = (
    '<body><p>甲<a class="note-call" href="#n1"/>乙<a class="note-again" href="#n1">?</a></p>'
    '<aside class="note" id="n1"><p data-line="9">注<b>文</b></p><ul><li>项</li></ul></aside>尾</body>'
)


def test_a_note_of_blocks_moves_to_where_it_is_called() -> None:
    body = ElementTree.fromstring(GALLEY)
    place_notes(body)
    note = body.find("p/div")
    assert note is not None
    assert (note.get("class"), note.get("id"), note.get("data-line")) == ("note", "n1", "9")
    assert "href" not in note.attrib
    assert "".join(note.itertext()) == "注文项"
    assert body.find("aside") is None


def test_no_text_around_a_note_is_lost() -> None:
    body = ElementTree.fromstring(GALLEY)
    before = sorted("".join(body.itertext()))
    place_notes(body)
    assert sorted("".join(body.itertext())) == before


def test_a_note_that_is_called_again_shows_the_sign_of_its_first_call() -> None:
    body = ElementTree.fromstring(GALLEY)
    place_notes(body)
    sign_notes(body, lambda _note, number: "①②"[number - 1])
    assert [a.text for a in body.iter("a")] == ["①"]


def test_where_the_layout_prints_no_number_the_sign_stays_as_it_is_written() -> None:
    body = ElementTree.fromstring(GALLEY)
    place_notes(body)
    sign_notes(body, lambda _note, _number: None)
    assert [a.text for a in body.iter("a")] == ["?"]
