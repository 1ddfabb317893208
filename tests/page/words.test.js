// What leaves the page as text, and what it unpacks.

import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import test from "node:test";
import { unpackText } from "../../graph/immunograph/page/js/unpack.js";
import { counted, csv, isolated, short } from "../../graph/immunograph/page/js/words.js";

test("a cell of a table is quoted where RFC 4180 wants it, and no spreadsheet runs it", () => {
  assert.equal(csv([["a", 'b "c"', "d,e", "f\ng", null, -2]]), 'a,"b ""c""","d,e","f\ng",,-2\r\n');
  for (const wild of ["=1+1", "+x", "-x", "@SUM", "\tx"]) assert.ok(csv([[wild]]).startsWith("'"));
});

test("a long text is cut between letters, never within one", () => {
  assert.equal(short("abcdef", 6), "abcdef");
  assert.equal(short("abcdefg", 6), "abcde…");
  assert.equal(short("🧬".repeat(9), 4), "🧬🧬🧬…");
});

test("the direction of a name stays within it", () => {
  assert.equal(isolated("PD-1"), "PD-1");
  assert.equal(isolated("\u202egnp.exe"), "\u2068gnp.exe\u2069");
});

test("one is one, and many have separators", () => {
  assert.equal(counted(1, "row", "rows"), "1 row");
  assert.equal(counted(20_000, "row", "rows"), "20,000 rows");
});

test("what Python packed is unpacked", async () => {
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
  for (const text of ["", "tumour", "Σ🧬".repeat(999)]) {
    const bytes = gzipSync(text);
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
    let packed = "";
    for (let at = 0; at < padded.length; at += 4) {
      let word = padded.readUInt32BE(at);
      let five = "";
      for (let n = 0; n < 5; n += 1) [five, word] = [letters[word % 85] + five, Math.floor(word / 85)];
      packed += five;
    }
    assert.equal(await unpackText(packed.slice(0, packed.length - (padded.length - bytes.length))), text);
  }
});
