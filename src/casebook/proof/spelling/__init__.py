"""Wrong characters: what two language models would rather read, and what a user's checker doubts.

What enters are the texts of the book, what leaves are suspects (`suspects`), which the rule
`suspected_character` tells. Nothing is changed.

    mapped_arrays      arrays in one file, read where they lie; hashing: hashes of runs of characters
    kenlm_file         the model of libime (word_pairs: a model as read); sunpinyin_file: of SunPinyin
    similar_characters characters taken for each other; official_phrases: what laws put together
    language           all of it as arrays (model_store: made once, kept in the user's cache)
    han_runs           the characters of texts; word_paths: how likely they are, by pairs of words
    corrections        what might have been meant; evidence: what speaks for it, and weighs
    speller            the texts, read
    neural_checker     a network the user brings
    book_spelling      the texts of a book, read where they are new
"""
