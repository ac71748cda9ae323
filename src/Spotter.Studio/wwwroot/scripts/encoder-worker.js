// Makes JPEG files of the camera's frames. On a thread of its own, because a page's own thread encodes only when it is idle.

let canvas = null;

onmessage = async ({ data: { id, picture, width, height, quality } }) => {
  if (canvas?.width !== width || canvas?.height !== height) canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { alpha: false }).drawImage(picture, 0, 0, width, height);
  picture.close();
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  const bytes = await blob.arrayBuffer();
  postMessage({ id, bytes }, [bytes]);
};
