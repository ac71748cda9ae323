// Controls that several views share.

import { bringNetwork, models } from './api.js';
import { h, scrolling, toast } from './dom.js';

let lastId = 0;

/** A slider with its value in words, which screen readers say too; change is told as it moves. */
export function slider({ label, min, max, step, value, format = String, onchange }) {
  const id = `slider-${++lastId}`;
  const output = h('output', { htmlFor: id }, format(value));
  const input = h('input', { id, type: 'range', min, max, step, value, 'aria-valuetext': format(value), oninput: () => {
    output.value = format(Number(input.value));
    input.setAttribute('aria-valuetext', output.value);
    onchange(Number(input.value));
  } });
  return h('div', { class: 'slider' }, h('label', { htmlFor: id }, label), output, input);
}

/** One of several, as a row of segments. */
export function segments({ name, label, options, value, onchange }) {
  return h('fieldset', {}, h('legend', {}, label), h('div', { class: 'segments' }, options.map(([key, text]) =>
    h('label', { class: 'chip' },
      h('input', { type: 'radio', name, value: key, checked: key === value, onchange: () => onchange(key) }),
      h('span', {}, text)))));
}

// Each of these finds what those before it find, and more of the same faces: they are one choice, and how much of it.
const nested = [['faces', 'Faces'], ['smiles', 'and smiles'], ['eyes', 'and eyes']];
const isNested = (id) => nested.some(([other]) => other === id);

const kinds = { own: 'Brought or trained here', network: 'Networks', cascade: 'Cascades', channels: 'Channel models', onnx: 'Networks of others' };
const kindOf = (model) => (model.id.startsWith('own-') ? 'own' : model.kind);

/** Models below titles of their kinds, for a select. */
export const grouped = (list, chosen) => Object.entries({ application: 'Applications', ...kinds })
  .map(([kind, title]) => [title, list.filter((model) => kindOf(model) === kind)])
  .filter(([, some]) => some.length > 0)
  .map(([title, some]) => h('optgroup', { label: title }, some.map((model) => h('option', { value: model.id, selected: model.id === chosen }, model.kind === 'application' ? model.title : `${model.title} — ${model.about}`))));

/** Picks one to most detectors: the applications as chips, every model in a list that is searched. */
export async function detectorPicker({ name, value, most = 4, onchange }) {
  let all = await models();
  const chosen = new Set(value.filter((id) => all.some((model) => model.id === id)));
  if (chosen.size === 0) chosen.add('faces');
  const chips = h('div', { class: 'chips' });
  const depth = h('div', { class: 'segments', role: 'radiogroup', 'aria-label': 'How much of faces' }, nested.map(([id, text]) => h('label', { class: 'chip' },
    h('input', { type: 'radio', name: `${name}-depth`, value: id, onchange: () => choose(id) }), h('span', {}, text))));
  const search = h('input', { type: 'search', placeholder: 'Search the models', 'aria-label': 'Search the models', oninput: () => drawList() });
  const list = scrolling('Models', { class: 'model-list' });
  const file = h('input', { type: 'file', id: `${name}-file`, accept: '.onnx,.network,.channels,.xml', class: 'visually-hidden', onchange: () => bring() });
  const bringing = h('p', { class: 'small muted', role: 'status' });

  const change = () => {
    draw();
    onchange([...chosen]);
  };
  const choose = (id) => {
    for (const [other] of nested) chosen.delete(other);
    chosen.add(id);
    change();
  };
  const toggle = (id) => {
    if (chosen.has(id)) {
      // Something is always looked for.
      if (chosen.size > 1) chosen.delete(id);
    } else if (chosen.size >= most) toast(`at most ${most} at a time`);
    else chosen.add(id);
    change();
  };
  const box = (id, text, title, isChecked, run) => h('label', { class: 'chip', title }, h('input', { type: 'checkbox', name, value: id, checked: isChecked, onchange: run }), h('span', {}, text));

  // Made once, so that the focus stays on what was pressed.
  const faces = box('any-face', 'Faces', 'faces from all sides', false, () => {
    const now = nested.find(([id]) => chosen.has(id))?.[0];
    toggle(now ?? 'faces');
  });
  const drawn = new Map();
  const draw = () => {
    const hasFaces = [...chosen].some(isNested);
    faces.firstElementChild.checked = hasFaces;
    depth.hidden = !hasFaces;
    for (const input of depth.querySelectorAll('input')) input.checked = chosen.has(input.value);
    const wanted = all.filter((model) => !isNested(model.id) && (model.kind === 'application' || chosen.has(model.id)));
    for (const [id, chip] of drawn) if (!wanted.some((model) => model.id === id)) { chip.remove(); drawn.delete(id); }
    for (const model of wanted) {
      if (!drawn.has(model.id)) {
        drawn.set(model.id, box(model.id, model.title, model.about, true, () => toggle(model.id)));
        chips.append(drawn.get(model.id));
      }
      drawn.get(model.id).firstElementChild.checked = chosen.has(model.id);
    }
    for (const input of list.querySelectorAll('input')) input.checked = chosen.has(input.value);
  };
  const drawList = () => {
    const words = search.value.toLowerCase().split(/\s+/);
    const found = all.filter((model) => model.kind !== 'application' && words.every((word) => `${model.title} ${model.about}`.toLowerCase().includes(word)));
    list.replaceChildren(...Object.entries(kinds).map(([kind, title]) => [title, found.filter((model) => kindOf(model) === kind)]).filter(([, some]) => some.length > 0)
      .map(([title, some]) => h('section', { 'aria-label': title }, h('p', { class: 'legend' }, title), some.map((model) => h('label', { class: 'row small model' },
        h('input', { type: 'checkbox', value: model.id, checked: chosen.has(model.id), onchange: () => toggle(model.id) }),
        h('span', {}, h('b', {}, model.title), h('span', { class: 'muted' }, ` ${model.about}`)))))));
    if (found.length === 0) list.replaceChildren(h('p', { class: 'small muted' }, 'No model is called so.'));
  };
  const bring = async () => {
    if (!file.files.length) return;
    bringing.textContent = `looks at ${file.files[0].name}, in a process of its own`;
    try {
      const model = await bringNetwork(file.files[0]);
      all = await models();
      drawList();
      if (chosen.size >= most) chosen.delete([...chosen][0]);
      chosen.add(model.id);
      change();
      toast(`${model.title}: ${model.about}`);
    } catch (error) {
      toast(error.message, true);
    }
    bringing.textContent = '';
    file.value = '';
  };

  chips.append(faces);
  drawList();
  draw();
  const element = h('fieldset', {}, h('legend', {}, 'Look for'), chips, depth,
    h('details', { class: 'more' }, h('summary', {}, 'All models'), search, list,
      h('div', { class: 'row' }, h('label', { class: 'button small', htmlFor: `${name}-file` }, 'Bring a model of your own'), file),
      h('p', { class: 'small muted' }, '.onnx, .network, .channels or a cascade’s .xml'), bringing));

  /** Looks for these instead. */
  element.choose = (ids) => {
    chosen.clear();
    for (const id of ids) chosen.add(id);
    change();
  };
  return element;
}

const asDefault = 'default';

/** The sliders of a search; what stands at its left end is left to the detector. */
export function searchSliders(search, onchange) {
  const set = (name, value) => {
    search[name] = value;
    onchange(search);
  };
  return h('fieldset', {}, h('legend', {}, 'Search'),
    slider({ label: 'Scale factor', min: 1, max: 2, step: 0.05, value: search.scaleFactor ?? 1,
      format: (v) => (v <= 1 ? asDefault : v.toFixed(2)), onchange: (v) => set('scaleFactor', v <= 1 ? undefined : v) }),
    slider({ label: 'Min neighbours', min: -1, max: 60, step: 1, value: search.minNeighbors ?? -1,
      format: (v) => (v < 0 ? asDefault : String(v)), onchange: (v) => set('minNeighbors', v < 0 ? undefined : v) }),
    slider({ label: 'Min size', min: 0, max: 300, step: 5, value: search.minSize ?? 0,
      format: (v) => (v === 0 ? asDefault : `${v} px`), onchange: (v) => set('minSize', v === 0 ? undefined : v) }),
    slider({ label: 'Input size', min: 0, max: 1280, step: 64, value: search.inputSize ?? 0,
      format: (v) => (v === 0 ? asDefault : `${v} px`), onchange: (v) => set('inputSize', v === 0 ? undefined : v) }));
}
