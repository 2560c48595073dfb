"""The rules, by subject. `rule_runner.load` loads and registers them all.

The signs of a text
    stops      ，。；：？！、: their width, doubled, out of place, lacking
    marks      dashes, ellipses, connectors; characters that only look like one
    pairs      brackets, quotation marks, book-title marks that do not pair
    spaces     blank lines and blanks
    residue    what machines leave: encodings, entities, characters of another script
    numbers    figures: approximations, ranges, widths, Chinese or Arabic
    dates      how a date is written, whether it exists, whether dates agree
    chronology an age, what ends before it begins, a weekday
    durations  how long something took, against its two dates
    occasions  the number of a session or a jubilee, and when a meeting was held
    arithmetic growth and its two numbers, means
    parts      parts of a whole, kinds of one thing
    counts     how many are told of, and how many are listed
    listed_sums numbers in a row, and their sum
    multiples  so many of each, and all of them; ratios of two numbers
    counted_units  numbers in the unit of another thing
    shares     shares and rates of a number, rates that cannot be
    tables     sums of tables, totals told twice (table_claims: the text against a table)

Its words
    characters what language models would rather read
    near_words words taken for each other, known by the words beside them
    particles  的, 地, 得
    words      phrases that do not exist, recommended forms, doubled little words
    terms      what a text, or the book, should write one way (term_words: one word of a term)
    sentence_marks  a comma in a list, a question without its mark
    sentences  sentences that do not hold together: no subject, two patterns in one, said twice
    lost_words sentences that lost a verb, or the noun of what was set up
    wording    terms of medicine, units, names for people and places
    measure_words  幅 and 副, 棵 and 颗
    abbreviations  what Latin letters stand for
    places     provinces: which a place is in, what it is called
    special_regions  Hong Kong, Macao and Taiwan, told as what they are
    documents  titles of documents (document_numbers: their numbers)
    statutes   articles of laws, and since when they are in force
    slogans    sayings quoted to the letter
    public_bodies  who issued what when, and what a body is called since it was renamed
    series     terms told in one order (创新、协调、绿色、开放、共享)
    office_holders  names of leaders, and the offices they held when
    privacy    contact details of persons (patients: patients and children by name)

A text and its book
    structure  numbering, levels of headings, empty texts
    references figures, tables, annexes, notes that a text refers to and has not
    names      organisations and awards named as in the notice
    case_names departments and posts that one text calls in two ways
    house_words  houses and projects that one text calls by names a word apart
    quoting    what a text quotes of the notice
    repeated   passages and whole texts that stand in the book twice, sentences in one text
    picture_rights  the same in two cases, without a source, and whom they may show
    issued     what only the laid-out pages show
"""
