/* What of CodeMirror the desk uses, as one object, `CodeMirror`. */

import { Language, defineLanguageFacet } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import { GFM, parser } from "@lezer/markdown";

export { Annotation, ChangeSet, Compartment, EditorSelection, EditorState, Prec, StateEffect, StateField, Text, Transaction } from "@codemirror/state";
export { EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
export { openSearchPanel, search, searchKeymap } from "@codemirror/search";
export { forEachDiagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
export { MergeView, presentableDiff, unifiedMergeView } from "@codemirror/merge";
export { yaml } from "@codemirror/lang-yaml";

/* The head of a text, between lines of three hyphens: else its last line is taken for a heading. */
const isFence = line => /^---[ \t]*$/.test(line.text);
const head = {
  defineNodes: [{ name: "Head", block: true, style: tags.meta }],
  parseBlock: [{
    name: "Head",
    before: "HorizontalRule",
    parse(context, line) {
      if (context.lineStart !== 0 || !isFence(line)) return false;
      while (context.nextLine() && !isFence(line));
      context.nextLine();
      context.addElement(context.elt("Head", 0, context.prevLineEnd()));
      return true;
    },
  }],
};

/* Markdown by its parser alone: @codemirror/lang-markdown brings those of HTML, CSS and JavaScript. */
export const markdown = new Language(defineLanguageFacet(), parser.configure([GFM, head]), [], "markdown");
export { tags };
