// The shipped SOPs as templates: what a manager can begin a process from. Read when asked for; they are few.
import path from 'node:path';
import { findSops, loadSop, type Sop } from './load.ts';

export type Template = { folder: string; key: string; name: string; texts: Sop['definition']['zf']['text'] };

export function templatesOf(root: string) {
  const all = async () =>
    Promise.all(
      (await findSops(root)).map(async (folder) => ({ folder: path.basename(folder), sop: await loadSop(folder) })),
    );
  return {
    async list(): Promise<Template[]> {
      return (await all()).map(({ folder, sop: { definition } }) => ({
        folder,
        key: definition.key,
        name: definition.name ?? definition.key,
        texts: definition.zf.text ?? {},
      }));
    },
    async load(wanted: string): Promise<Pick<Sop, 'model' | 'definition' | 'forms'> | undefined> {
      return (await all()).find(({ folder }) => folder === wanted)?.sop;
    },
  };
}
