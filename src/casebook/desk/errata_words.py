"""The words of the desk for errata that are settled, and for finding and replacing; in two languages."""

from casebook.errata import Wording

ERRATA_WORDS: dict[str, Wording] = {
    name: Wording(zh, en)
    for name, zh, en in (
        ("finding", "查找", "Find"),
        # Settling
        ("to-settle", "待处理", "To settle"),
        ("asked", "已问作者", "Asked"),
        ("settled-lately", "处理过的", "Settled"),
        ("group-by", "归类", "Group by"),
        ("by-rule", "按规则", "by rule"),
        ("by-case", "按案例", "by case"),
        ("by-weight", "按轻重", "by weight"),
        ("rule", "规则", "Rule"),
        ("weight", "轻重", "Weight"),
        ("kind-erratum", "差错", "erratum"),
        ("kind-query", "疑似", "query"),
        ("kind-note", "说明", "note"),
        ("repair", "改", "Repair"),
        ("repair-with", "改成…", "Other words …"),
        ("stet", "留", "Let stand"),
        ("stet-because", "换个理由…", "Other reason …"),
        ("query-author", "问", "Ask"),
        ("ask-what", "写明问什么…", "Word the question …"),
        ("set-words", "改成", "Set instead"),
        ("reason-why", "不改的理由", "Why it stays"),
        ("ask-words", "问作者什么（可不填）", "What to ask (optional)"),
        ("do-it", "确定", "Do it"),
        ("alike", "相同的 % 处一并处理", "all % alike together"),
        ("in-text", "到书稿里改", "Change the text"),
        ("in-awards", "到获奖名单", "To the awards"),
        ("in-section", "看这一篇", "Open it"),
        ("repaired-n", "已改 % 处", "% repaired"),
        ("kept-n", "已留 % 处", "% let stand"),
        ("asked-n", "已记下要问的 % 处", "% to be asked"),
        ("withdrawn-n", "已收回 % 问", "% taken back"),
        ("answered-n", "已记下答复 % 条", "% answered"),
        ("refused-n", "% 处没有处理：", "% not settled: "),
        ("leaving-after", "还有 % 处正在处理，处理完就打开。", "% still being settled; then it opens."),
        ("all-settled", "这里的都处理完了。", "All of these are settled."),
        ("no-questions", "没有等作者答复的问题。", "No question waits for an answer."),
        ("none-settled", "还没有在这里处理过。", "Nothing was settled here yet."),
        ("nth-of", "第 % 处，共 # 处", "% of #"),
        ("is-asked", "已问作者，等答复", "asked, waiting for the answer"),
        ("author-answered", "作者答复：", "The author answered: "),
        ("the-answer", "作者怎样答复", "What the author answered"),
        ("as-answered", "照答复改", "Set the answer"),
        ("answered-stet", "答复不改", "It stays"),
        ("it-stays", "不改", "it stays"),
        ("answered-only", "只记下答复", "Note the answer"),
        ("ask-no-more", "不问了", "Ask no more"),
        ("gone-from-text", "原文已改，不再问", "the text was changed; it is asked no more"),
        ("letters-zh", "问作者的信（Word，每单位一页）", "Letters in Chinese (Word)"),
        ("letters-en", "英文信（Word）", "Letters in English (Word)"),
        ("letter-case", "只要这一篇的信", "The letter of this case"),
        ("deed-of-repair", "改", "repaired"),
        ("deed-of-keep", "留", "let stand"),
        ("deed-of-ask", "问", "asked"),
        ("deed-of-withdraw", "收回提问", "question taken back"),
        ("deed-of-answer", "作者已答复", "answered"),
        ("places", "处", "places"),
        ("no-page-yet", "还没有版面", "no page yet"),
        ("erratum-here", "这里有 % 处意见", "% findings here"),
        ("key-repair", "改：照建议改；没有建议的写出字句", "repair: as proposed, or with words you write"),
        ("key-stet", "留：不改，要有理由；同一规则用过的理由直接用", "let stand, with a reason; the last one of the rule is taken"),
        ("key-ask", "问作者", "ask the author"),
        ("key-other", "改成别的字句、换理由、写明问什么", "other words, another reason, the question in your words"),
        ("key-alike", "相同的一并处理", "all alike together"),
        ("key-step", "后一处、前一处", "the next, the one before"),
        ("key-undo", "撤销刚才的处理", "undo what was settled last"),
        ("key-open-text", "打开书稿的这一处", "open the text at the place"),
        ("key-settle", "处理光标处的差错（书稿里按 Alt+G、Alt+L、Alt+W）",
         "settle the erratum in focus (Alt+G, Alt+L, Alt+W while writing)"),
        ("key-next-erratum", "后一处差错、前一处", "the next erratum, the one before"),
        ("help-errata",
         "全书的差错和疑似排成一队：改、留、问，一键一处，处理完自动到下一处。\n"
         "“改”照建议改书稿；“留”写明理由，以后不再报；“问”收进给作者的信，信在“已问作者”里下载。\n"
         "相同的意见可以一并处理。每一步都能撤销，也都记在“改动”里。\n"
         "通报的题目、单位不会被改。",
         "The errata and queries of the whole book in one queue: repair, let stand, ask; one key each, "
         "and the next one comes.\n"
         "Repair changes the text as proposed; what stands needs a reason and is told no more; questions "
         "go into letters to the authors, which are under Asked.\n"
         "Equal findings can be settled together. Every step can be undone, here and under Changes.\n"
         "Titles and names of the notice are never changed."),
        # Finding
        ("look-for", "在书稿和版面上查找", "Find in manuscript and pages"),
        ("search-mode", "怎样查", "How to search"),
        ("mode-text", "文字", "Text"),
        ("mode-pinyin", "拼音（全拼或首字母）", "Pinyin (whole or initials)"),
        ("mode-pattern", "正则表达式", "Regular expression"),
        ("search-where", "在哪里查", "Where to search"),
        ("where-all", "书稿和版面", "Manuscript and pages"),
        ("where-texts", "只查书稿", "Manuscript"),
        ("where-pages", "只查版面", "Pages"),
        ("exact", "区分大小写", "Match case"),
        ("hits", "查到的", "Hits"),
        ("replace-by", "替换为", "Replace by"),
        ("preview-replacing", "预览替换", "Preview"),
        ("replace-now", "替换", "Replace"),
        ("in-texts", "书稿", "manuscript"),
        ("on-pages", "版面", "pages"),
        ("hits-of", "书稿 % 处 · 版面 # 处 · @ 篇", "manuscript % · pages # · in @ texts"),
        ("searching-pages", "正在查版面…", "searching the pages …"),
        ("no-hits", "没有查到。", "Nothing was found."),
        ("more-hits", "太多了，只列出前面的；请写得具体些。", "Too many: only the first are listed. Be more specific."),
        ("line", "第 % 行", "line %"),
        ("page-n", "第 % 页", "page %"),
        ("to-replace-n", "将替换 % 处，@ 篇；另有 # 处不替换", "% to be replaced in @ texts; # stay"),
        ("replaced-n", "已替换 % 处，@ 篇", "% replaced in @ texts"),
        ("nothing-chosen", "没有选中要替换的。", "Nothing is chosen to be replaced."),
        ("changed-since-preview", "这几篇刚刚改过，没有替换，请重新预览：", "Changed meanwhile, nothing was replaced; preview again: "),
        ("no-pinyin-replace", "按拼音只能查找，不能替换；请改选“文字”。", "Pinyin finds and does not replace; choose text."),
        ("reshapes", "替换会改动标题、列表、表格等结构，没有选中", "replacing changes headings, lists or tables; not chosen"),
        ("choose-all", "选这一篇", "all of this text"),
        ("replace-this", "替换这一处", "replace this"),
        ("why-award-title", "获奖题目，照通报不改", "title of an award; it stays"),
        ("why-head", "在文件头里，请用表单改", "in the head of the file; use its form"),
        ("why-address", "图片、链接、注号或标记里的字", "in an address, a note's number or markup"),
        ("why-other-file", "通报、名单或书的信息，请在那里改", "notice, awards or facts of the book; change it there"),
        ("key-look", "到查找框", "to the search box"),
        ("key-hit", "后一处、前一处，回车打开", "the next hit, the one before; Enter opens it"),
        ("help-finding",
         "在书稿（正文、前后各篇、名单、通报）和版面上查找，结果按篇排列，点一处打开书稿和版面的那个地方。\n"
         "拼音可用全拼、首字母或混写：dangjian、dj。正则表达式查太久会自动停下。\n"
         "替换先预览，逐处可以不选；引用的获奖题目、文件头、图片地址不替换，旁边写明原因。\n"
         "一次替换是“改动”里的一步，一下就能全部撤销。",
         "Finds in the manuscript (texts, matter, awards, notice) and on the pages; hits stand by text, "
         "and a click opens text and page at the place.\n"
         "Pinyin may be whole, initials or mixed: dangjian, dj. A regular expression that takes too long is stopped.\n"
         "Replacing is previewed, and each place can be left out; quoted titles of awards, heads of files and "
         "addresses stay, and it is said why.\n"
         "A replacement is one step under Changes, undone at once."),
    )
}  # fmt: skip
SCRIPTED = (
    "repair", "repair-with", "stet", "stet-because", "query-author", "ask-what", "set-words",
    "reason-why", "ask-words", "do-it", "alike", "in-text", "in-awards", "in-section", "repaired-n",
    "kept-n", "asked-n", "withdrawn-n", "answered-n", "refused-n", "leaving-after", "all-settled", "no-questions",
    "none-settled", "nth-of", "is-asked", "author-answered", "the-answer", "as-answered",
    "answered-stet", "it-stays", "answered-only", "ask-no-more", "gone-from-text", "letter-case",
    "deed-of-repair", "deed-of-keep", "deed-of-ask", "deed-of-withdraw", "deed-of-answer", "places",
    "no-page-yet", "kind-erratum", "kind-query", "kind-note", "rule", "case", "weight", "all", "colon",
    "by-rule", "by-case", "by-weight", "erratum-here", "cancel",
    "in-texts", "on-pages", "hits-of", "searching-pages", "no-hits", "more-hits", "line", "page-n", "to-replace-n",
    "replaced-n", "nothing-chosen", "changed-since-preview", "no-pinyin-replace", "reshapes",
    "choose-all", "replace-this",
)  # fmt: skip
"""Words that the scripts say."""
