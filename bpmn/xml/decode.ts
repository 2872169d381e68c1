// Bytes → text. The XML declaration names the encoding; DOCTYPE is refused, since entities can read files and explode.

/** Browsers and Node have it; the language's own library does not declare it. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  readonly encoding: string;
  decode(bytes: Uint8Array): string;
}

export function decodeXml(input: string | Uint8Array): string {
  const text = typeof input === 'string' ? input : decodeBytes(input);
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (clean.trim() === '') throw new XmlRefused('The file is empty.');
  if (/<!DOCTYPE|<!ENTITY/i.test(withoutCommentsAndCdata(clean)))
    throw new XmlRefused('The file declares a DOCTYPE or entities; they are refused. Save it without them.');
  return clean;
}

function decodeBytes(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new XmlRefused(
      `The file says that it is written in ${encoding.toUpperCase()}, but it is not. Save it as UTF-8, or correct the encoding in its first line.`,
    );
  }
}

/** The file is not something we may or can read; the message says why and what to do. */
export class XmlRefused extends Error {
  override name = 'XmlRefused';
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
    throw new XmlRefused(`The encoding “${named}” is not known. Save the file as UTF-8.`);
  }
}

const withoutCommentsAndCdata = (text: string): string => text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '');
