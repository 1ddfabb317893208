// What the page carries is gzip in base 85 (RFC 1924); the page and its worker both unpack it here.

/** Undo base 85. @param {string} text */
function unbase(text) {
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
  const values = new Uint8Array(128);
  for (let n = 0; n < letters.length; n += 1) values[letters.charCodeAt(n)] = n;
  const spare = (5 - (text.length % 5)) % 5;
  const padded = text + "~".repeat(spare);
  const bytes = new DataView(new ArrayBuffer((padded.length / 5) * 4));
  for (let at = 0, to = 0; at < padded.length; at += 5, to += 4) {
    let word = 0;
    for (let n = 0; n < 5; n += 1) word = word * 85 + values[padded.charCodeAt(at + n)];
    bytes.setUint32(to, word);
  }
  return new Uint8Array(bytes.buffer, 0, bytes.byteLength - spare);
}

/** Undo base 85 and gzip. @param {string | null} text @returns {Promise<ArrayBuffer>} */
export function unpack(text) {
  const stream = new Blob([unbase((text ?? "").trim())]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

/** @param {string | null} text @returns {Promise<string>} */
export async function unpackText(text) {
  return new TextDecoder().decode(await unpack(text));
}
