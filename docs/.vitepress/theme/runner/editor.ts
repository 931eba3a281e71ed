/** The editor of an example. It is loaded when somebody edits. */
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';

export interface Editor {
  text(): string;
  focus(): void;
  destroy(): void;
}

const colors = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--code-token-comment)' },
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--code-token-keyword)' },
  { tag: [tags.string, tags.regexp], color: 'var(--code-token-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-token-constant)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--code-token-function)' },
  { tag: [tags.typeName, tags.className], color: 'var(--code-token-function)' },
]);

/**
 * @param label says to screen readers what is edited
 * @param run is called for Ctrl-Enter, or Command-Enter; `true`: nobody else shall take the keys
 */
export function createEditor(parent: HTMLElement, text: string, label: string, run: () => true): Editor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        keymap.of([{ key: 'Mod-Enter', run }]),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        syntaxHighlighting(colors),
        javascript({ typescript: true }),
        keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.lineWrapping,
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
