// `zhangfa lint PATH…`: problems of process models, before anybody runs them.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { INSTALLED } from '../activities/connectors/installed.ts';
import { unknownYears } from '../bpmn/calendar.ts';
import { decisionProcess } from '../bpmn/decision-process.ts';
import type { Problem } from '../bpmn/definition.ts';
import { lint as lintModel } from '../bpmn/lint.ts';
import { ALONE, type LintContext } from '../bpmn/lint-context.ts';
import { parseBpmn } from '../bpmn/xml.ts';
import { spokenOf } from '../content/spoken.ts';
import { type Decisions, readDecisions } from '../dmn/decision-files.ts';
import { findSops, loadSop } from '../sops/load.ts';
import { findPacks, loadGoods, packAround } from '../sops/pack.ts';
import { packageRoot } from '../stack/root.ts';
import type { Command } from './command.ts';
import { goodsFacts, goodsProblems, sayOf } from './pack-problems.ts';

/** Packs that others may require. */
const shipped = path.join(packageRoot, 'sops');
export const lint: Command = {
  usage: 'lint PATH… [--json] [--zh]',
  summary: 'Check process models: what would not run, and what would hurt.',
  help: `
PATH is a .bpmn or .dmn file, or a folder of processes, each with its forms and decisions beside it.
Exit code 1 when there is an error or a warning.`,
  options: { json: { type: 'boolean' }, zh: { type: 'boolean' } },
  positionals: [1, 1000],
  async run({ positionals, values }) {
    const found: (Problem & { file: string })[] = [];
    for (const at of positionals)
      for (const [file, problems] of await problemsOf(at))
        found.push(...problems.map((problem) => ({ file, ...problem })));
    const serious = found.filter(({ severity }) => severity !== 'info');
    if (values.json) console.log(JSON.stringify(found, null, 1));
    else {
      for (const { file, severity, element, message, rule } of found)
        console.log(
          `${file}: ${severity}${element ? ` at ${element}` : ''}: ${sayOf(message, values.zh ? 'zh' : 'en')} (${rule})`,
        );
      console.log(serious.length ? `${serious.length} problems` : 'No problems.');
    }
    return serious.length ? 1 : 0;
  },
};

export async function problemsOf(at: string): Promise<[string, Problem[]][]> {
  if (!(await stat(at)).isDirectory()) {
    const bytes = await readFile(at);
    if (at.endsWith('.dmn')) return [[at, ofTables(readDecisions([bytes.toString('utf8')]), ALONE)]];
    const { model, problems } = await parseBpmn(bytes);
    return [[at, [...problems, ...lintModel(model, { ...ALONE, connectors: INSTALLED })]]];
  }
  const sops = await findSops(at);
  const ofProcesses = await Promise.all(
    sops.map(async (folder): Promise<[string, Problem[]]> => {
      const { model, forms } = await loadSop(folder);
      // A pack is judged with what it ships.
      const goods = await packAround(path.join(folder, 'any'), shipped);
      return [
        path.join(folder),
        lintModel(model, {
          ...ALONE,
          forms,
          connectors: INSTALLED,
          ...(goods && {
            // How many have a role, no pack knows.
            ...goodsFacts(goods),
            holidaysUnknown: goods.calendars.flatMap((one) =>
              unknownYears(one, Date.now()).map((year) => ({ calendar: one.id, year })),
            ),
          }),
        }),
      ];
    }),
  );
  return [...ofProcesses, ...(await problemsOfGoods(at))];
}

/** Processes of another pack, or of the shop. */
const OF_OTHERS = ['unknownProcess', 'pageProcess'];
/** What packs ship beside their processes, each with what its pack knows. Processes of the shop may write what they like. */
async function problemsOfGoods(at: string): Promise<[string, Problem[]][]> {
  const packs = await findPacks(at);
  const found = await Promise.all(
    packs.map(async (folder): Promise<[string, Problem[]][]> => {
      const [own, around] = await Promise.all([loadGoods(folder), packAround(path.join(folder, 'any'), shipped)]);
      const { registers = [], parameters = [] } = around ?? {};
      const facts = around ? goodsFacts(around).parameters : [];
      const sops = await Promise.all((await findSops(folder)).map(loadSop));
      const world = {
        registers,
        parameters,
        processes: [],
        decision: () => ({ askers: [], parameters: facts, before: undefined }),
        page: {
          parameters: facts,
          processes: sops.map(({ definition, forms }) => spokenOf(definition, forms)),
          pages: (around ?? own).pages,
          registers,
          decisions: (around ?? own).decisions.map(({ id }) => id),
        },
      };
      return goodsProblems(own, world)
        .filter(({ message }) => !OF_OTHERS.includes(message.code))
        .map(({ of, ...problem }) => [path.join(folder, of), [problem]]);
    }),
  );
  return found.flat();
}

function ofTables(decisions: Decisions, context: LintContext): Problem[] {
  const model = decisionProcess(decisions);
  const found = model ? lintModel(model, context) : [];
  return found.filter(({ rule }) => rule.startsWith('decision-') || rule === 'parameter-exists');
}
