"""Wrong characters: what two language models would rather read, and what a user's checker doubts.

What enters are the texts of the book, what leaves are suspects (`suspects`), which the rule
`suspected_character` tells. Nothing is changed.

    mapped_arrays      arrays in one file, read where they lie; hashing: hashes of runs of characters
                       (sorted_keys: found among many at one step)
    kenlm_file         the model of libime (word_pairs: a model as read); sunpinyin_file: of SunPinyin
    syllables          how characters and words are typed; similar_characters: which are taken for
                       each other; official_phrases: what laws and reports put together
    language           all of it as arrays (model_store: made once, kept in the user's cache;
                       language_version: what texts are read with, as a hash)
    han_runs           the characters of texts; word_paths: how likely they are, by pairs of words
                       (word_triples: and by threes)
    corrections        what might have been meant (heard_words: whole other words)
    evidence           what speaks for it (official_evidence: what laws say; particle_evidence: what
                       stands beside 的, 地, 得; boosted_trees: and what all weigh)
    turned_characters  two characters turned round, within a word or across the edge of two; doubled
    missing_characters  one left out, as laws tell that know how a phrase goes on
    speller            the texts, read (helped_speller: by this process and those that help it)
    neural_checker     a network the user brings
    book_spelling      the texts of a book, read where they are new
"""
