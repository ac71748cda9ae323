// The layers of a network of one's own: added, removed and moved, and trained at once.

import { h } from '../dom.js';

// What each layer is called where the studio reads it, what people call it, and the number that it takes.
const kinds = [
  { id: 'dense', title: 'dense', about: 'every number to every unit', number: { label: 'units', value: 128, min: 1, max: 4096, step: 1 } },
  { id: 'conv', title: 'convolution 3×3', about: 'filters that look at each pixel and its neighbours', number: { label: 'filters', value: 32, min: 1, max: 512, step: 1 } },
  { id: 'pool', title: 'max pool', about: 'the greatest of each square', number: { label: 'pixels', value: 2, min: 2, max: 8, step: 1 } },
  { id: 'avgpool', title: 'mean pool', about: 'the mean of each square', number: { label: 'pixels', value: 2, min: 2, max: 8, step: 1 } },
  { id: 'gap', title: 'mean of all', about: 'one number a channel' },
  { id: 'dropout', title: 'dropout', about: 'forgets some at random while it learns', number: { label: 'share', value: 0.3, min: 0.05, max: 0.95, step: 0.05 } },
  { id: 'batchnorm', title: 'normalise', about: 'brings numbers to one scale' },
];

export class LayerList {
  #layers = [{ kind: 'conv', number: 32 }, { kind: 'pool', number: 2 }, { kind: 'dense', number: 128 }];

  constructor() {
    this.list = h('ol', { class: 'layer-list', 'aria-label': 'Layers' });
    this.kind = h('select', { id: 'layer-kind', 'aria-label': 'Kind of layer' }, kinds.map(({ id, title, about }) => h('option', { value: id }, `${title} — ${about}`)));
    this.element = h('div', { class: 'stack', id: 'layer-editor', hidden: true },
      this.list,
      h('div', { class: 'row' }, this.kind, h('button', { type: 'button', id: 'layer-add', onclick: () => this.#add() }, 'Add layer')),
      h('p', { class: 'small muted' }, 'The layer with the answers, one number a class, comes by itself at the end.'));
    this.#draw();
  }

  /** The layers as the studio reads them: conv32,pool2,dense128; none where there is none. */
  get text() {
    return this.#layers.map(({ kind, number }) => `${kind}${number ?? ''}`).join(',') || 'none';
  }

  #add() {
    const kind = kinds.find(({ id }) => id === this.kind.value);
    this.#layers.push({ kind: kind.id, number: kind.number?.value });
    this.#draw();
  }

  #move(from, to) {
    this.#layers.splice(to, 0, ...this.#layers.splice(from, 1));
    this.#draw();
    this.list.children[to].querySelector('button')?.focus();
  }

  #draw() {
    this.list.replaceChildren(...this.#layers.map((layer, i) => {
      const { title, number } = kinds.find(({ id }) => id === layer.kind);
      return h('li', { class: 'row' },
        h('span', { class: 'grow' }, title),
        number && h('label', { class: 'row small' }, number.label,
          h('input', { type: 'number', min: number.min, max: number.max, step: number.step, value: layer.number, onchange: (event) => { layer.number = Number(event.target.value) || number.value; } })),
        i > 0 && h('button', { type: 'button', 'aria-label': `Move ${title} up`, onclick: () => this.#move(i, i - 1) }, '↑'),
        h('button', { type: 'button', class: 'danger', 'aria-label': `Remove ${title}`, onclick: () => {
          this.#layers.splice(i, 1);
          this.#draw();
          this.kind.focus();
        } }, 'Remove'));
    }));
  }
}
