"""The press runs one way, small, and each library has one home."""

import ast
import re
from collections import Counter
from collections.abc import Collection
from functools import cache
from pathlib import Path

import pytest
import weasyprint

import casebook
from casebook.manual import code_read
from casebook.manual.code_read import parsed
from elsewhere import ELSEWHERE

PACKAGE = Path(casebook.__file__).parent
PRESS = [
    "locking",
    "atomic",
    "import_cache",
    "pattern_cache",
    "store",
    "conservation",
    "errata",
    "os_errata",
    "production_facts",
    "book",
    "limits",
    "typography",
    "paper_stock",
    "decoding",
    "folder_errata",
    "files",
    "journal",
    "page_extent",
    "pictures",
    "pdf",
    "pagetext",
    "legibility",
    "page_overlay",
    "intake",
    "css_constants",
    "layout_values",
    "layout_file",
    "layout_colours",
    "layout_decisions",
    "layout_memory",
    "layout_sheets",
    "compiled_templates",
    "imprint_lines",
    "ean_bars",
    "cover_plan",
    "layout",
    "imprint_queries",
    "weasy",
    "composition",
    "pagination",
    "press",
    "language_files",
    "doctor",
    "editions",
    "ledger",
    "reminders",
    "history",
    "build_folder",
    "edition_making",
    "issuing",
    "layout_preview",
    "proof",
    "gate",
    "project",
    "exit_status",
    "telling",
    "notice_pages",
    "notice_summary",
    "rounds",
    "desk",
    "cli_desk",
    "cli_intake",
    "cli",
    "manual",
]
INTAKE = [
    "contact_details", "pinyin", "matching", "markup", "manuscript", "formats", "parcels",
    "tidy", "credits", "forms", "structure", "filing", "photos", "notice", "receive", "adoption", "specimen",
]  # fmt: skip
"""The rooms of intake, each behind those it may import."""
HOMES = {
    "yaml": {"intake/manuscript/yaml_file.py", "intake/manuscript/yaml_editing.py"},
    "pydantic": {"intake/manuscript/typed.py"},
    "markdown_it": {
        "intake/markup/markdown.py",
        "intake/markup/dialect.py",
    },
    "mdit_py_plugins": {"intake/markup/dialect.py"},
    "pypinyin": {"intake/pinyin.py"},
    "stdnum": {"intake/manuscript/imprint_facts.py"},
    "rapidfuzz": {"intake/matching/match.py", "conservation/pairing.py"},
    "jinja2": {"layout.py", "compiled_templates.py"},
    "weasyprint": {"press/", "weasy/"},
    "tinycss2": {"weasy/"},
    "cssselect2": {"weasy/"},
    "pyphen": {"weasy/"},
    "cffi": {"weasy/"},
    "pydyf": {"press/", "weasy/"},
    "fontTools": {"press/font_rights.py", "weasy/"},
    "ebooklib": {"editions/epub/container.py"},
    "pikepdf": {
        "pdf.py",
        "page_overlay.py",
        "editions/prepress/",
        "editions/cover/",
        "editions/lighter_fonts.py",
        "editions/lighter_pictures.py",
    },
    "pypdfium2": {"pdf.py", "pagetext.py", "legibility.py"},
    "opencc": {"proof/standard_characters.py"},
    "openpyxl": {
        "proof/reports/findings_sheet.py",
        "rounds/marks_sheet.py",
        "intake/formats/spreadsheet.py",
        "intake/filing/arrivals.py",
        "reminders.py",
    },
    "python_calamine": {"intake/formats/spreadsheet.py"},
    "olefile": {"intake/parcels/outlook_mail.py"},
    "psutil": {"desk/listening.py"},
    "rapidocr": {"intake/formats/ocr/recognition.py"},
    "cv2": {"intake/formats/ocr/"},
    "numpy": {"intake/formats/ocr/", "proof/spelling/"},
    "onnxruntime": {"proof/spelling/neural_checker.py"},
    "rich": {"telling.py"},
    "starlette": {"desk/"},
    "uvicorn": {"desk/__init__.py"},
    "watchfiles": {"desk/live_book.py"},
}
READERS = {
    "open",
    "read_text",
    "read_bytes",
    "glob",
    "rglob",
    "iterdir",
    "walk",
    "scandir",
    "listdir",
}
"""What opens a file or looks into a folder; `files` has its own of some of these names."""
NO_FILES = {
    "ast",
    "files",
    "store",
    "_store",
    "archive",
    "_archive",
    "pikepdf",
    "webbrowser",
    "zipfile",
    "letter",
}
"""Objects whose methods of these names open no file of a book, a layout or a parcel."""
OTHER_FILES = {
    "casebook's own files": {
        "composition/phrases.py",
        "gate.py",
        "doctor.py", "intake/notice/lexicon.py", "intake/manuscript/book_reader.py", "intake/credits.py", "intake/forms/labels.py", "intake/matching/organisations.py", "intake/matching/traditional.py",
        "intake/manuscript/scaffold.py", "intake/manuscript/matter_templates.py", "manual/code_read.py",
        "editions/prepress/paper_conditions.py", "intake/specimen/prose.py", "press/dependencies.py", "proof/findings_cache.py", "proof/lists.py", "proof/name_slips.py", "proof/parts_of_speech.py", "proof/rules/near_words.py",
        "proof/standard_characters.py", "store.py", "proof/spelling/evidence.py", "proof/spelling/language.py",
        "proof/spelling/official_phrases.py", "proof/spelling/similar_characters.py",
    },
    "what the press has made, in build/ and proofs/": {
        "desk/press_process.py", "desk/server.py", "editions/epub/epub_pictures.py", "history.py",
        "pdf.py", "press/build_cache.py", "press/dask.py", "press/quires.py",
        "editions/prepress/press_edition.py", "editions/prepress/x4_rules.py", "editions/cover/cover_edition.py",
        "proof/page_rules.py", "proof/kept_answers.py", "proof/reports/findings_json.py", "rounds/round_files.py", "rounds/round_marks.py",
    },
    "what the system tells of this process": {"__main__.py", "limits.py"},
    "language models that packages of the system bring": {"language_files.py", "proof/spelling/kenlm_file.py", "proof/spelling/sunpinyin_file.py"},
    "bytes in memory": {"editions/lighter_fonts.py", "editions/lighter_pictures.py", "editions/prepress/pdf_writing.py", "pictures.py", "page_overlay.py", "editions/prepress/press_pictures.py", "editions/prepress/archive_edition.py", "press/picture_profiles.py", "press/embedded_pictures.py"},
    "a folder made for the purpose": {
        "intake/formats/office.py", "intake/parcels/unpacking.py", "layout_preview.py",
        "desk/snapshot.py",
        "weasy/comparison.py",
    },
    "a container or a mail, taken apart": {
        "intake/parcels/outlook_mail.py", "intake/parcels/archives.py", "intake/formats/webpage.py",
    },
    "the libraries' own files": {
        "import_cache.py", "weasy/replaced_lines.py", "weasy/symbol_source.py",
        "compiled_templates.py",
    },
    "the way to write": {"atomic.py", "locking.py"},
    "the journal's own files": {"journal/entry_chain.py", "journal/deeds_at_work.py"},
    "the way to read": {"files.py"},
}  # fmt: skip
"""Modules that read without `files`, by what they read."""
PUBLIC = frozenset(
    "HTML CSS Attachment DEFAULT_OPTIONS default_url_fetcher document.Document document.Page "
    "document.DocumentMetadata text.fonts.FontConfiguration css.counters.CounterStyle "
    "urls.URLFetcher urls.URLFetcherResponse".split()
)
"""What WeasyPrint's API reference describes; all else of it is its inside."""
INSIDES = ("weasyprint", "pydyf", "tinycss2", "cssselect2", "pyphen", "cffi", "fontTools")
"""Libraries whose inside `weasy` alone may touch."""
MODULES = sorted(PACKAGE.rglob("*.py"))
MODULES_OF = {
    package: [path for path in MODULES if path.relative_to(PACKAGE).parts[0] == package]
    for package in {path.relative_to(PACKAGE).parts[0] for path in MODULES}
}
"""The modules of each package directly below casebook, and each module that stands there."""
PACKAGES = set(MODULES_OF)
WRITERS = {
    "__main__.py": "the null device stands in for a stream that is closed",
    "atomic.py": "the one way to write",
    "journal/deeds_at_work.py": "opens to read and to lock",
    "journal/entry_chain.py": "adds lines at the end of the journal, and takes off what was torn",
    "doctor.py": "a file without a name, to see whether there is room",
    "locking.py": "files of locks, which hold nothing",
    "store.py": "throws away kept results below build/",
    "desk/snapshot.py": "copies the book and links kept results, in a folder below build/, thrown away",
    "desk/press_process.py": "links and throws away copies of issued files below build/",
    "proof/page_rules.py": "throws away kept answers below build/",
    "editions/epub/screen_check.py": "sheets are tried in a folder of the system's, thrown away",
    "files.py": "opens to read, without waiting for a pipe",
    "press/dask.py": "a worker elsewhere keeps what it was sent in a folder of the system's",
    "intake/parcels/unpacking.py": "parcels are unpacked into a folder of the system's, thrown away",
    "intake/formats/office.py": "LibreOffice reads and writes in a folder of the system's, thrown away",
    "intake/parcels/archives.py": "what a program says goes to a folder of the system's, thrown away",
    "intake/filing/case_text.py": "a picture is looked at in a folder of the system's, thrown away",
    "manual/property_pictures.py": "a sheet is written in a folder of the system's, thrown away",
    "weasy/comparison.py": "a package is unpacked into a folder of the system's, thrown away",
    "intake/formats/word/office_package.py": "a part of a Word file is packed in memory",
    "layout_preview.py": "a dummy book is made in a folder of the system's, thrown away",
}
"""Who may open, move or remove files, and why it is no writing into a book."""
SHORT = {
    "proof/mending.py": "deeds of the editor: reading a book puts nothing into the journal",
    "proof/private_details.py": "what drafts are read for; loads the rules of privacy alone",
    "proof/page_texts.py": "all that reads pages by their ink, and keeps it",
    "proof/spelling/model_store.py": "the one that keeps what is made of the models",
    "proof/spelling/official_phrases.py": "one file, its format and its reading",
    "proof/spelling/suspects.py": "what the rules read; loads no numpy",
    "proof/spelling/particle_evidence.py": "a question of its own: which of 的, 地, 得",
    "proof/spelling/word_pairs.py": "what two readers of model files return",
    "composition/addresses.py": "a rule of its own: where addresses break",
    "composition/declarations.py": "loads WeasyPrint, which `settings` must not",
    "composition/english.py": "a rule of its own: what is English",
    "composition/flow.py": "what all that walk a paragraph's boxes stand on",
    "composition/hyphenation.py": "a rule of its own: R20 of CLREQ, by a dictionary",
    "composition/leaders.py": "a rule of its own: leaders",
    "composition/line_edges.py": "a rule of its own: R12 to R14 of CLREQ",
    "desk/answering.py": "what all answers share; loads nothing of the book",
    "proof/confirmed_errors.py": "what a repair by hand says to the error rate",
    "desk/shutdown.py": "how requests end with the desk, whatever they ask for",
    "desk/deferred_routes.py": "how addresses wait for their code, whatever they are",
    "desk/searcher.py": "works in the desk's process; the search has one of its own",
    "desk/html.py": "the one way the desk writes HTML",
    "editions/print_edition.py": "one edition, one module",
    "editions/cover/cover_galley.py": "two editions set it: the cover of the book, that of the EPUB",
    "editions/prepress/matrices.py": "what all that read a page's content stand on",
    "editions/epub/epub_cover.py": "one document of the container",
    "editions/epub/nesting.py": "one step of a document's way into the container",
    "exit_status.py": "what all commands return, and the manual lists",
    "layout_preview.py": "a program of its own: `make previews`",
    "manual/message_catalogue.py": "one page of the reference",
    "manual/property_pictures.py": "loads WeasyPrint, which the pages of the reference need not",
    "page_extent.py": "one file of the build folder, read by one stage and written by another",
    "pagination/float_ranges.py": "reads the tree; what chooses pages reads items alone",
    "pagination/page_freedoms.py": "reads styles; what chooses pages reads items alone",
    "proof/spelling/helped_speller.py": "the speller and the helpers know nothing of each other",
    "proof/text_facts.py": "what several rules keep; knows no rule",
    "proof/person_names.py": "what two rules of persons and the index of names stand on",
    "proof/parts_of_speech.py": "what rules and the language models stand on",
    "proof/reports/names_sheet.py": "one report, one module",
    "press/painted_cover.py": "lays pages out, which the editions do not",
    "press/preload.py": "what workers are forked from: importing it is its work",
    "weasy/css_values.py": "WeasyPrint's own, loaded with it",
    "weasy/drawing.py": "WeasyPrint's own, loaded with it",
    "weasy/html_tree.py": "the HTML parser's one home; loads no WeasyPrint",
    "weasy/first_font.py": "one change of WeasyPrint, one module",
    "weasy/hooks.py": "names alone, known before WeasyPrint is loaded",
    "weasy/images.py": "WeasyPrint's own, loaded with it",
    "import_cache.py": "a cache that four modules keep things in",
    "weasy/inline_layout.py": "WeasyPrint's own, loaded with it",
    "weasy/page_names.py": "one question to WeasyPrint's style sheets",
    "weasy/pango.py": "WeasyPrint's C libraries, loaded with it",
    "weasy/pdf_values.py": "pydyf's own; loads no WeasyPrint",
    "weasy/used_lengths.py": "one change of WeasyPrint, one module",
}
"""Modules of less than 50 lines, and why each stands alone."""
WHY_LAZY = re.compile(r"# lazy: \w+")
"""What an import within a function bears: why the start of a run is better without it."""
ANY_HOMES = {
    "weasy/weasyprint_types.py": "objects of WeasyPrint and of what it stands on",
    "pdf.py": "objects of pypdfium2, values of pikepdf",
    "store.py": "what pickle and JSON give back",
    "editions/prepress/colour_management.py": "channels of a picture in a sum of Pillow",
    "press/dask.py": "clients and futures of Dask",
    "intake/formats/spreadsheet.py": "workbooks of openpyxl, cells of calamine",
    "intake/formats/ocr/recognition.py": "answers of rapidocr",
    "intake/formats/ocr/recognised_page.py": "arrays of numpy, which an extra brings",
    "proof/spelling/mapped_arrays.py": "arrays of numpy of any type",
    "intake/markup/dialect.py": "what markdown-it hands from rule to rule",
    "intake/markup/markdown.py": "the same",
    "intake/specimen/prose.py": "tables of TOML",
}
"""Modules that import `Any`, for the libraries without types that they name."""
_ALWAYS = frozenset(
    "write_text write_bytes touch rename unlink rmdir removedirs renames truncate copyfile copy2 "
    "copytree rmtree symlink_to hardlink_to symlink link mkstemp mkdtemp TemporaryDirectory "
    "NamedTemporaryFile TemporaryFile".split()
)
_OF_MODULES = {"os": {"open", "replace", "remove", "mkfifo"}, "shutil": {"copy", "move"}}


def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a module, walked once for all the tests."""
    return code_read.nodes(parsed(path))


@cache
def imports(path: Path) -> set[str]:
    result: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            result |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            result |= {f"{node.module}.{alias.name}" for alias in node.names}
    return result


def stages(path: Path) -> set[str]:
    names = {name.split(".")[1] for name in imports(path) if name.startswith("casebook.")}
    return names & set(PRESS)


@pytest.mark.parametrize("package", sorted(PACKAGES - {"__init__.py", "__main__.py"}))
def test_a_stage_imports_only_stages_before_it(package: str) -> None:
    later = set(PRESS[PRESS.index(package.removesuffix(".py")) + 1 :])
    for path in MODULES_OF[package]:
        assert not stages(path) & later, path


@pytest.mark.parametrize("room", INTAKE)
def test_a_room_of_intake_imports_only_rooms_before_it(room: str) -> None:
    later = set(INTAKE[INTAKE.index(room) + 1 :])
    for path in MODULES:
        if path.relative_to(PACKAGE).with_suffix("").parts[:2] == ("intake", room):
            names = {tuple(name.split(".")[:3]) for name in imports(path)}
            rooms = {name[2] for name in names if name[:2] == ("casebook", "intake") and name[2:]}
            assert not rooms & later, path


def test_all_rooms_of_intake_are_known() -> None:
    rooms = {path.stem for path in (PACKAGE / "intake").iterdir()}
    assert rooms - {"__init__", "__pycache__"} <= {*INTAKE, "data"}


def test_the_map_names_every_stage() -> None:
    words = set(re.findall(r"\w+", casebook.__doc__ or ""))
    assert {path.stem for path in PACKAGE.iterdir() if path.stem in PRESS} == set(PRESS)
    assert set(PRESS) <= words
    lines = re.findall(r"(?m)^    ([a-z_]+(?: [a-z_]+)*)  ", casebook.__doc__ or "")
    stages = " ".join(lines).split()
    assert len(stages) > 30
    assert stages == [stage for stage in PRESS if stage in stages], "each below what it imports"


SAID_BY_NAME = {"intake/notice"}
"""Packages whose modules are found by their names alone, or that list them elsewhere."""


@pytest.mark.parametrize("init", [path for path in MODULES if path.name == "__init__.py"][1:])
def test_a_package_says_what_its_modules_do(init: Path) -> None:
    words = set(re.findall(r"\w+", ast.get_docstring(parsed(init)) or ""))
    modules = {path.stem for path in init.parent.glob("*.py") if path.name[0] != "_"}
    if init.parent.relative_to(PACKAGE).as_posix() not in SAID_BY_NAME:
        assert modules <= words, modules - words


def test_composition_knows_nothing_of_books() -> None:
    for path in (PACKAGE / "composition").rglob("*.py"):
        assert stages(path) <= {"weasy", "composition"}, path


@pytest.mark.parametrize("library", HOMES)
def test_each_library_has_one_home(library: str) -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name.split(".")[0] == library for name in imports(path))
    }
    homes = tuple(HOMES[library])
    assert not [user for user in users if not user.startswith(homes)]


def insides(path: Path) -> set[str]:
    """Return what a module uses of the inside of `INSIDES`, as far as names tell."""
    named = set[str]()
    for name in imports(path):
        library, _, rest = name.partition(".")
        inside = library == "weasyprint" or any(p.startswith("_") for p in rest.split("."))
        if library in INSIDES and rest and inside:
            named |= {name} - {f"weasyprint.{public}" for public in PUBLIC}
    for node in nodes(path):
        if not isinstance(node, ast.Attribute):
            continue
        private = node.attr.startswith("_") and not node.attr.endswith("__")
        root: ast.AST = node.value
        while isinstance(root, ast.Attribute):
            root = root.value
        library = root.id if isinstance(root, ast.Name) else ""
        public = library != "weasyprint" or root is not node.value or node.attr in PUBLIC
        theirs = library in INSIDES or (private and node.attr in private_names())
        if (private and theirs) or not public:
            named.add(ast.unparse(node))
    return named


@cache
def private_names() -> frozenset[str]:
    """Return the names with an underscore that are WeasyPrint's and none of ours."""
    ours = {name for path in MODULES for node in nodes(path) for name in _names_given(node)}
    theirs = {
        name
        for path in Path(weasyprint.__file__).parent.rglob("*.py")
        for node in nodes(path)
        for name in _names_given(node)
    }
    return frozenset(name for name in theirs - ours if name.startswith("_"))


def _names_given(node: ast.AST) -> set[str]:
    """Return the name that a node defines, or assigns to an attribute of `self`."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
        return {node.attr} if getattr(node.value, "id", "") in ("self", "cls") else set()
    return set()


@pytest.mark.parametrize("package", sorted(PACKAGES - {"weasy"}))
def test_weasy_alone_touches_the_inside_of_weasyprint(package: str) -> None:
    for path in MODULES_OF[package]:
        assert insides(path) == set(), path


def test_the_ways_to_touch_the_inside_are_known(tmp_path: Path) -> None:
    def used(number: int, text: str) -> set[str]:
        module = tmp_path / f"module{number}.py"
        module.write_text(text, "utf-8")
        return insides(module)

    for number, way in enumerate((
        "from weasyprint.layout import inline",
        "from weasyprint.layout.page import _standardize_page_based_counters",
        "import weasyprint.pdf",
        "from pydyf import _to_bytes",
        "pydyf._to_bytes(1)",
        "page._page_box",
        "weasyprint.layout.page.make_page()",
        "Document._build_layout_context(html)",
    )):  # fmt: skip
        assert used(number, way), way
    assert not used(-1, "from weasyprint.document import Page; self._boxes; weasyprint.HTML('a')")


def test_weasy_knows_nothing_of_books() -> None:
    for path in (PACKAGE / "weasy").rglob("*.py"):
        assert stages(path) <= {"weasy", "atomic", "import_cache"}, path


def writes(path: Path) -> set[str]:
    """Return the calls in a module that open, move or remove files."""
    calls = [node for node in nodes(path) if isinstance(node, ast.Call)]
    return {ast.unparse(call) for call in calls if _writes(call)}


def _writes(call: ast.Call) -> bool:
    of = call.func.value if isinstance(call.func, ast.Attribute) else None
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    module = of.id if isinstance(of, ast.Name) else ""
    words = [*call.args, *(keyword.value for keyword in call.keywords)]
    modes = [w.value for w in words if isinstance(w, ast.Constant) and isinstance(w.value, str)]
    if name in ("open", "fdopen", "ZipFile", "TarFile") and module != "os":
        writing = any(set(mode) & set("wax+") and set(mode) <= set("wax+rbt") for mode in modes)
        return writing and not (name == "ZipFile" and _in_memory(call))
    if name in ("save", "savefig", "write_pdf"):
        return not _in_memory(call)
    return (name in _ALWAYS and module != "atomic") or name in _OF_MODULES.get(module, ())


def _in_memory(call: ast.Call) -> bool:
    """Whether the first argument is by its name a file of bytes, or one that `aside` gave."""
    return not call.args or getattr(call.args[0], "id", "") in ("out", "file")


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_no_module_but_one_writes_files(package: str) -> None:
    for path in MODULES_OF[package]:
        known = path.relative_to(PACKAGE).as_posix() in WRITERS
        assert bool(writes(path)) is known, f"{path}: {writes(path)}"


def test_the_ways_to_write_a_file_are_known(tmp_path: Path) -> None:
    ways = """
open(p, "w")
p.open("ab")
p.open(mode="x")
io.open(p, "r+")
p.write_text("a")
shutil.copy(p, q)
os.replace(p, q)
ZipFile(p, "w")
workbook.save(p)
p.unlink()
"""
    for number, way in enumerate(ways.split("\n")[1:-1]):
        module = tmp_path / f"module{number}.py"
        module.write_text(way, "utf-8")
        assert writes(module), way
    module = tmp_path / "harmless.py"
    module.write_text("p.open(); open(p, 'rb'); book.save(out); text.replace('a', 'b')", "utf-8")
    assert not writes(module)


def opened(path: Path) -> list[str]:
    result = []
    for node in nodes(path):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name) if name == "open":
                result.append(name)
            case ast.Attribute(value=owner, attr=name) if name in READERS:
                of = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                result += [] if of in NO_FILES else [name]
    return result


def test_files_of_books_layouts_and_parcels_are_read_in_one_way() -> None:
    others = {name for names in OTHER_FILES.values() for name in names}
    users = {path.relative_to(PACKAGE).as_posix(): opened(path) for path in MODULES}
    assert {name: calls for name, calls in users.items() if calls and name not in others} == {}


def test_why_a_file_cannot_be_used_is_worded_in_one_place() -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr == "strerror"
        if ast.unparse(node) != "os.strerror"
    }
    assert users == {"os_errata.py"}, "the system says why in English alone"


def lazy_imports(path: Path) -> list[tuple[str, bool]]:
    """Return the imports within functions of a module, each with whether it says why."""
    lines, result = path.read_text("utf-8").splitlines(), []
    for function in nodes(path):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                text = lines[node.lineno - 1 : node.end_lineno]
                result.append((ast.unparse(node), any(WHY_LAZY.search(line) for line in text)))
    return result


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_an_import_within_a_function_says_why(package: str) -> None:
    for path in MODULES_OF[package]:
        assert not [text for text, said in lazy_imports(path) if not said], path


def test_any_stands_only_for_what_libraries_leave_untyped() -> None:
    users = {
        path.relative_to(PACKAGE).as_posix() for path in MODULES if "typing.Any" in imports(path)
    }
    assert users == set(ANY_HOMES)


def test_modules_stay_small_and_say_what_they_do() -> None:
    for path in MODULES:
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= 500, path
        assert ast.get_docstring(parsed(path)), path


def test_a_module_of_few_lines_has_a_reason() -> None:
    short = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if len(path.read_text("utf-8").splitlines()) < 50 and not path.name.startswith("__")
    }
    assert short <= set(SHORT)
    assert all((PACKAGE / name).is_file() for name in SHORT)


def beside(path: Path) -> set[str]:
    """Return the modules of its own package that a module imports, however late."""
    package = ".".join(("casebook", *path.relative_to(PACKAGE).parent.parts))
    types = {
        id(node)
        for test in nodes(path)
        if isinstance(test, ast.If) and ast.unparse(test.test) == "TYPE_CHECKING"
        for node in ast.walk(test)
    }
    result = set()
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom) and node.module and id(node) not in types:
            if node.module == package:
                result |= {alias.name for alias in node.names}
            elif node.module.startswith(f"{package}."):
                result.add(node.module.removeprefix(f"{package}.").split(".")[0])
    return result & {each.stem for each in path.parent.glob("*.py")}


@pytest.mark.parametrize(
    "package", sorted({path.parent for path in MODULES}), ids=lambda path: path.name
)
def test_the_modules_of_a_package_import_each_other_in_one_direction(package: Path) -> None:
    later = {path.stem: beside(path) for path in package.glob("*.py")}
    while ready := {name for name, needs in later.items() if not needs & later.keys()}:
        for name in ready:
            del later[name]
    assert not later, "these import each other in a circle"


def test_no_modules_load_each_other_in_a_circle() -> None:
    paths = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
        for path in MODULES
    }
    later = {name: loaded(path, paths.keys()) - {name} for name, path in paths.items()}
    while ready := {name for name, needs in later.items() if not needs & later.keys()}:
        for name in ready:
            del later[name]
    assert not later, "these load each other in a circle"


def loaded(path: Path, modules: Collection[str]) -> set[str]:
    """Return those of `modules` that loading a module loads: what it imports in no function."""
    names = set[str]()
    for node in parsed(path).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("casebook"):
            package = node.module.removeprefix("casebook").removeprefix(".")
            for alias in node.names:
                inner = f"{package}.{alias.name}".removeprefix(".")
                names.add(inner if inner in modules else package)
    return names & set(modules)


def where_tested(module: str) -> str:
    """Return what stands in `ELSEWHERE` for a module: for itself, or for the package around it."""
    for place in (module, *map(str, Path(module).parents)):
        if place in ELSEWHERE:
            return ELSEWHERE[place]
    return ""


def test_each_module_has_tests_where_one_looks_first() -> None:
    tests = PACKAGE.parents[1] / "tests"
    names = [path.relative_to(PACKAGE).with_suffix("") for path in MODULES if path.name[0] != "_"]
    alone = [n.as_posix() for n in names if not (tests / n.parent / f"test_{n.name}.py").is_file()]
    assert not [module for module in alone if not where_tested(module)]
    rows = {row for row in ELSEWHERE if row not in alone}
    assert rows <= {parent.as_posix() for n in names for parent in n.parents}, "has its own tests"
    files = {file for files in ELSEWHERE.values() for file in files.split()}
    assert not [file for file in files if not (tests / file).exists()]


def test_a_file_name_stands_once_in_the_tree() -> None:
    names = Counter(path.name for path in MODULES if not path.name.startswith("__"))
    assert not {name for name, count in names.items() if count > 1}


def names_given(node: ast.AST) -> str:
    """Return the name that a node gives to something, "" when it gives none."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            return name
        case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.alias(asname=str(name)):
            return name
    return ""


def test_files_of_tests_that_are_no_package_have_names_of_their_own() -> None:
    paths = [path for path in (PACKAGE.parents[1] / "tests").rglob("test_*.py")]
    loose = [path.name for path in paths if not (path.parent / "__init__.py").exists()]
    assert sorted(loose) == sorted(set(loose))  # pytest imports them by their name alone


def test_what_is_named_has_a_noun() -> None:
    for path in (*MODULES, *(PACKAGE.parents[1] / "tests").rglob("*.py")):
        names = {names_given(node).strip("_") for node in nodes(path)}
        assert not names & {"one", "ones", "found", "told", "its", "it", "them"}, path


def test_functions_stay_short() -> None:
    for path in MODULES:
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= 60, f"{path}: {node.name} has {length} lines"
