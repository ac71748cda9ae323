// What a model looks at in one's own picture: a cascade's window on its way, a network's maps.

import { models, query, send } from '../api.js';
import { h, icon, toast } from '../dom.js';
import { icons } from '../icons.js';

const captions = {
  'found.png': 'What was found, numbered, the surest first.',
  'reasons.png': 'What the surest finds rest on: yellow is where the score falls most when a gray patch covers it.',
  'scores.png': 'How sure each cell is that something lies around it: violet is 0, yellow 1. White boxes are what those cells found.',
  'layers.png': 'What the layers answer: the mean of their channels, and those that differ most over the picture.',
  'network.png': 'The network, from the picture down: cells get larger and see more. Orange is what comes out, scores and boxes.',
  'windows.mp4': 'The window on its way over the picture, scale by scale. Colour says how many stages it passed.',
  'depth.png': 'How far the windows around each pixel got: violet is the first stage, yellow the last. White boxes are what was found.',
  'survivors.png': 'Windows that are left after each stage: most are rejected at once, which is why it is fast.',
  'features.png': 'Kinds of features: the pixels under white minus those under black.',
  'stages.png': 'Stage by stage: where its features look, and those that count most.',
};

let model = 'haarcascade_frontalface_alt2';

export async function open(root) {
  const list = (await models()).filter((candidate) => ['cascade', 'network'].includes(candidate.kind) || candidate.id === 'faces');
  const select = h('select', { 'aria-label': 'Detector', onchange: () => { model = select.value; } },
    list.map((candidate) => h('option', { value: candidate.id, selected: candidate.id === model }, `${candidate.title} — ${candidate.about}`)));
  const hint = h('div', { class: 'drop' }, icon(...icons.explain), h('p', {}, 'Choose a picture, or drop one here: a small one with a face or two is explained fastest.'));
  const figures = h('div', { class: 'figures' });
  const status = h('p', { class: 'muted', role: 'status' });
  const explain = async (file) => {
    if (!file) return;
    status.textContent = 'looks at the picture step by step; this takes some seconds';
    figures.replaceChildren();
    hint.hidden = true;
    try {
      const answer = await send('POST', `api/v1/explain${query({ model })}`, file);
      const names = Object.keys(captions).filter((name) => answer.figures.includes(name));
      figures.replaceChildren(...names.map((name) => figure(`api/v1/explain/${answer.id}/${name}`, name)));
      for (const note of answer.notes) toast(note);
    } catch (error) {
      toast(error.message, true);
    }
    status.textContent = '';
  };
  const input = h('input', { type: 'file', accept: 'image/*', class: 'visually-hidden', id: 'explain-input', onchange: () => { explain(input.files[0]); input.value = ''; } });
  root.addEventListener('dragover', (event) => event.preventDefault());
  root.addEventListener('drop', (event) => { event.preventDefault(); explain(event.dataTransfer.files[0]); });
  root.append(
    h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Explain'), h('p', {}, 'A network asks cells all over the picture how sure they are; a cascade slides a window over it, stage after stage. See what they look at.'))),
    h('div', { class: 'card panel explain-bar' }, select, h('div', { class: 'row' }, h('label', { class: 'button primary', htmlFor: 'explain-input' }, icon(...icons.upload), 'Choose a picture'), input), status),
    hint, figures);
}

function figure(address, name) {
  const picture = name.endsWith('.mp4')
    ? h('video', { src: address, controls: true, loop: true, autoplay: true, muted: true, playsInline: true, 'aria-label': captions[name] })
    : h('img', { src: address, alt: captions[name] });
  return h('figure', { class: 'card', dataset: { figure: name } }, picture, h('figcaption', { class: 'small muted' }, captions[name]));
}
