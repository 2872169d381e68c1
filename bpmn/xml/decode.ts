// Bytes → text. The XML declaration names the encoding; DOCTYPE is refused, since entities can read files and explode.
import { isWellFormed, wellFormed } from '../../feel/well-formed.ts';
import { type Message, teller } from '../../words/message.ts';
import type { imports } from '../../words/zh/imports.ts';

/** What reading a file says (words/zh/imports.ts). */
export const tell = teller<typeof imports>();

/** Browsers and Node have it; the language's own library does not declare it. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  readonly encoding: string;
  decode(bytes: Uint8Array): string;
}

export function decodeXml(input: string | Uint8Array): string {
  const text = typeof input === 'string' ? input : decodeBytes(input);
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (clean.trim() === '') throw new XmlRefused(tell('file.empty'));
  const taken = takenFor(clean);
  if (taken) throw new XmlRefused(taken);
  if (/<!DOCTYPE|<!ENTITY/i.test(withoutCommentsAndCdata(clean))) throw new XmlRefused(tell('file.doctype'));
  return wellFormed(clean.replace(/&#(x[\da-f]+|\d+);/gi, (reference, code: string) => storable(reference, code)));
}

/** Characters that XML does not know (zero, halves of an emoji) can be written as numbers all the same. */
function storable(reference: string, code: string): string {
  const point = Number(/^x/i.test(code) ? `0${code}` : code);
  return point > 0x10ffff || !isWellFormed(String.fromCodePoint(point)) ? '\uFFFD' : reference;
}

/** What is plainly something else, by how it begins. */
function takenFor(text: string): Message | undefined {
  const head = text.trimStart().slice(0, 400);
  if (/^[{[]/.test(head)) return tell('file.json');
  if (/^<!doctype html|^<html/i.test(head)) return tell('file.html');
  return undefined;
}

/** Kinds of files by their first bytes. */
function archive(bytes: Uint8Array): Message | undefined {
  const starts = (...head: number[]): boolean => head.every((byte, at) => bytes[at] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04)) return tell('file.zip');
  if (starts(0x1f, 0x8b) || starts(0x52, 0x61, 0x72, 0x21) || starts(0x37, 0x7a, 0xbc, 0xaf))
    return tell('file.archive');
  if (starts(0x25, 0x50, 0x44, 0x46)) return tell('file.pdf');
  if (starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff)) return tell('file.picture');
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) return tell('file.office');
  return undefined;
}

function decodeBytes(bytes: Uint8Array): string {
  const other = archive(bytes);
  if (other) throw new XmlRefused(other);
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    const name = encoding.toUpperCase();
    throw new XmlRefused(tell('file.encoding', { name }));
  }
}

/** The file is not something we may or can read; `why` says what to do, too. */
export class XmlRefused extends Error {
  override name = 'XmlRefused';
  readonly why: Message;
  constructor(why: Message) {
    super(why.code);
    this.why = why;
  }
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // without a byte order mark a “<” still shows which half of a character comes first
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be';
  const head = String.fromCharCode(...bytes.subarray(0, 200));
  const named = /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*encoding\s*=\s*["']([\w.:-]+)["']/.exec(head)?.[1];
  if (!named) return 'utf-8';
  try {
    return new TextDecoder(named).encoding;
  } catch {
    throw new XmlRefused(tell('file.unknownEncoding', { named }));
  }
}

const withoutCommentsAndCdata = (text: string): string => text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '');
