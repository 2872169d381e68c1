// Bytes of files on disk, under their sha256: the same picture is kept once.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const placeOf = (folder: string, sha256: string): string => path.join(folder, sha256.slice(0, 2), sha256);
export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Whole or not at all: under another name first. */
export async function store(place: string, bytes: Uint8Array): Promise<void> {
  if (await stat(place).catch(() => undefined)) return;
  await mkdir(path.dirname(place), { recursive: true });
  const part = `${place}.${randomBytes(4).toString('hex')}`;
  await writeFile(part, bytes, { mode: 0o600 });
  await rename(part, place);
}
