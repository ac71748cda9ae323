// Records what a canvas shows.

const RATE = 30;
const kinds = [['video/mp4;codecs=avc1.42E01E', 'mp4'], ['video/webm;codecs=vp9', 'webm'], ['video/webm', 'webm']];

export class Recorder {
  #recorder;

  /** @param done told the recording and the extension of its kind, when it was stopped */
  constructor(canvas, done) {
    const [mimeType, extension] = kinds.find(([kind]) => MediaRecorder.isTypeSupported(kind)) ?? ['', 'webm'];
    const parts = [];
    this.#recorder = new MediaRecorder(canvas.captureStream(RATE), { mimeType });
    this.#recorder.ondataavailable = (event) => parts.push(event.data);
    this.#recorder.onstop = () => done(new Blob(parts, { type: mimeType }), extension);
    this.#recorder.start(1000);
  }

  stop() {
    this.#recorder.stop();
  }
}
