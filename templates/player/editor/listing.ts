/** The editor itself: CodeMirror in a shadow root, where its style sheets are allowed. */

import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
import { EditorState, RangeSet, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  WidgetType,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

export interface Told {
  readonly line: number;
  readonly message: string;
}

class Message extends WidgetType {
  constructor(readonly text: string) {
    super();
  }

  override eq(other: Message): boolean {
    return other.text === this.text;
  }

  toDOM(): HTMLElement {
    const box = document.createElement("div");
    box.className = "gdsim-mistake-here";
    box.textContent = this.text;
    return box;
  }
}

const tell = StateEffect.define<Told | null>();

/** The message below the line it is about; gone as soon as the text changes. */
const told = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    if (transaction.docChanged) marks = Decoration.none;
    for (const effect of transaction.effects) {
      if (effect.is(tell)) marks = marksOf(effect.value, transaction.state);
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

function marksOf(value: Told | null, { doc }: EditorState): DecorationSet {
  if (!value || value.line < 1 || value.line > doc.lines) return Decoration.none;
  const { from, to } = doc.line(value.line);
  return RangeSet.of([
    Decoration.line({ class: "gdsim-wrong" }).range(from),
    Decoration.widget({ widget: new Message(value.message), block: true, side: 1 }).range(to),
  ]);
}

const green = "color-mix(in srgb, var(--gdsim-optimum) 55%, var(--gdsim-ink))";
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--gdsim-accent)" },
  { tag: [tags.string, tags.special(tags.string)], color: green },
  { tag: tags.comment, color: "var(--gdsim-soft)", fontStyle: "italic" },
  {
    tag: [tags.number, tags.bool, tags.null],
    color: "color-mix(in srgb, var(--gdsim-current) 60%, var(--gdsim-ink))",
  },
  { tag: tags.function(tags.definition(tags.variableName)), fontWeight: "600" },
]);

const theme = EditorView.theme({
  "&": { color: "var(--gdsim-ink)", backgroundColor: "var(--gdsim-panel)", fontSize: "1em" },
  "&.cm-focused": { outline: "2px solid var(--gdsim-accent)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--gdsim-mono)", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { padding: "16px 0", caretColor: "var(--gdsim-ink)" },
  ".cm-line": { padding: "0 16px 0 8px" },
  ".cm-gutters": {
    backgroundColor: "var(--gdsim-panel)",
    color: "var(--gdsim-soft)",
    border: "none",
    paddingLeft: "8px",
  },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--gdsim-rule) 45%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--gdsim-ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground":
    { backgroundColor: "color-mix(in srgb, var(--gdsim-accent) 28%, transparent)" },
  ".gdsim-wrong": {
    backgroundColor: "color-mix(in srgb, var(--gdsim-current) 16%, transparent)",
  },
  ".gdsim-mistake-here": {
    padding: "2px 16px 4px 8px",
    borderLeft: "4px solid var(--gdsim-current)",
    fontFamily: "var(--gdsim-text)",
    whiteSpace: "pre-wrap",
  },
});

export class Listing {
  readonly element = document.createElement("div");
  readonly #view: EditorView;

  constructor(text: string, label: string, wishes: { run(): void; changed(): void }) {
    this.element.className = "gdsim-editor-text";
    const root = this.element.attachShadow({ mode: "open" });
    const run = () => {
      wishes.run();
      return true;
    };
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          indentOnInput(),
          bracketMatching(),
          indentUnit.of("    "),
          EditorState.tabSize.of(4),
          python(),
          syntaxHighlighting(colours),
          theme,
          told,
          // Escape, then Tab leaves the editor.
          keymap.of([
            { key: "Mod-Enter", run },
            ...defaultKeymap,
            ...historyKeymap,
            indentWithTab,
          ]),
          EditorView.contentAttributes.of({ "aria-label": label }),
          // Left to itself, the browser keeps styles of what is typed over, which the page's policy refuses.
          EditorView.domEventHandlers({
            beforeinput(event, view) {
              if (event.inputType !== "insertText" || event.data === null) return false;
              if (view.composing || view.state.selection.main.empty) return false;
              event.preventDefault();
              view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type" });
              return true;
            },
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) wishes.changed();
          }),
        ],
      }),
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  /** Replaces the text; undo brings the old one back. */
  set text(text: string) {
    const { length } = this.#view.state.doc;
    this.#view.dispatch({ changes: { from: 0, to: length, insert: text } });
  }

  /** Shows a message at its line, and the line; null takes it away. */
  tell(value: Told | null): void {
    const effects: StateEffect<unknown>[] = [tell.of(value)];
    if (value && value.line >= 1 && value.line <= this.#view.state.doc.lines) {
      const { from } = this.#view.state.doc.line(value.line);
      effects.push(EditorView.scrollIntoView(from, { y: "nearest" }));
    }
    this.#view.dispatch({ effects });
  }

  focus(): void {
    this.#view.focus();
  }
}
