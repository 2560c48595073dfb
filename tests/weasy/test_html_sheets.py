"""WeasyPrint's own style sheets, kept."""

from types import CodeType, FunctionType
from typing import Any

from casebook.weasy import html_sheets, loading


def described(thing: Any) -> Any:
    """Return `thing` in a form in which equal things are equal: functions by their code."""
    if isinstance(thing, FunctionType):
        return described(thing.__code__)
    if isinstance(thing, CodeType):
        return thing.co_code, thing.co_names, tuple(map(described, thing.co_consts))
    if isinstance(thing, dict):
        return {key: described(value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return type(thing).__name__, [described(value) for value in thing]
    if type(thing).__module__.startswith(("cssselect2", "tinycss2")):
        names = (*getattr(thing, "__slots__", ()), *getattr(thing, "__dict__", ()))
        return type(thing).__name__, {name: described(getattr(thing, name, None)) for name in names}
    return repr(thing)


def test_kept_sheets_are_what_is_parsed() -> None:
    loading.load()
    from weasyprint import html

    sheets, counters = html_sheets._parsed(html)
    assert sheets["UA_STYLESHEET"]["matcher"].lower_local_name_selectors.keys() > {"p", "table"}
    for name, sheet in sheets.items():
        assert described(vars(getattr(html, name))) == described(sheet)
    assert described(html.UA_COUNTER_STYLE) == described(counters)


def test_a_packed_selector_tests_what_it_tested() -> None:
    loading.load()
    import pickle
    from xml.etree.ElementTree import XML

    from cssselect2 import ElementWrapper, Matcher, compile_selector_list

    matcher = Matcher()
    for selector in compile_selector_list("p.a > b:not([title~='x']), a[href]"):
        matcher.add_selector(selector, "payload")
    again = pickle.loads(html_sheets._packed(matcher))
    tree = XML("<body><p class='a'><b>1</b><b title='x y'>2</b><a href='#'>3</a></p></body>")
    wrapper = ElementWrapper.from_html_root(tree)
    elements = list(wrapper.iter_subtree())
    assert [again.match(e) for e in elements] == [matcher.match(e) for e in elements]
    assert sum(bool(matcher.match(e)) for e in elements) == 2
