// What a QR code says. The browser's own reader where it has one; else ours, fetched when first needed.

const FORMATS = ["qr_code"];
const REFERENCE = /^[A-Z](-?[0-9A-Z]{4}){2}-?[0-9A-Z]$/i;

async function detectorClass(decoder) {
  const supported = (await window.BarcodeDetector?.getSupportedFormats()) ?? [];
  const { BarcodeDetector } = supported.includes(FORMATS[0]) ? window : await import(decoder);
  return BarcodeDetector;
}

/** A function from a video to the text of the QR code in it, or undefined; `decoder` is the address of ours. */
export async function readerOf(decoder) {
  const Detector = await detectorClass(decoder);
  const detector = new Detector({ formats: FORMATS });
  return async (video) => (await detector.detect(video))[0]?.rawValue;
}

/** The reference in a pick-up code's text: bare, or in the address of the pick-up page; else undefined. */
export function referenceIn(text, address) {
  const reference = REFERENCE.test(text.trim()) ? text.trim() : asked(text, address);
  return REFERENCE.test(reference) ? reference.toUpperCase() : undefined;
}

function asked(text, address) {
  try {
    const url = new URL(text);
    return url.origin + url.pathname === address ? (url.searchParams.get("reference") ?? "") : "";
  } catch {
    return ""; // not an address at all
  }
}
