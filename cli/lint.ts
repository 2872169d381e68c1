// `zhangfa lint PATH…`: problems of process models, before anybody runs them.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { INSTALLED } from '../activities/connectors/installed.ts';
import { unknownYears } from '../bpmn/calendar.ts';
import { columnsOf } from '../bpmn/decision-columns.ts';
import { decisionProcess } from '../bpmn/decision-process.ts';
import type { Problem } from '../bpmn/definition.ts';
import { lint as lintModel } from '../bpmn/lint.ts';
import { ALONE, type LintContext } from '../bpmn/lint-context.ts';
import { parseBpmn } from '../bpmn/xml.ts';
import { type Decisions, readDecisions } from '../dmn/decision-files.ts';
import { wordsOf } from '../dmn/decision-version.ts';
import { factsOfRegister } from '../records/filters.ts';
import { findSops, loadSop } from '../sops/load.ts';
import { findPacks, type Goods, loadGoods, packAround } from '../sops/pack.ts';
import { sayOfModel } from '../words/model.ts';
import type { Command } from './command.ts';

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
          `${file}: ${severity}${element ? ` at ${element}` : ''}: ${sayOfModel(message, values.zh ? 'zh' : 'en')} (${rule})`,
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
      const goods = await packAround(path.join(folder, 'any'));
      return [
        path.join(folder),
        lintModel(model, {
          ...ALONE,
          forms,
          connectors: INSTALLED,
          ...(goods && {
            // How many have a role, no pack knows.
            roles: goods.roles.map(({ id, name }) => ({ id, names: [name.zh, name.en], people: 1 })),
            departments: goods.departments.map(({ id, name }) => ({ id, names: [name.zh, name.en] })),
            calendars: goods.calendars.map(({ id }) => id),
            holidaysUnknown: goods.calendars.flatMap((one) =>
              unknownYears(one, Date.now()).map((year) => ({ calendar: one.id, year })),
            ),
            registers: goods.registers.map((one) => factsOfRegister(one.key, one)),
            parameters: parametersOf(goods),
            decisions: goods.decisions.map((table) => ({
              key: table.id,
              name: wordsOf(table),
              current: 1,
              versions: [{ version: 1, from: 0, ...columnsOf(table) }],
            })),
          }),
        }),
      ];
    }),
  );
  return [...ofProcesses, ...(await problemsOfShared(at))];
}

/** Tables that packs ship for the shop, each by the numbers that its pack knows. */
async function problemsOfShared(at: string): Promise<[string, Problem[]][]> {
  const packs = await findPacks(at);
  const found = await Promise.all(
    packs.map(async (folder) => {
      const own = await loadGoods(folder);
      const around = await packAround(path.join(folder, 'any'));
      const context = { ...ALONE, ...(around && { parameters: parametersOf(around) }) };
      return own.decisions.map((table): [string, Problem[]] => [
        path.join(folder, 'decisions', table.id),
        ofTables({ decisions: { [table.id]: table } }, context),
      ]);
    }),
  );
  return found.flat();
}

function ofTables(decisions: Decisions, context: LintContext): Problem[] {
  const model = decisionProcess(decisions);
  const found = model ? lintModel(model, context) : [];
  return found.filter(({ rule }) => rule.startsWith('decision-') || rule === 'parameter-exists');
}

const parametersOf = ({ parameters }: Goods) => parameters.map(({ key }) => ({ key, blank: false }));
