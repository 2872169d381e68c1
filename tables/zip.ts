// The parts of a zip file that a workbook is made of. Read: found by the directory at its end, unpacked in the background up to a bound,
// so that no bomb goes off. Written: part after part as it comes, nothing is held.
import { promisify } from 'node:util';
import { constants, crc32, createDeflateRaw, inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);
type Entry = { offset: number; packed: number; method: number };
export type Parts = {
  names: string[];
  /** undefined: there is no such part. @throws TooLarge, or an error of zlib */
  read(name: string, most: number): Promise<Buffer | undefined>;
};
export class TooLarge extends Error {}

const END = 0x06054b50;
const MOST_ENTRIES = 5_000;
/** undefined: no zip file, or one of a kind that no spreadsheet writes. */
export function openZip(bytes: Uint8Array): Parts | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || file.length < end + 22 || file.readUInt32LE(end) !== END) return undefined;
  const count = file.readUInt16LE(end + 10);
  let at = file.readUInt32LE(end + 16);
  if (count > MOST_ENTRIES) return undefined;
  const entries = new Map<string, Entry>();
  for (let n = 0; n < count; n++) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) return undefined;
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => file.readUInt16LE(at + place)) as [
      number,
      number,
      number,
    ];
    const name = file.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    entries.set(name.replace(/^\//, ''), {
      offset: file.readUInt32LE(at + 42),
      packed: file.readUInt32LE(at + 20),
      method: file.readUInt16LE(at + 10),
    });
    at += 46 + nameLength + extra + comment;
  }
  return {
    names: [...entries.keys()],
    async read(name, most) {
      const entry = entries.get(name);
      if (!entry || entry.offset + 30 > file.length) return undefined;
      const from = entry.offset + 30 + file.readUInt16LE(entry.offset + 26) + file.readUInt16LE(entry.offset + 28);
      const packed = file.subarray(from, from + entry.packed);
      if (entry.method === 0) return packed;
      try {
        return await inflate(packed, { maxOutputLength: most });
      } catch (error) {
        if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw new TooLarge(name);
        throw error;
      }
    },
  };
}

/** A zip file, part after part. Sizes stand behind each part, so that it can be written as it comes. */
export async function* writeZip(
  parts: { name: string; text: AsyncIterable<string> | Iterable<string> }[],
): AsyncGenerator<Uint8Array> {
  const directory: Buffer[] = [];
  let written = 0;
  for (const { name, text } of parts) {
    const title = Buffer.from(name);
    const offset = written;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(0x0808, 6);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(DAY, 10);
    head.writeUInt16LE(title.length, 26);
    yield Buffer.concat([head, title]);
    written += 30 + title.length;
    let [crc, size, packed] = [0, 0, 0];
    for await (const chunk of deflated(text, (bytes) => {
      crc = crc32(bytes, crc);
      size += bytes.length;
    })) {
      packed += chunk.length;
      yield chunk;
    }
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(0x08074b50, 0);
    tail.writeUInt32LE(crc, 4);
    tail.writeUInt32LE(packed, 8);
    tail.writeUInt32LE(size, 12);
    yield tail;
    written += packed + 16;
    const row = Buffer.alloc(46);
    row.writeUInt32LE(0x02014b50, 0);
    row.writeUInt16LE(20, 4);
    head.copy(row, 6, 4, 16);
    row.writeUInt32LE(crc, 16);
    row.writeUInt32LE(packed, 20);
    row.writeUInt32LE(size, 24);
    row.writeUInt16LE(title.length, 28);
    row.writeUInt32LE(offset, 42);
    directory.push(row, title);
  }
  const all = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(written, 16);
  yield Buffer.concat([all, end]);
}
/** Midnight of 1 January 1980, as zip files count: the same content is the same file. */
const DAY = 0x00210000;

async function* deflated(
  text: AsyncIterable<string> | Iterable<string>,
  onBytes: (bytes: Buffer) => void,
): AsyncGenerator<Buffer> {
  const squeeze = createDeflateRaw({ level: constants.Z_BEST_SPEED });
  const feeding = (async () => {
    for await (const piece of text) {
      const bytes = Buffer.from(piece);
      onBytes(bytes);
      if (!squeeze.write(bytes)) await new Promise<void>((resolve) => squeeze.once('drain', () => resolve()));
    }
    squeeze.end();
  })();
  feeding.catch((error) => squeeze.destroy(error));
  yield* squeeze as AsyncIterable<Buffer>;
  await feeding;
}
