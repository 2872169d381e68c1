// Bytes → text. The XML declaration names the encoding; DOCTYPE is refused, since entities can read files and explode.

import { isWellFormed, wellFormed } from '../../feel/well-formed.ts';

/** Browsers and Node have it; the language's own library does not declare it. */
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  readonly encoding: string;
  decode(bytes: Uint8Array): string;
}

export function decodeXml(input: string | Uint8Array): string {
  const text = typeof input === 'string' ? input : decodeBytes(input);
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (clean.trim() === '') throw new XmlRefused({ zh: '文件是空的。', en: 'The file is empty.' });
  const taken = takenFor(clean);
  if (taken) throw new XmlRefused(taken);
  if (/<!DOCTYPE|<!ENTITY/i.test(withoutCommentsAndCdata(clean)))
    throw new XmlRefused({
      zh: '文件里声明了 DOCTYPE 或实体，这里不收；去掉以后再存一次。',
      en: 'The file declares a DOCTYPE or entities; they are refused. Save it without them.',
    });
  return wellFormed(clean.replace(/&#(x[\da-f]+|\d+);/gi, (reference, code: string) => storable(reference, code)));
}

/** Characters that XML does not know (zero, halves of an emoji) can be written as numbers all the same. */
function storable(reference: string, code: string): string {
  const point = Number(/^x/i.test(code) ? `0${code}` : code);
  return point > 0x10ffff || !isWellFormed(String.fromCodePoint(point)) ? '\uFFFD' : reference;
}

/** What is plainly something else, by how it begins. */
function takenFor(text: string): Words | undefined {
  const head = text.trimStart().slice(0, 400);
  if (/^[{[]/.test(head))
    return {
      zh: '这是 JSON 文件，不是 BPMN；在原来的工具里导出成 BPMN 2.0 XML。',
      en: 'This is a JSON file, not BPMN. Export the model as BPMN 2.0 XML from its tool.',
    };
  if (/^<!doctype html|^<html/i.test(head))
    return {
      zh: '这是一个网页，不是 BPMN 文件；大概存成了下载页面，请下载文件本身。',
      en: 'This is a web page, not a BPMN file; download the file itself.',
    };
  return undefined;
}

/** Kinds of files by their first bytes. */
function archive(bytes: Uint8Array): Words | undefined {
  const starts = (...head: number[]): boolean => head.every((byte, at) => bytes[at] === byte);
  if (starts(0x50, 0x4b, 0x03, 0x04))
    return {
      zh: '这是一个压缩包（.zip、.bar、.vsdx 一类）；解开它，选里面的 .bpmn 文件。',
      en: 'This is a zip archive (.zip, .bar, .vsdx or the like). Unpack it and choose the .bpmn file in it.',
    };
  if (starts(0x1f, 0x8b) || starts(0x52, 0x61, 0x72, 0x21) || starts(0x37, 0x7a, 0xbc, 0xaf))
    return {
      zh: '这是一个压缩包；解开它，选里面的 .bpmn 文件。',
      en: 'This is an archive. Unpack it and choose the .bpmn file in it.',
    };
  if (starts(0x25, 0x50, 0x44, 0x46))
    return { zh: '这是 PDF，不是 BPMN 文件。', en: 'This is a PDF, not a BPMN file.' };
  if (starts(0x89, 0x50, 0x4e, 0x47) || starts(0xff, 0xd8, 0xff))
    return { zh: '这是一张图片，不是 BPMN 文件。', en: 'This is a picture, not a BPMN file.' };
  if (starts(0xd0, 0xcf, 0x11, 0xe0))
    return {
      zh: '这是 Office 或 Visio 文件，不是 BPMN；导出成 BPMN 2.0 XML。',
      en: 'This is an Office or Visio file, not BPMN. Export it as BPMN 2.0 XML.',
    };
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
    throw new XmlRefused({
      zh: `文件说自己是 ${name} 编码，其实不是；另存为 UTF-8，或者改正第一行写的编码。`,
      en: `The file says that it is written in ${name}, but it is not. Save it as UTF-8, or correct the encoding in its first line.`,
    });
  }
}

type Words = { zh: string; en: string };

/** The file is not something we may or can read; the words say why and what to do. */
export class XmlRefused extends Error {
  override name = 'XmlRefused';
  readonly words: Words;
  constructor(words: Words) {
    super(words.en);
    this.words = words;
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
    throw new XmlRefused({
      zh: `不认识编码「${named}」；请另存为 UTF-8。`,
      en: `The encoding “${named}” is not known. Save the file as UTF-8.`,
    });
  }
}

const withoutCommentsAndCdata = (text: string): string => text.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '');
