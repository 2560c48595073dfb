/* What of CodeMirror the desk uses, as one object, `CodeMirror`. */

import { Language, defineLanguageFacet } from "@codemirror/language";
import { GFM, parser } from "@lezer/markdown";

export { Annotation, Compartment, EditorSelection, EditorState, Prec, StateEffect, StateField, Transaction } from "@codemirror/state";
export { EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
export { openSearchPanel, search, searchKeymap } from "@codemirror/search";
export { forEachDiagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
export { MergeView, presentableDiff } from "@codemirror/merge";
export { tags } from "@lezer/highlight";
export { yaml } from "@codemirror/lang-yaml";

/* Markdown by its parser alone: @codemirror/lang-markdown brings those of HTML, CSS and JavaScript. */
export const markdown = new Language(defineLanguageFacet(), parser.configure(GFM), [], "markdown");
