// Controls that several views share.

import { bringNetwork, models } from './api.js';
import { h, toast } from './dom.js';

let lastId = 0;

/** A slider with its value in words; change is told as it moves. */
export function slider({ label, min, max, step, value, format = String, onchange }) {
  const id = `slider-${++lastId}`;
  const output = h('output', { htmlFor: id }, format(value));
  const input = h('input', { id, type: 'range', min, max, step, value, oninput: () => {
    output.value = format(Number(input.value));
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

// Each of these finds what those before it find, and more of the same faces: one of them is chosen, never two.
const nested = ['faces', 'smiles', 'eyes'];

/** Picks one to most detectors: the applications as chips, every model below. */
export async function detectorPicker({ name, value, most = 4, onchange }) {
  const all = await models();
  const chosen = new Set(value);
  const element = h('fieldset', {}, h('legend', {}, 'Look for'));
  const chips = h('div', { class: 'chips' });
  const select = h('select', { 'aria-label': 'Add one of all models' }, h('option', { value: '' }, 'All models…'),
    all.filter((model) => model.kind !== 'application').map((model) => h('option', { value: model.id }, `${model.title} — ${model.about}`)));
  const draw = () => chips.replaceChildren(...all
    .filter((model) => model.kind === 'application' || chosen.has(model.id))
    .map((model) => h('label', { class: 'chip', title: model.about },
      h('input', { type: 'checkbox', name, value: model.id, checked: chosen.has(model.id), onchange: (event) => toggle(model.id, event.target) }),
      h('span', {}, model.title))));
  const toggle = (id, box) => {
    const replaces = nested.includes(id) && nested.some((other) => chosen.has(other));
    if (box.checked && chosen.size >= most && !replaces) {
      box.checked = false;
      toast(`at most ${most} at a time`);
      return;
    }
    if (box.checked) {
      if (nested.includes(id)) for (const other of nested) chosen.delete(other);
      chosen.add(id);
    } else chosen.delete(id);
    if (chosen.size === 0) {
      chosen.add(id);
      box.checked = true;
    }
    for (const input of chips.querySelectorAll('input')) input.checked = chosen.has(input.value);
    onchange([...chosen]);
  };
  select.onchange = () => {
    const id = select.value;
    select.value = '';
    if (!id || chosen.has(id)) return;
    if (chosen.size >= most) {
      toast(`at most ${most} at a time`);
      return;
    }
    chosen.add(id);
    draw();
    onchange([...chosen]);
  };
  const file = h('input', { type: 'file', accept: '.onnx', 'aria-label': 'Add a network of your own (.onnx)', title: 'Add a network of your own (.onnx)' });
  file.onchange = async () => {
    if (!file.files.length) return;
    file.disabled = true;
    try {
      const model = await bringNetwork(file.files[0]);
      all.push(model);
      select.append(h('option', { value: model.id }, `${model.title} — ${model.about}`));
      toast(`${model.title}: ${model.about}`);
      select.value = model.id;
      select.onchange();
    } catch (error) {
      toast(error.message);
    } finally {
      file.value = '';
      file.disabled = false;
    }
  };
  draw();
  element.append(chips, select, file);
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
