// The camera: frames go to the studio, boxes come back and are drawn over the video.

import { examples } from '../api.js';
import { detectorPicker, searchSliders, segments, slider } from '../controls.js';
import { Covers } from '../covers.js';
import { download, h, icon, toast } from '../dom.js';
import { countOf, paint } from '../drawing.js';
import { funPicker } from '../fun.js';
import { icons } from '../icons.js';
import { LiveSocket } from '../live-socket.js';
import { PlaceCounter, Places } from '../places.js';
import { Camera } from '../camera.js';
import { Recorder } from '../recorder.js';

// Faces at arm's length are larger than this, and a search for smaller ones takes four times as long.
const settings = { detectors: ['faces'], search: { minSize: 60 }, smoothing: 0.5, style: 'labels', isEach: false, isMirrored: true, fun: { stickers: [], speech: '' } };

// Drawn on the very frame that was searched, because it must fit to the pixel.
const isCovering = () => settings.style === 'blur' || settings.style === 'smileys' || settings.fun.stickers.length > 0;

// Each answer is drawn when it comes. Where the machine is too busy for that, the picture still moves ten times a second, and no
// more often: drawing takes time from the search.
const LONGEST_STILL = 100;

export async function open(root, [wanted]) {
  if (wanted) settings.detectors = [decodeURIComponent(wanted)];
  const canvas = h('canvas', { role: 'img', 'aria-label': 'Camera picture with what was found' });
  const gauges = { rate: gauge('–', 'fps'), latency: gauge('–', 'ms'), found: gauge('–', 'found') };
  const start = h('button', { type: 'button', class: 'primary', id: 'camera-start' }, icon(...icons.live), 'Start the camera');
  const tries = h('div', { class: 'row tries' });
  const empty = h('div', { class: 'empty' }, start, tries, h('p', {}, 'Nothing leaves this machine: frames go to the studio and nowhere else.'));
  const lost = h('div', { class: 'lost', role: 'alert', hidden: true }, h('p', {}, 'The studio does not answer. It is tried again until it does; is it still running?'));
  const places = new Places(() => session.recount());
  const session = new LiveSession(canvas, gauges, empty, lost, places);

  const stop = h('button', { type: 'button', hidden: true, id: 'camera-stop' }, 'Stop');
  const cameras = h('select', { 'aria-label': 'Camera', class: 'grow', hidden: true });
  const record = h('button', { type: 'button', hidden: true }, 'Record');
  const snapshot = h('button', { type: 'button', hidden: true }, 'Snapshot');
  const setRunning = (isRunning) => {
    for (const element of [stop, record, snapshot, ...places.buttons.slice(0, 2)]) element.hidden = !isRunning;
    places.buttons[2].hidden = !isRunning || places.isEmpty;
    if (isRunning) stop.focus();
    else start.focus();
    cameras.hidden = !isRunning || cameras.options.length < 2;
  };
  const begin = async (camera) => {
    start.disabled = true;
    try {
      session.start(await camera);
      setRunning(true);
    } catch (error) {
      toast(error.message, true);
    }
    start.disabled = false;
  };
  const beginCamera = async (deviceId) => {
    await begin(Camera.open(deviceId));
    if (!session.isRunning) return;
    const list = await Camera.list();
    cameras.replaceChildren(...list.map((device, i) => h('option', { value: device.deviceId, selected: device.deviceId === session.deviceId }, device.label || `Camera ${i + 1}`)));
    cameras.hidden = list.length < 2;
  };
  start.onclick = () => beginCamera();
  stop.onclick = () => {
    session.stop();
    setRunning(false);
    record.textContent = 'Record';
    record.classList.remove('recording');
  };
  cameras.onchange = () => { session.stop(); beginCamera(cameras.value); };
  for (const example of (await examples()).filter(({ id }) => id === 'party' || id === 'street')) {
    tries.append(h('button', { type: 'button', class: 'example', dataset: { example: example.id }, onclick: async () => {
      if (example.kind === 'video') picker.choose(['road']);
      await begin((example.kind === 'video' ? Camera.ofClip : Camera.ofPicture)(`api/v1/examples/${example.id}`));
    } }, `Try ${example.title.toLowerCase()}`));
  }
  snapshot.onclick = () => canvas.toBlob((blob) => download(blob, 'spotter.jpg'), 'image/jpeg', 0.92);
  record.onclick = () => {
    session.toggleRecording();
    record.textContent = session.isRecording ? 'Stop recording' : 'Record';
    record.classList.toggle('recording', session.isRecording);
  };

  const change = () => session.change();
  const picker = await detectorPicker({ name: 'live-detector', value: settings.detectors, onchange: (chosen) => { settings.detectors = chosen; change(); } });
  const panel = h('aside', { class: 'card panel', 'aria-label': 'Settings' },
    picker,
    segments({ name: 'live-style', label: 'Draw', value: settings.style, onchange: (style) => { settings.style = style; change(); },
      options: [['boxes', 'Boxes'], ['labels', 'Labels'], ['captions', 'Text'], ['blur', 'Blur'], ['smileys', 'Smileys']] }),
    h('label', { class: 'row small' },
      h('input', { type: 'checkbox', id: 'live-each', checked: settings.isEach, onchange: (event) => { settings.isEach = event.target.checked; } }),
      'a colour for each identity'),
    h('label', { class: 'row small' },
      h('input', { type: 'checkbox', id: 'live-mirror', checked: settings.isMirrored, onchange: (event) => { settings.isMirrored = event.target.checked; session.recount(); } }),
      'a camera that looks at you as a mirror'),
    await funPicker({ name: 'live-sticker', value: settings.fun, onchange: change }),
    searchSliders(settings.search, change),
    h('fieldset', {}, h('legend', {}, 'Steadiness'),
      slider({ label: 'Smoothing', min: 0, max: 1, step: 0.05, value: settings.smoothing,
        format: (v) => (v === 0 ? 'off' : `${Math.round(v * 100)}%`), onchange: (v) => { settings.smoothing = v; change(); } })));

  root.append(
    h('div', { class: 'head' }, h('div', {}, h('h1', {}, 'Live'), h('p', {}, 'Point the camera at something and see what the studio finds, as you change how it looks.'))),
    h('div', { class: 'workbench' },
      h('div', { class: 'watch' },
        h('div', { class: 'stage card' }, canvas, places.element, empty, lost),
        h('div', { class: 'controls' }, h('div', { class: 'gauges' }, Object.values(gauges)), stop, record, snapshot, cameras, places.buttons, places.hint)),
      panel));
  for (const button of places.buttons) button.hidden = true;
  return () => session.stop();
}

function gauge(value, unit) {
  const number = h('b', {}, value);
  const element = h('span', { class: 'gauge', hidden: true }, number, ` ${unit}`);
  element.set = (text) => {
    element.hidden = false;
    number.textContent = text;
  };
  return element;
}

class LiveSession {
  #camera = null;
  #socket = null;
  #found = null;
  #shown = null;
  #recorder = null;
  #answered = [];
  #latencies = [];
  #timer = 0;
  #animation = 0;
  #isStale = true;
  #drawn = 0;
  #covers = new Covers();

  constructor(canvas, gauges, empty, lost, places) {
    this.canvas = canvas;
    this.gauges = gauges;
    this.empty = empty;
    this.lost = lost;
    this.places = places;
    this.counter = new PlaceCounter(places);
  }

  get isRunning() { return this.#camera !== null; }
  get isRecording() { return this.#recorder !== null; }
  get deviceId() { return this.#camera?.deviceId; }
  get #isMirrored() { return this.#camera?.isFront && settings.isMirrored; }

  start(camera) {
    this.stop();
    this.#camera = camera;
    this.canvas.width = camera.video.videoWidth;
    this.canvas.height = camera.video.videoHeight;
    this.canvas.parentElement.style.aspectRatio = `${this.canvas.width} / ${this.canvas.height}`;
    this.places.size(this.canvas.width, this.canvas.height);
    this.empty.hidden = true;
    this.#socket = new LiveSocket(this.#message(), {
      result: (message, frame) => this.#receive(message, frame),
      problem: (text) => toast(text, true),
      state: (state) => {
        this.lost.hidden = state !== 'lost';
        if (state === 'lost') this.#forget();
      },
    });
    camera.onframe = () => {
      if (performance.now() - this.#drawn > LONGEST_STILL) this.#isStale = true;
      this.#capture();
    };
    this.#timer = setInterval(() => this.#tell(), 500);
    const draw = () => {
      this.#animation = requestAnimationFrame(draw);
      this.#draw();
    };
    draw();
  }

  stop() {
    if (!this.#camera) return;
    if (this.isRecording) this.toggleRecording();
    clearInterval(this.#timer);
    cancelAnimationFrame(this.#animation);
    this.#socket.close();
    this.#camera.close();
    this.#camera = this.#socket = null;
    this.#forget();
    this.canvas.getContext('2d').clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.empty.hidden = false;
    this.lost.hidden = true;
    for (const gauge of Object.values(this.gauges)) gauge.hidden = true;
  }

  /** Lines and zones begin at nought. */
  recount() {
    this.counter.reset();
    this.change();
    this.#isStale = true;
  }

  change() {
    this.#socket?.set(this.#message());
  }

  toggleRecording() {
    if (this.#recorder) {
      this.#recorder.stop();
      this.#recorder = null;
      return;
    }
    this.#recorder = new Recorder(this.canvas, (blob, extension) => download(blob, `spotter.${extension}`));
  }

  #message() {
    // What hides must neither lag behind what moves nor wait for a second sight.
    // Lines count identities, which only tracking gives.
    const smoothing = settings.style === 'blur' ? 0 : Math.max(settings.smoothing, this.places.isEmpty ? 0 : 0.05);
    const search = this.#camera?.isClip ? { ...settings.search, minSize: undefined } : settings.search;
    const poses = settings.fun.stickers.length > 0 || settings.fun.speech.trim().length > 0;
    return { detectors: settings.detectors, search, smoothing, poses };
  }

  // The frame goes with its boxes: what was covered must not be drawn without them.
  #forget() {
    this.#found = null;
    this.#shown?.release();
    this.#shown = null;
  }

  #capture() {
    if (!this.#socket?.hasRoom) return;
    const socket = this.#socket;
    const frame = this.#camera.grab();
    const place = socket.reserve(frame);
    frame.encode().then((bytes) => socket.fill(place, bytes));
  }

  #receive(message, frame) {
    const now = performance.now();
    this.#answered.push(now);
    if (frame) {
      this.#latencies.push(now - frame.time);
      this.#shown?.release();
      this.#shown = frame;
    }
    this.#found = settings.style === 'blur' ? this.#covers.hold(message, now) : message;
    if (!this.places.isEmpty) {
      const scale = this.canvas.width / message.width;
      this.places.tell(this.counter.update(message.detections.map((one) => ({
        ...one, x: (this.#isMirrored ? message.width - one.x - one.w : one.x) * scale, y: one.y * scale, w: one.w * scale, h: one.h * scale,
      }))));
    }
    this.#isStale = true;
  }

  #draw() {
    if (!this.#isStale || (isCovering() && !this.#shown)) return;
    this.#isStale = false;
    this.#drawn = performance.now();
    paint(this.canvas.getContext('2d'), isCovering() ? this.#shown.picture : this.#camera.video, this.#found, settings.style, settings.fun, settings.isEach, this.#isMirrored);
  }

  #tell() {
    const now = performance.now();
    this.#answered = this.#answered.filter((time) => now - time < 2000);
    this.#latencies = this.#latencies.slice(-60);
    const sorted = [...this.#latencies].sort((a, b) => a - b);
    this.gauges.rate.set((this.#answered.length / 2).toFixed(0));
    this.gauges.latency.set(sorted.length ? sorted[sorted.length >> 1].toFixed(0) : '–');
    this.gauges.found.set(String(countOf(this.#found?.detections ?? [])));
  }
}
