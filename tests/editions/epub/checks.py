"""What epubcheck and Ace do not see: static checks of an issued EPUB, each yielding complaints.

A check is registered under the row of the checklist it stands for; `test_checks` shows that each
is silent on a good book and speaks when a defect is sown.
"""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from PIL import Image

from editions.epub.opened import LANG, NS, TYPE, Node, Opened, text

Check = Callable[[Opened], Iterator[str]]
CHECKS: dict[str, Check] = {}


def check(row: str) -> Callable[[Check], Check]:
    def register(function: Check) -> Check:
        CHECKS[row] = function
        return function

    return register


@check("E4")
def container(book: Opened) -> Iterator[str]:
    with ZipFile(BytesIO(book.data)) as archive:
        infos = archive.infolist()
    first = infos[0]
    if (first.filename, first.compress_type, first.extra) != ("mimetype", ZIP_STORED, b""):
        yield "mimetype is not first and bare"
    if {i.date_time for i in infos} != {(1980, 1, 1, 0, 0, 0)}:
        yield "time stamps differ"
    if len({i.filename for i in infos}) < len(infos):
        yield "an entry stands twice"
    yield from (f"{i.filename} is not ASCII" for i in infos if not i.filename.isascii())
    listed = {f"EPUB/{i.get('href')}" for i in book.manifest.values()}
    held = set(book.files) - {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}
    yield from (f"{name} is in only one of manifest and archive" for name in listed ^ held)


@check("E5")
def metadata(book: Opened) -> Iterator[str]:
    for name in ("identifier", "title", "language", "creator", "date"):
        if not book.package.findtext(f"o:metadata/dc:{name}", "", NS):
            yield f"no dc:{name}"
    if not book.package.findtext("o:metadata/dc:identifier", "", NS).startswith("urn:"):
        yield "the identifier is no URN"
    if book.package.get(LANG) != "zh-CN":
        yield "the package has no language"
    if len(book.metas("dcterms:modified")) != 1:
        yield "no date of change, or several"
    ids = [str(n.get("id")) for n in book.package.iter() if n.get("id")]
    yield from (f"id {key} twice" for key, n in Counter(ids).items() if n > 1)
    for person in book.package.xpath("//dc:creator | //dc:contributor", namespaces=NS):
        refined = {
            m.get("property")
            for m in book.package.iterfind("o:metadata/o:meta", NS)
            if m.get("refines") == f"#{person.get('id')}"
        }
        if not refined >= {"role", "file-as"}:
            yield f"{text(person)} has no role or sort form"


@check("E6")
def series(book: Opened) -> Iterator[str]:
    new, old = book.metas("belongs-to-collection"), book.metas("calibre:series")
    if new != old or len(new) != 1:
        yield f"series {new} and {old}"
    if book.metas("group-position") != book.metas("calibre:series_index"):
        yield "the number in the series differs"
    if len(book.metas("group-position")) != 1:
        yield "no number in the series"


@check("E7")
def accessibility(book: Opened) -> Iterator[str]:
    features = set(book.metas("schema:accessibilityFeature"))
    pictures = [i for d in book.documents.values() for i in d.iterfind(".//h:img", NS)]
    described = bool(pictures) and all(i.get("alt", "").strip() for i in pictures)
    pages = bool(book.nav("page-list"))
    true = {
        "alternativeText": described,
        "pageBreakMarkers": pages,
        "pageNavigation": pages,
        "index": any("index" in i.get("properties", "") for i in book.manifest.values()),
        "tableOfContents": bool(book.nav("toc")),
        "structuralNavigation": True,
        "readingOrder": True,
        "displayTransformability": True,
    }
    for feature in features ^ {name for name, present in true.items() if present}:
        yield f"{feature} is claimed and untrue, or true and not claimed"
    if ("visual" in book.metas("schema:accessMode")) != bool(pictures):
        yield "accessMode does not say whether there are pictures"
    sufficient = "textual" in book.metas("schema:accessModeSufficient")
    if sufficient != (described or not pictures):
        yield "accessModeSufficient is untrue"
    for name in ("accessMode", "accessibilityHazard", "accessibilitySummary"):
        if not book.metas(f"schema:{name}"):
            yield f"no {name}"
    if bool(book.metas("pageBreakSource")) != pages:
        yield "the source of the page breaks is not named"


@check("E8")
def contents(book: Opened) -> Iterator[str]:
    toc = book.nav("toc")
    if [a.get("href") for a in toc] != book.spine:
        yield "the table of contents is not the spine"
    for link in toc:
        name, node = book.target("nav.xhtml", str(link.get("href")))
        if node is None:
            yield f"{link.get('href')} leads nowhere"
        elif name in book.documents and name not in DISPLAY:
            heading = node.find(".//h:h1", NS)
            if heading is None or text(heading) != text(link):
                yield f"{text(link)} is not the heading of {name}"
    for link in toc:
        item = link.getparent()
        below = item is not None and item.getparent().getparent().tag == item.tag  # type: ignore[union-attr]
        if below != str(link.get("href")).startswith("case-"):
            yield f"{text(link)} stands on the wrong level"


DISPLAY = ("half-title.xhtml", "title-page.xhtml")


@check("E9")
def ncx(book: Opened) -> Iterator[str]:
    from lxml import etree

    root = etree.fromstring(book.files["EPUB/toc.ncx"])
    for path, kind in (("n:navMap//n:navPoint", "toc"), ("n:pageList/n:pageTarget", "page-list")):
        here = [
            (p.findtext("n:navLabel/n:text", "", NS), p.find("n:content", NS).get("src"))  # type: ignore[union-attr]
            for p in root.iterfind(path, NS)
        ]
        if here != [(text(a), a.get("href")) for a in book.nav(kind)]:
            yield f"the NCX differs from the {kind}"
    heads = {m.get("name"): m.get("content") for m in root.iterfind("n:head/n:meta", NS)}
    depth = max(
        sum(1 for up in p.iterancestors() if up.tag == p.tag) + 1
        for p in root.iterfind(".//n:navPoint", NS)
    )
    if heads.get("dtb:uid") != book.package.findtext("o:metadata/dc:identifier", "", NS):
        yield "the NCX has another identifier"
    if heads.get("dtb:depth") != str(depth):
        yield "the NCX tells a wrong depth"
    if heads.get("dtb:totalPageCount") != str(len(book.nav("page-list"))):
        yield "the NCX tells a wrong number of pages"
    if root.get(LANG) != "zh-CN":
        yield "the NCX has no language"


def _breaks(book: Opened) -> list[tuple[str, str]]:
    """(label, address) of every page break, in reading order."""
    return [
        (node.get("aria-label", ""), f"{name}#{node.get('id')}")
        for name, root in book.documents.items()
        for node in root.iter()
        if node.get(TYPE) == "pagebreak" and node.get("role") == "doc-pagebreak"
    ]


@check("E10")
def pages(book: Opened) -> Iterator[str]:
    listed = [(text(a), a.get("href")) for a in book.nav("page-list")]
    if listed != _breaks(book):
        yield "page list and page breaks differ, or stand in another order"
    numbers = [int(label) for label, _ in listed if label.isdecimal()]
    if numbers != sorted(set(numbers)):
        yield "page numbers do not rise"
    if len({label for label, _ in listed}) < len(listed):
        yield "a page label stands twice"


@check("E12")
def landmarks(book: Opened) -> Iterator[str]:
    marks = {a.get(TYPE): a.get("href") for a in book.nav("landmarks")}
    if len(marks) < len(book.nav("landmarks")):
        yield "a landmark stands twice"
    for kind, name in (("cover", "cover"), ("toc", "contents"), ("bodymatter", "tier-1")):
        if marks.get(kind) != f"{name}.xhtml":
            yield f"{kind} leads to {marks.get(kind)}"
    for name, root in book.documents.items():
        if root.find(".//*[@hidden]") is not None:
            yield f"{name} hides something"


@check("E13")
def footnotes(book: Opened) -> Iterator[str]:
    for name, root in book.documents.items():
        notes = [n for n in root.iter() if n.get(TYPE) == "footnote"]
        calls = [n for n in root.iter() if n.get(TYPE) == "noteref"]
        if {n.get("id") for n in notes} != {str(c.get("href")).removeprefix("#") for c in calls}:
            yield f"{name}: notes and calls do not answer each other"
        for call in calls:
            if not text(call).strip() or call.get("role") != "doc-noteref":
                yield f"{name}: a call without text or role"
        for note in notes:
            yield from _note(name, root, note)
        flat = list(root.iter("{*}p", "{*}aside", "{*}table", "{*}figure"))
        tail = [n for n in flat if n.tag.endswith("aside") or _inside_aside(n)]
        if flat[len(flat) - len(tail) :] != tail:
            yield f"{name}: a note stands between the paragraphs"


def _inside_aside(node: Node) -> bool:
    return any(up.get(TYPE) == "footnote" for up in node.iterancestors())


def _note(name: str, root: Node, note: Node) -> Iterator[str]:
    if note.get("role") != "doc-footnote" or not note.tag.endswith("aside"):
        yield f"{name}: a note that is no aside with its role"
    backs = [n for n in note.iter() if n.get("role") == "doc-backlink"]
    call = f"#{note.get('id')}-ref"
    if [b.get("href") for b in backs] != [call] or root.find(f".//*[@id='{call[1:]}']") is None:
        yield f"{name}: a note without its way back"
    elif not text(note).replace(text(backs[0]), "").strip():
        yield f"{name}: the text of a note stands inside the link back"


@check("E14")
def pictures(book: Opened) -> Iterator[str]:
    used = {
        f"EPUB/{i.get('src')}"
        for root in book.trees.values()
        for i in root.iterfind(".//h:img", NS)
    }
    held = {name for name in book.files if name.startswith("EPUB/images/")}
    yield from (f"{name} is not used, or not there" for name in used ^ held)
    if len({book.files[name] for name in held}) < len(held):
        yield "a picture is carried twice"
    for item in book.manifest.values():
        if not item.get("media-type", "").startswith("image/"):
            continue
        data = book.files[f"EPUB/{item.get('href')}"]
        with Image.open(BytesIO(data)) as image:
            if Image.MIME[str(image.format)] != item.get("media-type"):
                yield f"{item.get('href')} is a {image.format}"
            if image.mode not in ("RGB", "RGBA", "L", "P"):
                yield f"{item.get('href')} is {image.mode}"
            if image.getexif() or "icc_profile" in image.info or "progression" in image.info:
                yield f"{item.get('href')} carries metadata or is not baseline"
            if item.get("properties") != "cover-image" and max(image.size) > 1280:
                yield f"{item.get('href')} is too large"
    for name, root in book.documents.items():
        for image in root.iterfind(".//h:img", NS):
            if not image.get("alt", "").strip():
                yield f"{name}: a picture without words"


_BROKEN = re.compile("[\u4e00-\u9fff。，、；：]\\s*\n\\s*[\u4e00-\u9fff]")
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")


@check("E16")
def characters(book: Opened) -> Iterator[str]:
    for name, root in book.documents.items():
        if _UNWANTED.search(text(root)):
            yield f"{name}: a character that cannot be shown"
        for block in root.iter(
            "{*}p", "{*}h1", "{*}h2", "{*}h3", "{*}td", "{*}li", "{*}figcaption"
        ):
            whole = (
                "".join(
                    str(t)
                    for t in block.xpath(
                        ".//text()[not(ancestor::h:ol | ancestor::h:ul)]", namespaces=NS
                    )
                )
                if block.tag.endswith("li")
                else text(block)
            )
            if _BROKEN.search(whole):
                yield f"{name}: a line break between two ideographs"


@check("E17")
def headings(book: Opened) -> Iterator[str]:
    titles = Counter(root.findtext("h:head/h:title", "", NS) for root in book.trees.values())
    yield from (
        f"title “{title}” stands twice" for title, n in titles.items() if n > 1 or not title
    )
    for name, root in book.documents.items():
        if root.get("lang") != "zh-CN" or root.get(LANG) != "zh-CN":
            yield f"{name}: no language"
        levels = [int(h.tag[-1]) for h in root.iter(*(f"{{*}}h{n}" for n in range(1, 7)))]
        if levels[:1] != [1] or levels.count(1) > 1:
            yield f"{name}: does not begin with its one h1"
        if any(b > a + 1 for a, b in itertools.pairwise(levels)):
            yield f"{name}: headings skip a level"


@check("E18")
def tables(book: Opened) -> Iterator[str]:
    for name, root in book.documents.items():
        for table in root.iterfind(".//h:table", NS):
            if table.find("h:caption", NS) is None:
                yield f"{name}: a table without a caption"
            if table.find(".//h:table", NS) is not None:
                yield f"{name}: a table in a table"
            for cell in table.iterfind(".//h:th", NS):
                if not text(cell).strip() or not cell.get("scope"):
                    yield f"{name}: a head cell that is empty or heads nothing"


@check("E19")
def locators(book: Opened) -> Iterator[str]:
    labels = {address: label for label, address in _breaks(book)}
    result = 0
    for root in book.documents.values():
        for link in root.iter("{*}a"):
            if link.get(TYPE) == "index-locator":
                result += 1
                if labels.get(str(link.get("href"))) != text(link):
                    yield f"locator {text(link)} leads to {link.get('href')}"
    if not result:
        yield "no locators"


_BAD_STYLE = re.compile(
    r"url\(|@import|@font-face|var\(|--[a-z]|overflow(?!-wrap)|position\s*:|background"
    r"|text-decoration\s*:\s*none|display\s*:\s*none|visibility|:\s*[\d.]+pt",
    re.IGNORECASE,
)


_LISTS_OF_LINKS = re.compile(r"(?m)^\.contents a, \.entries a \{ text-decoration: none; \}$")
"""Where all is links, none need look like one."""


_COLOUR = re.compile(r"[^-]color\s*:\s*([^;}]*)", re.IGNORECASE)


def _seen_by_day_and_night(colour: str) -> bool:
    """Say whether text of a colour is read on white and on black, or takes the reader's colour."""
    match = re.fullmatch(r"#([0-9a-f]{6})", colour.strip())
    if match is None:
        return colour.strip() in ("inherit", "currentcolor")
    parts = [int(match[1][at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    light = sum(s * p for s, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return min(1.05 / (light + 0.05), (light + 0.05) / 0.05) > 4.4


@check("E20")
def portable(book: Opened) -> Iterator[str]:
    for name, data in book.files.items():
        if name.endswith(".css"):
            plain = re.sub(r"/\*.*?\*/", "", data.decode(), flags=re.DOTALL)
            plain = _LISTS_OF_LINKS.sub("", plain)
            yield from (f"{name}: {match}" for match in _BAD_STYLE.findall(plain))
            colours = _COLOUR.findall(plain)
            yield from (f"{name}: {c}" for c in colours if not _seen_by_day_and_night(c))
    for name, root in book.trees.items():
        for node in root.iter():
            if node.tag.endswith("script") or re.match(r"\w+:", node.get("src", "")):
                yield f"{name}: {node.tag} runs or fetches"
            if node.get("style"):
                yield f"{name}: a style in the text"


@check("E21")
def front(book: Opened) -> Iterator[str]:
    covers = [i for i in book.manifest.values() if i.get("properties") == "cover-image"]
    if len(covers) != 1:
        yield "no cover, or several"
        return
    with Image.open(BytesIO(book.files[f"EPUB/{covers[0].get('href')}"])) as image:
        width, height = image.size
        if image.format != "JPEG" or width < 1400 or not 1.3 <= height / width <= 1.7:
            yield f"the cover is a {image.format} of {width} × {height}"
    if book.spine[0] != "cover.xhtml":
        yield "the cover is not first"
    if book.metas("cover") != [str(covers[0].get("id"))]:
        yield "no cover for EPUB 2"
    guide = {r.get("type") for r in book.package.iterfind("o:guide/o:reference", NS)}
    if not guide >= {"cover", "toc", "text"}:
        yield f"the guide names only {guide}"


@check("E22")
def weight(book: Opened) -> Iterator[str]:
    if len(book.data) > 50_000_000:
        yield "the book is heavier than 50 MB"
    for name, data in book.files.items():
        if name.endswith(".xhtml") and len(data) > 260_000:
            yield f"{name} has {len(data)} bytes"


@check("links")
def links(book: Opened) -> Iterator[str]:
    for name, root in book.trees.items():
        for link in root.iter("{*}a"):
            href = str(link.get("href"))
            if not href.startswith(("http", "mailto:")) and book.target(name, href)[1] is None:
                yield f"{name}: {href} leads nowhere"
