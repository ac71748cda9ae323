// The browser's camera, and frames of it at the size that is sent.

const WIDEST_SENT = 640;
const JPEG_QUALITY = 0.75;

export class Camera {
  #stream;
  #encoder = new Worker(new URL('encoder-worker.js', import.meta.url));
  #encoding = new Map();
  #lastId = 0;
  #isOpen = true;
  onframe = null;

  static async open(deviceId) {
    if (!navigator.mediaDevices?.getUserMedia) {
      throw new Error('this browser gives no camera to pages without TLS: open the studio on this machine, or start it with --lan');
    }
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: deviceId ? { deviceId: { exact: deviceId } } : { width: { ideal: 1280 }, height: { ideal: 720 }, facingMode: 'user' },
      });
    } catch (error) {
      throw new Error(explain(error));
    }
    const video = document.createElement('video');
    video.muted = true;
    video.playsInline = true;
    video.srcObject = stream;
    await video.play();
    return new Camera(stream, video);
  }

  static async list() {
    return (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === 'videoinput');
  }

  constructor(stream, video) {
    this.#stream = stream;
    this.video = video;
    this.deviceId = stream.getVideoTracks()[0]?.getSettings().deviceId;
    this.#encoder.onmessage = ({ data: { id, bytes } }) => {
      this.#encoding.get(id)(bytes);
      this.#encoding.delete(id);
    };
    const next = video.requestVideoFrameCallback ? (f) => video.requestVideoFrameCallback(f) : requestAnimationFrame;
    const tick = () => {
      if (!this.#isOpen) return;
      this.onframe?.();
      next(tick);
    };
    next(tick);
  }

  /**
   * The frame that the camera shows now.
   * @returns { time, picture, encode(), release() } encode answers the bytes of a JPEG file, and picture is there from then on
   */
  grab() {
    const grabbed = createImageBitmap(this.video);
    const frame = { time: performance.now(), picture: null };
    frame.encode = async () => {
      frame.picture = await grabbed;
      return this.#encode(frame.picture);
    };
    frame.release = () => frame.picture?.close();
    return frame;
  }

  /** The frame that the camera shows now, as a JPEG file. */
  async take() {
    const frame = this.grab();
    const bytes = await frame.encode();
    frame.release();
    return new Blob([bytes], { type: 'image/jpeg' });
  }

  #encode(picture) {
    const id = ++this.#lastId;
    const width = Math.min(WIDEST_SENT, picture.width);
    const height = Math.round((picture.height * width) / picture.width);
    this.#encoder.postMessage({ id, picture, width, height, quality: JPEG_QUALITY });
    return new Promise((resolve) => this.#encoding.set(id, resolve));
  }

  close() {
    this.#isOpen = false;
    this.#encoder.terminate();
    for (const track of this.#stream.getTracks()) track.stop();
    this.video.srcObject = null;
  }
}

function explain(error) {
  switch (error.name) {
    case 'NotAllowedError': return 'the browser was told not to give the camera to this page; allow it in the address bar';
    case 'NotFoundError': case 'OverconstrainedError': return 'there is no camera here; plug one in, or use Files';
    case 'NotReadableError': return 'another program is using the camera; close it first';
    default: return `the camera cannot be used: ${error.message}`;
  }
}
