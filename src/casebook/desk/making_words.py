"""The words of the desk for making a book: its order, layout, pictures, builds; in Chinese and English."""

from casebook.errata import Wording

MAKING_WORDS: dict[str, Wording] = {
    name: Wording(zh, en)
    for name, zh, en in (
        ("list-comma", "、", ", "),
        # Comparison
        ("compare-pages", "按版面对照", "Compare page by page"),
        ("compare-says",
         "任选两个：某一校送出的、某次出书时的，或现在的。最近几次出书的版面留着；更早的按当时的书稿重新排出，用的是现在的程序。",
         "Choose any two: what a round sent, what a build was made of, or the book as it is. The pages of "
         "the last builds are kept; older ones are laid out again from their texts, by today's program."),
        ("nothing-kept", "还没有开过校次，也没有出过书，没有可对照的。",
         "No round was opened and nothing was built yet: there is nothing to compare."),
        ("compare-sum", "有 % 页不同（新的共 # 页），文字改动 * 处。",
         "% pages differ (of # in the new one), * changes of words."),
        ("compare-same", "两边的版面和文字都一样。", "Pages and words are the same on both sides."),
        ("differ-words", "文字不同", "other words"),
        ("differ-looks", "文字相同，样子不同", "same words, other looks"),
        ("differ-place", "文字没有改，移了位置", "same words, moved"),
        ("differ-side", "没有改，移到了书页的另一面", "the same, on the other side of the leaf"),
        ("page-new", "新的才有", "only in the new one"),
        ("page-gone", "只有旧的有", "only in the old one"),
        ("no-such-page", "没有这一页", "No such page"),
        ("changed-words", "文字改动", "Changes of words"),
        ("key-pair", "下一处、上一处不同的页", "the next pages that differ, those before"),
        ("help-comparing",
         "选旧的和新的，点“对照”。不同的页左旧右新排在一起，不同的字句、图片着色。\n"
         "只移了位置、移到书页另一面的页也列出，不着色。页后面列出每一处文字改动。",
         "Choose old and new, then Compare. Pages that differ stand side by side, the old on the left; "
         "words and pictures that differ are tinted.\nPages that only moved, to the other side of a leaf "
         "too, are listed without a tint. Below them stands every change of words."),
        # Order
        ("order", "编排", "Order"),
        ("order-says",
         "拖动“≡”，或用键盘：Tab 到“≡”，上下键移动，停手即保存，Esc 放弃。等次里的案例次序写在获奖名单里，序号不变。",
         "Drag “≡”, or Tab to it and use the arrow keys: it is saved when you pause, Esc gives up. The "
         "order of the cases of a tier stands in the list of awards; their numbers stay."),
        ("order-front", "前置部分", "Front matter"),
        ("order-body", "正文", "Body"),
        ("order-back", "后置部分", "Back matter"),
        ("order-loose", "没有编入的稿件", "Cases in no part"),
        ("order-loose-says", "出草稿时排在正文最后。拖到上面某一部分里即编入。",
         "They stand at the end of a draft. Drag them into a part above."),
        ("order-move", "移动", "Move"),
        ("order-handle", "拖动；键盘用上下键", "Drag, or use the arrow keys"),
        ("order-out", "移出", "Take out"),
        ("order-add", "加入", "Add"),
        ("order-choose", "选一项…", "Choose…"),
        ("order-new", "新写（有范本）", "A new text, from a template"),
        ("order-there", "书里还没有编入的", "Not in the order yet"),
        ("order-part", "新的一部分", "A new part"),
        ("order-title", "题目", "Title"),
        ("order-meets", "别人同时改了次序，这里是最新的；没有移动。",
         "Somebody changed the order meanwhile; here is the newest. Nothing was moved."),
        ("help-order",
         "拖动“≡”，或按 Tab 到“≡”再按上下键。前置、后置各篇可以在三个部分之间移动。\n"
         "“移出”只是不编入，文字留在书稿里；“加入”可以放回来，也可以从范本新写一篇。\n"
         "每一步都记在“改动”里，可以撤销。",
         "Drag “≡”, or Tab to it and use the arrow keys. Front and back matter move between the three "
         "lists.\nTaken out is only left out: the text stays, and Add brings it back or begins a new "
         "one from a template.\nEvery step stands under Changes and can be undone."),
        # Lists of awards.yaml
        ("add-tier", "加一个等次…", "Add a tier…"),
        ("add-award", "加一个奖项…", "Add an award…"),
        ("add-organisation", "加一个单位…", "Add an organisation…"),
        ("remove-tier", "删去这个等次…", "Remove this tier…"),
        ("remove-award", "删去这一项…", "Remove this one…"),
        ("tier-name", "等次名称", "Name of the tier"),
        ("tier-of", "表彰什么", "What it honours"),
        ("of-cases-tier", "案例（收稿）", "Cases"),
        ("of-bodies-tier", "单位（只列名单）", "Organisations, listed"),
        ("entry-reason", "理由（记在“改动”里）", "The reason, kept under Changes"),
        ("entry-confirm", "确定", "Do it"),
        ("save-first", "先保存上面的改动，再增删。", "Save the changes above first."),
        # Pictures of a text
        ("pictures", "图片", "Pictures"),
        ("drop-picture", "把图片（JPEG、PNG）拖到版面、书稿或这里，或",
         "Drop a picture (JPEG, PNG) on the page, the text or here, or"),
        ("no-pictures", "这一篇没有图片。", "There are no pictures."),
        ("caption", "图注", "Caption"),
        ("crop", "裁切…", "Crop…"),
        ("crop-says", "在图上拖出要印的部分，或填像素；原图不改。",
         "Draw the part to be printed, or give it in pixels; the picture itself stays as it is."),
        ("crop-outdated", "原图换过了，印的还是从旧图裁的。按原来的范围重裁，或点“裁切…”另选。",
         "The original was replaced; what is printed was cut from the old one. Crop it again as before, or choose anew."),
        ("crop-again", "按原来的范围重裁", "Crop again as before"),
        ("crop-left", "左", "Left"), ("crop-top", "上", "Top"), ("crop-right", "右", "Right"),
        ("crop-bottom", "下", "Bottom"),
        ("crop-keep", "照此裁切", "Crop"),
        ("crop-whole", "用整张", "Whole picture"),
        ("crop-nothing", "没有剩下", "Nothing is left"),
        ("picture-out", "从文中取下", "Take out of the text"),
        ("picture-unsound", "图片打不开", "The picture cannot be read"),
        ("picture-meets", "文字刚被改过，图片没有动；请再看一遍。",
         "The text was changed meanwhile; nothing was done. Look again."),
        # Layout
        ("layout", "版式", "Layout"),
        ("choose-layout-now", "用哪一种", "Which one"),
        ("layout-decisions", "各项决定", "Its decisions"),
        ("layout-says", "空着的用灰字里的；填了的写进书里自己的版式文件，图随之更新，按“保存”才用到书上。",
         "An empty field is as its grey words say; what is filled in goes into the book's own file. The "
         "picture follows; Save applies it to the book."),
        ("layout-as", "另存为（新版式的名称，可不填）", "Save as (the name of a new layout, optional)"),
        ("layout-picture", "本书的样子", "How the book looks"),
        ("layout-as-below", "（照原版式）", " (as in the layout)"),
        ("layout-last", "下面的差错改好以前，图是上一次的。", "The picture is the last good one until this is mended."),
        ("layout-taken", "已有这个名称的版式，请另取一个。", "There is a layout of that name; choose another."),
        ("help-layout",
         "点一个版式的图，旁边（窄屏在上面）是本书几页的样子。\n改一项，图就更新；不能排的，旁边写明原因。\n"
         "“保存”把决定写进书里的版式文件，在“改动”里可以撤销；写上名称就另存为一种新版式。",
         "Choose a layout by its picture; pages of this book in it stand beside.\nChange a decision and "
         "the picture follows; what cannot be is told at its field.\nSave writes it into the book's own "
         "layout; it can be undone under Changes. With a name it becomes a new layout."),
        # Who is here
        ("nameless", "署名…", "Your name…"),
        ("name-says", "写一次就够：批注、签字、改稿都用它，别人也看得到您在哪一篇。",
         "Once is enough: marks, signatures and edits bear it, and others see which case you are in."),
        ("also-here", "也在这一篇：", "Also in this case: "),
        ("writes", "正在改稿", "writing"),
        # Builds
        ("make-press", "出印厂用 PDF", "Make the press files"),
        ("make-archive", "出存档 PDF", "Make the archive"),
        ("make-booklet", "出小样册", "Make the booklet"),
        ("press-interior.pdf", "印厂用：内文", "For the printer: the pages"),
        ("press-cover.pdf", "印厂用：封面", "For the printer: the cover"),
        ("press-sheet.pdf", "印厂用：送印单", "For the printer: the sheet"),
        ("press-sheet.json", "送印单（数据）", "The press sheet as data"),
        ("archive.pdf", "存档 PDF", "The archive"),
        ("booklet.pdf", "小样册（A4 对折装订）", "Booklet, to be folded from A4"),
        ("edition-booklet", "小样册", "booklet"),
        ("edition-press-cover", "封面", "cover"), ("edition-press-sheet", "送印单", "press sheet"),
        ("edition-press-data", "送印单（数据）", "press sheet as data"),
        ("build-log", "过程", "What was done"),
        ("of-pages", "页，约", "pages, about"),
        ("comparing-builds", "两次出书之间改了什么", "What changed between two builds"),
        ("compare-builds", "对照", "Compare"),
        ("same-texts", "文字没有不同。", "The texts are the same."),
        # Comfort
        ("theme", "深色／浅色", "Dark or light"),
        ("zoom", "大小", "Size"),
        ("zoom-auto", "自动", "Automatic"),
        ("zoom-width", "适合宽度", "Fit width"),
        ("zoom-page", "整页", "Fit page"),
        ("zoom-small", "缩略图", "Thumbnails"),
        ("spread", "双页", "Spread"),
        ("key-theme", "深色／浅色", "dark or light"),
        ("key-zoom", "放大、缩小", "larger, smaller"),
        ("key-fit-width", "适合宽度", "fit width"),
        ("key-fit-page", "整页", "fit page"),
        ("key-spread", "双页／单页", "two pages or one"),
        ("key-thumbnails", "缩略图", "thumbnails"),
        ("key-order", "移动一行（先按 Tab 到“≡”）", "move a line (Tab to “≡” first)"),
        ("key-order-hold", "拿起、放下", "pick up, put down"),
        ("key-order-leave", "放回原处", "put back"),
    )
}  # fmt: skip

SCRIPTED = (
    "order-meets", "tier-name", "tier-of", "of-cases-tier", "of-bodies-tier", "entry-reason",
    "no-pictures", "caption", "crop", "crop-says", "crop-left", "crop-top", "crop-right",
    "crop-bottom", "crop-outdated", "crop-again", "crop-keep", "crop-whole", "crop-nothing", "picture-out", "picture-unsound",
    "of-pages", "same-texts", "edition-print", "edition-epub", "edition-press", "edition-archive",
    "build-last", "ended-good", "ended-failed", "ended-cancelled", "edition-booklet", "edition-proof", "edition-offprints", "nameless", "also-here", "writes", "picture-meets", "layout-last", "layout-taken", "sending", "entry-confirm", "save-first", "organisation", "title", "region", "cancel",
    "list-comma", "compare-sum", "compare-same", "differ-words", "differ-looks", "differ-place", "differ-side", "page-new", "page-gone",
    "no-such-page", "old", "new",
)  # fmt: skip
"""Words that the scripts say."""
KEYS = {
    "order": (
        ("↑ ↓", "key-order"), ("Enter Space", "key-order-hold"), ("Esc", "key-order-leave"),
    ),
    "comparing": (("J K", "key-pair"),),
}  # fmt: skip
"""Keys of a page and what they do."""
