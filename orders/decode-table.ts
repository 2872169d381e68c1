// The bytes of a table as text. Excel in China writes GB18030 without saying so; what fits no encoding is refused, never guessed.

import { UnreadableTable } from '../tables/table.ts';
import { tellOrders } from '../words/orders.ts';

export type Encoding = 'UTF-8' | 'UTF-16' | 'GB18030';

const starts = (bytes: Uint8Array, ...lead: number[]) => lead.every((byte, index) => bytes[index] === byte);
const decoded = (bytes: Uint8Array, label: string): string | undefined => {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

/** @throws UnreadableTable */
export function decodeTable(bytes: Uint8Array): { text: string; encoding: Encoding } {
  if (bytes.length === 0) throw new UnreadableTable(tellOrders('file.empty'));
  if (starts(bytes, 0x50, 0x4b, 3, 4) || starts(bytes, 0xd0, 0xcf, 0x11, 0xe0))
    throw new UnreadableTable(tellOrders('file.excel'));
  const read = byMark(bytes) ?? as('UTF-8', decoded(bytes, 'utf-8')) ?? as('GB18030', chinese(bytes));
  if (!read) throw new UnreadableTable(tellOrders('file.encoding'));
  if (read.text.trim() === '') throw new UnreadableTable(tellOrders('file.empty'));
  return read;
}

const as = (encoding: Encoding, text: string | undefined) => (text === undefined ? undefined : { text, encoding });
const byMark = (bytes: Uint8Array) => {
  if (starts(bytes, 0xff, 0xfe)) return as('UTF-16', decoded(bytes, 'utf-16le'));
  if (starts(bytes, 0xfe, 0xff)) return as('UTF-16', decoded(bytes, 'utf-16be'));
  return undefined;
};

/** Letters with accents of a western file also make single Chinese characters; Chinese text has them side by side. */
function chinese(bytes: Uint8Array): string | undefined {
  const text = decoded(bytes, 'gb18030');
  return text && /\p{Script=Han}{2}/u.test(text) ? text : undefined;
}
