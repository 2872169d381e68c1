// The scenario files of a pack: those beside a process, and stories over several.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Sop } from './load.ts';

const File = z.looseObject({
  files: z.array(z.string()).optional(),
  scenarios: z.array(z.looseObject({ name: z.string() })),
});
type File = z.infer<typeof File>;
export const STORIES = 'stories';
/** `beside`: the process in whose folder it lies, or STORIES; `processes`: those it plays. */
export type PackScenarios = { beside: string; name: string; processes: string[]; body: File };

/** @throws Error that names the file where one cannot be read. */
export async function loadScenarios(folder: string, sops: Sop[]): Promise<PackScenarios[]> {
  const places = [
    ...sops.map((sop) => ({ beside: sop.definition.key, at: path.join(sop.folder, 'scenarios') })),
    { beside: STORIES, at: path.join(folder, STORIES) },
  ];
  const keyOf = (file: string): string =>
    sops.find((sop) => sop.folder === path.dirname(file))?.definition.key ?? path.basename(file, '.bpmn');
  const found = places.map(async ({ beside, at }) => {
    const names = (await readdir(at).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
    return Promise.all(
      names.map(async (name): Promise<PackScenarios> => {
        const body = read(path.join(at, name), await readFile(path.join(at, name), 'utf8'));
        const models = (body.files ?? []).filter((file) => file.endsWith('.bpmn'));
        const processes = models.map((file) => keyOf(path.join(at, file)));
        return { beside, name: path.basename(name, '.json'), processes, body };
      }),
    );
  });
  return (await Promise.all(found)).flat();
}

function read(file: string, text: string): File {
  try {
    return File.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} is no file of scenarios: ${(error as Error).message}`);
  }
}

/** Where it lies in a pack that is written anew, and how it finds there what it plays. @param tables ids of a process's own decisions */
export function placed(
  { beside, name, processes, body }: PackScenarios,
  tables: (process: string) => string[],
): { file: string; body: File } {
  const folder = beside === STORIES ? STORIES : path.posix.join(beside, 'scenarios');
  const files = processes.flatMap((key) =>
    [`${key}.bpmn`, ...tables(key).map((id) => `${id}.dmn`)].map((one) => `${key}/${one}`),
  );
  return {
    file: path.posix.join(folder, `${name}.json`),
    body: { ...body, files: files.map((file) => path.posix.relative(folder, file)) },
  };
}
