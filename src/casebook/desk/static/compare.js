"use strict";
/* CodeMirror as the desk uses it: loaded when first asked for, in a shadow root, where its style
   sheets are adopted and the policy against inline styles holds; and two texts side by side. */

const textView = {
  loading: null,

  /* Resolves when CodeMirror is there. */
  load() {
    textView.loading ||= new Promise((done, failed) => {
      const script = element("script");
      script.src = "/static/codemirror.js";
      script.onload = done;
      script.onerror = () => { textView.loading = null; failed(new Error("codemirror.js")); };
      document.head.append(script);
    });
    return textView.loading;
  },

  /* The shadow root of `host`, emptied. */
  root(host) {
    const root = host.shadowRoot || host.attachShadow({ mode: "open" });
    root.replaceChildren();
    return root;
  },

  theme() {
    return CodeMirror.EditorView.theme({
      "&": { fontSize: "15px", backgroundColor: "var(--surface)", color: "var(--ink)", height: "100%" },
      "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "-3px" },
      ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.7" },
      ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--ink-faint)", borderRight: "1px solid var(--rule)", fontSize: "12px" },
      ".cm-lineNumbers .cm-gutterElement": { paddingTop: ".15em", minWidth: "2.2em" },
      ".cm-content": { caretColor: "var(--ink)" },
      ".cm-cursor, .cm-dropCursor": { borderLeftColor: "var(--ink)" },
      ".cm-activeLine": { backgroundColor: "var(--hover)" },
      ".cm-activeLineGutter": { backgroundColor: "var(--hover)" },
      ".cm-selectionMatch": { backgroundColor: "var(--lit)" },
      ".cm-lintRange-error": { backgroundImage: "none", borderBottom: "2px solid var(--bad)", paddingBottom: "1px" },
      ".cm-lintRange-warning": { backgroundImage: "none", borderBottom: "2px dotted var(--ask-line)", paddingBottom: "1px" },
      ".cm-lintRange-info": { backgroundImage: "none", borderBottom: "2px dotted var(--note)", paddingBottom: "1px" },
      ".cm-lint-marker": { content: "normal", width: ".7em", height: ".7em", borderRadius: "50%", marginTop: ".6em" },
      ".cm-lint-marker-error": { content: "normal", backgroundColor: "var(--bad)" },
      ".cm-lint-marker-warning": { content: "normal", backgroundColor: "var(--ask-line)" },
      ".cm-lint-marker-info": { content: "normal", backgroundColor: "var(--note)" },
      ".cm-tooltip": { backgroundColor: "var(--surface)", border: "1px solid var(--control)", maxWidth: "min(28rem, 90vw)", boxShadow: "0 2px 8px #0003" },
      ".cm-diagnostic": { padding: ".35rem .6rem", whiteSpace: "pre-line" },
      ".cm-panels": { backgroundColor: "var(--bar)", color: "var(--ink)" },
      ".cm-panel.cm-search": { display: "flex", flexWrap: "wrap", gap: ".3rem", alignItems: "center", padding: ".4rem 2.4rem .4rem .5rem" },
      ".cm-panel.cm-search br": { flexBasis: "100%", height: "0" },
      ".cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label": { margin: "0", fontSize: "14px" },
      ".cm-textfield": { border: "1px solid var(--control)", backgroundColor: "var(--surface)", borderRadius: "4px", padding: ".2rem .4rem" },
      ".cm-textfield:focus-visible, .cm-button:focus-visible": { outline: "3px solid var(--focus)" },
      ".cm-button": { backgroundImage: "none", backgroundColor: "var(--surface)", border: "1px solid var(--control)", borderRadius: "4px", padding: ".2rem .5rem", color: "var(--ink)" },
      ".cm-panel.cm-search [name=close]": { color: "var(--ink)", fontSize: "18px", minWidth: "1.6rem", right: ".4rem", top: ".4rem" },
      ".cm-changedText, .cm-deletedChunk .cm-deletedText": { backgroundImage: "none", backgroundColor: "var(--good-strong)" },
      "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": { backgroundColor: "var(--bad-strong)" },
      "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--bad-tint)" },
      "&.cm-merge-b .cm-changedLine, .cm-changedLine": { backgroundColor: "var(--good-tint)" },
      ".cm-collapsedLines": { backgroundImage: "none", backgroundColor: "var(--bar)", color: "var(--ink)" },
    });
  },

  colours() {
    const { HighlightStyle, syntaxHighlighting, tags } = CodeMirror;
    return syntaxHighlighting(HighlightStyle.define([
      { tag: tags.heading, fontWeight: "700", color: "var(--heading)" },
      { tag: tags.strong, fontWeight: "700" },
      { tag: tags.emphasis, fontStyle: "italic" },
      { tag: [tags.quote, tags.meta, tags.comment], color: "var(--ink-soft)" },
      { tag: [tags.link, tags.url], color: "var(--link)" },
      { tag: [tags.processingInstruction, tags.contentSeparator, tags.list], color: "var(--ask)" },
      { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: "var(--heading)", fontWeight: "600" },
      { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
    ]));
  },

  /* What every text is shown with. */
  common(path, label, phrases) {
    const { EditorState, EditorView, highlightSpecialChars, lineNumbers, markdown, yaml } = CodeMirror;
    return [
      lineNumbers(), highlightSpecialChars(), EditorView.lineWrapping, textView.theme(), textView.colours(),
      /\.ya?ml$/.test(path) ? yaml() : /\.md$/.test(path) ? markdown : [],
      EditorState.phrases.of(phrases ? JSON.parse(phrases) : {}),
      EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
    ];
  },

  /* What changed from one text to another, as CodeMirror takes it. */
  changes(before, after) {
    return CodeMirror.presentableDiff(before, after)
      .map(c => ({ from: c.fromA, to: c.toA, insert: after.slice(c.fromB, c.toB) }));
  },

  /* Two texts, side by side, or where there is no room one in the other. With `writable` the right
     one can be edited. Returns what gives its text and what takes it away. */
  sides(host, left, right, path, labels, writable) {
    const { EditorState, EditorView, MergeView, history, historyKeymap, defaultKeymap, keymap, unifiedMergeView } = CodeMirror;
    const root = textView.root(host), phrases = host.dataset.phrases;
    const fixed = [EditorState.readOnly.of(true)];
    const free = writable ? [history(), keymap.of([...historyKeymap, ...defaultKeymap])] : fixed;
    const common = label => textView.common(path, label, phrases);
    const collapseUnchanged = { margin: 2, minSize: 5 };
    if (innerWidth < 700) {
      const view = new EditorView({
        doc: right, root, parent: root,
        extensions: [common(labels[1]), free, unifiedMergeView({ original: left, mergeControls: Boolean(writable), collapseUnchanged })],
      });
      return { text: () => view.state.doc.toString(), close: () => { view.destroy(); root.replaceChildren(); } };
    }
    const view = new MergeView({
      a: { doc: left, extensions: [common(labels[0]), fixed] },
      b: { doc: right, extensions: [common(labels[1]), free] },
      root, parent: root, collapseUnchanged, revertControls: writable ? "a-to-b" : undefined,
    });
    return { text: () => view.b.state.doc.toString(), close: () => { view.destroy(); root.replaceChildren(); } };
  },
};
