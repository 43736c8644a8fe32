// Reads QR codes where the browser cannot: a file of its own, fetched when the camera is first used.
export { BarcodeDetector } from "qr/decode.js";
