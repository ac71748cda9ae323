// What a browser does better than .NET in it: decoding a picture, and drawing.
const mostPixelsASide = 1280;
const canvas = document.getElementById("picture");
const context = canvas.getContext("2d", { willReadFrequently: true });

window.spotter = {
    // Decodes the chosen file, turned as it is shown; answers width and height, or null where it is no picture.
    async load(inputId) {
        let bitmap;
        try {
            bitmap = await createImageBitmap(document.getElementById(inputId).files[0]);
        } catch {
            return null;
        }

        const scale = Math.min(1, mostPixelsASide / Math.max(bitmap.width, bitmap.height));
        canvas.width = Math.max(1, Math.round(bitmap.width * scale));
        canvas.height = Math.max(1, Math.round(bitmap.height * scale));
        context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
        return [canvas.width, canvas.height];
    },

    // Four bytes a pixel, row by row.
    pixels() {
        return new Uint8Array(context.getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    },

    draw(boxes) {
        context.strokeStyle = "lime";
        context.lineWidth = 3;
        for (const [x, y, width, height] of boxes) {
            context.strokeRect(x, y, width, height);
        }
    },
};
