// The browser's camera, and frames of it at the size that is sent.

const WIDEST_SENT = 640;
const JPEG_QUALITY = 0.75;

export class Camera {
  #end;
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
    const camera = new Camera(video, () => { for (const track of stream.getTracks()) track.stop(); });
    const settings = stream.getVideoTracks()[0]?.getSettings() ?? {};
    camera.deviceId = settings.deviceId;

    // Whoever looks at oneself expects a mirror. Cameras of desks do not say where they look.
    camera.isFront = settings.facingMode !== 'environment';
    return camera;
  }

  /** A clip in place of a camera, over and over. */
  static async ofClip(address) {
    const video = document.createElement('video');
    Object.assign(video, { muted: true, playsInline: true, loop: true, src: address });
    await video.play();
    const camera = new Camera(video);
    camera.isClip = true;
    return camera;
  }

  /** A picture in place of a camera, which moves a little before it. */
  static async ofPicture(address) {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = 960;
    canvas.height = 540;
    const context = canvas.getContext('2d');
    const start = performance.now();
    const draw = () => {
      const turn = (performance.now() - start) / 2500;
      const scale = Math.max(canvas.width / image.width, canvas.height / image.height) * (1.06 + 0.05 * Math.sin(turn * 0.7));
      const [w, h] = [image.width * scale, image.height * scale];
      context.drawImage(image, (canvas.width - w) * (0.5 + 0.4 * Math.sin(turn)), (canvas.height - h) * 0.7, w, h);
    };
    draw();
    const stream = canvas.captureStream(30);
    const timer = setInterval(draw, 40);
    const video = document.createElement('video');
    Object.assign(video, { muted: true, playsInline: true, srcObject: stream });
    await video.play();
    return new Camera(video, () => clearInterval(timer));
  }

  static async list() {
    return (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === 'videoinput');
  }

  isFront = false;
  isClip = false;
  deviceId;

  /** @param end ends what gives the video its frames */
  constructor(video, end = () => {}) {
    this.#end = end;
    this.video = video;
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
    this.#end();
    this.video.pause();
    this.video.removeAttribute('src');
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
