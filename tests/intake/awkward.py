"""Texts in which Markdown would see marks that their author did not mean."""

from hypothesis import strategies as st

AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from("*_`#<>[]()!&;|~^:+-=.\\\"'1 2/x@ht甲，。（）“一、{}$%"),
        st.characters(exclude_categories=("C", "Z")),
    ),
    min_size=1,
    max_size=24,
).map(str.strip)
