// What a model looks at in one's own picture: a cascade's window on its way, a network's maps, what any answer rests on.

import { exampleFile, examples, getJson, models, query, send } from '../api.js';
import { grouped } from '../controls.js';
import { h, icon, toast } from '../dom.js';
import { icons } from '../icons.js';

const PAUSE = 600;
const captions = {
  'found.png': 'What was found, the surest first.',
  'reasons.png': 'What the answer rests on: yellow is where the score falls most when a gray patch covers it.',
  'scores.png': 'How sure each cell is that something lies around it: violet is 0, yellow 1. White boxes are what those cells found.',
  'layers.png': 'What the layers answer: the mean of their channels, and those that differ most over the picture.',
  'network.png': 'The network, from the picture down: cells get larger and see more. Orange is what comes out.',
  'weights.png': 'What the first layer looks for: its weights as pictures.',
  'windows.mp4': 'The window on its way over the picture, scale by scale. Colour says how many stages it passed.',
  'depth.png': 'How far the windows around each pixel got: violet is the first stage, yellow the last. White boxes are what was found.',
  'survivors.png': 'Windows that are left after each stage: most are rejected at once, which is why it is fast.',
  'features.png': 'Kinds of features: the pixels under white minus those under black.',
  'stages.png': 'Stage by stage: where its features look, and those that count most.',
};

// The picture stays while one looks at other models and other views.
let model = 'faces';
let picture = null;

export async function open(root, [wanted]) {
  const [list, runs] = await Promise.all([models(), getJson('api/v1/runs')]);
  if (wanted) model = decodeURIComponent(wanted);
  const tried = runs.filter((run) => run.history.length > 0);
  const select = h('select', { 'aria-label': 'Model', onchange: () => { model = select.value; explain(); } },
    grouped(list, model),
    tried.length > 0 ? h('optgroup', { label: 'Classifiers trained here' }, tried.map((run) => h('option', { value: `run:${run.name}`, selected: `run:${run.name}` === model }, run.name))) : '');
  const tries = h('div', { class: 'row tries' });
  const hint = h('div', { class: 'drop' }, icon(...icons.explain), h('p', {}, 'Choose a picture, or drop one here: a small one with a face or two is explained fastest.'), tries);
  const figures = h('div', { class: 'figures' });
  const progress = h('progress', { hidden: true, 'aria-label': 'The picture is being explained' });
  const status = h('p', { class: 'muted small', role: 'status' });
  let turn = 0;
  const drawn = new Map();
  const show = (answer) => {
    for (const name of Object.keys(captions).filter((one) => answer.figures.includes(one) && !drawn.has(one))) {
      drawn.set(name, figure(`api/v1/explain/${answer.id}/${name}`, name));
      figures.append(drawn.get(name));
    }
  };
  const explain = async () => {
    if (!picture) return;
    const now = ++turn;
    const began = performance.now();
    progress.hidden = false;
    figures.replaceChildren();
    drawn.clear();
    hint.hidden = true;
    figures.setAttribute('aria-busy', 'true');
    const watch = setInterval(async () => {
      if (now !== turn) return;
      status.textContent = `looks at ${picture.name} with ${model.replace(/^run:/, '')}, ${Math.round((performance.now() - began) / 1000)} s`;
      const response = await fetch('api/v1/explain').catch(() => null);
      if (now !== turn || !response?.ok) return;

      // Of the last file it may be that half is there.
      const answer = await response.json();
      show({ ...answer, figures: answer.figures.slice(0, -1) });
    }, PAUSE);
    try {
      // Whoever chooses quickly waits for what is being made.
      let answer;
      for (;;) {
        try {
          answer = await send('POST', `api/v1/explain${query({ model })}`, picture);
          break;
        } catch (error) {
          if (error.status !== 429 || now !== turn) throw error;
          await new Promise((resolve) => setTimeout(resolve, PAUSE));
          if (now !== turn) return;
        }
      }
      if (now === turn) {
        show(answer);
        for (const note of answer.notes) toast(note);
      }
    } catch (error) {
      if (now === turn) toast(error.message, true);
    } finally {
      clearInterval(watch);
      if (now === turn) {
        progress.hidden = true;
        status.textContent = '';
        figures.removeAttribute('aria-busy');
      }
    }
  };
  const use = (file) => {
    if (!file) return;
    picture = file;
    explain();
  };
  for (const example of (await examples()).filter(({ kind }) => kind === 'picture')) {
    tries.append(h('button', { type: 'button', class: 'example', dataset: { example: example.id }, onclick: async () => {
      try {
        use(await exampleFile(example));
      } catch (error) {
        toast(error.message, true);
      }
    } }, `Try ${example.title.toLowerCase()}`));
  }
  const input = h('input', { type: 'file', accept: 'image/*', class: 'visually-hidden', id: 'explain-input', onchange: () => { use(input.files[0]); input.value = ''; } });
  root.addEventListener('dragover', (event) => event.preventDefault());
  root.addEventListener('drop', (event) => { event.preventDefault(); use(event.dataTransfer.files[0]); });
  root.append(
    h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Explain'), h('p', {}, 'A network asks cells all over the picture how sure they are; a cascade slides a window over it, stage after stage. See what they look at.'))),
    h('div', { class: 'card panel explain-bar' }, select, h('div', { class: 'row' }, h('label', { class: 'button primary', htmlFor: 'explain-input' }, icon(...icons.upload), 'Choose a picture'), input), h('div', {}, progress, status)),
    hint, figures);
  explain();
  return () => { turn++; };
}

function figure(address, name) {
  const element = name.endsWith('.mp4')
    ? h('video', { src: address, controls: true, loop: true, autoplay: true, muted: true, playsInline: true, 'aria-label': captions[name] })
    : h('img', { src: address, alt: captions[name] });
  return h('figure', { class: 'card', dataset: { figure: name } }, element, h('figcaption', { class: 'small muted' }, captions[name]));
}
