// What a file is by its first bytes: its name and the sender's word are not believed.
const starts = (bytes: Uint8Array, ...signature: number[]) => signature.every((byte, index) => bytes[index] === byte);
const ascii = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');

const OFFICE = new Map([
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
]);
const OLD_OFFICE = new Map([
  ['xls', 'application/vnd.ms-excel'],
  ['doc', 'application/msword'],
  ['ppt', 'application/vnd.ms-powerpoint'],
]);

/** Media type, or undefined for what is not taken: programs, pages, pictures that can carry scripts. */
export function sniff(bytes: Uint8Array, name: string): string | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (starts(bytes, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (/^GIF8[79]a/.test(ascii(bytes, 0, 6))) return 'image/gif';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'image/webp';
  if (ascii(bytes, 4, 8) === 'ftyp')
    return /^(heic|heix|mif1)/.test(ascii(bytes, 8, 12))
      ? 'image/heic'
      : /^(avif)/.test(ascii(bytes, 8, 12))
        ? 'image/avif'
        : 'video/mp4';
  if (ascii(bytes, 0, 5) === '%PDF-') return 'application/pdf';
  if (starts(bytes, 0x50, 0x4b, 0x03, 0x04))
    return OFFICE.get(ending) ?? (ending === 'zip' ? 'application/zip' : undefined);
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return OLD_OFFICE.get(ending);
  if (isText(bytes) && /^(txt|csv|tsv|md|json|log)$/.test(ending)) return ending === 'csv' ? 'text/csv' : 'text/plain';
  return undefined;
}

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return true;
    } catch {}
  }
  return false;
}
