// `zhangfa deploy PATH…`: publishes processes of a folder, each with its forms and decisions.
import { INSTALLED } from '../activities/connectors/installed.ts';
import { calledProcess } from '../bpmn/compile.ts';
import { lint } from '../bpmn/lint.ts';
import { inShop } from '../bpmn/lint-context.ts';
import { publish } from '../db/processes.ts';
import { shopFacts } from '../db/shop-facts.ts';
import { findSops, loadSop, type Sop } from '../sops/load.ts';
import { sayOfModel } from '../words/model.ts';
import type { Command } from './command.ts';
import { withShop } from './with-shop.ts';

export const deploy: Command = {
  usage: 'deploy PATH… [--data DIR] [--json]',
  summary: 'Publish processes from folders.',
  help: 'What is the same as the newest version is not published again. A process with errors is refused.',
  options: { data: { type: 'string' }, json: { type: 'boolean' } },
  positionals: [1, 1000],
  run: ({ positionals, values }) =>
    withShop(values.data, async ({ sql }) => {
      const facts = await shopFacts(sql, INSTALLED, false);
      const results: object[] = [];
      let refused = 0;
      const folders = (await Promise.all(positionals.map(findSops))).flat();
      for (const sop of calledFirst(await Promise.all(folders.map(loadSop)))) {
        const { folder } = sop;
        const errors = lint(sop.model, { ...inShop(facts, sop.forms), processes: null }, sop.definition.key).filter(
          ({ severity }) => severity === 'error',
        );
        if (errors.length) {
          refused += 1;
          for (const { element, message } of errors)
            console.error(`${folder}: ${element ?? ''}: ${sayOfModel(message, 'en')}`);
          continue;
        }
        const published = await publish(sql, {
          model: sop.model,
          definition: sop.definition,
          forms: sop.forms,
          note: 'zhangfa deploy',
        });
        results.push(published);
        if (!values.json)
          console.log(`${published.key}: version ${published.version}${published.unchanged ? ' (unchanged)' : ''}`);
      }
      if (values.json) console.log(JSON.stringify(results));
      return refused ? 1 : 0;
    }),
};

/** In this order a call that is bound to what is published with it finds it there. Processes that call each other come as they are. */
function calledFirst(sops: Sop[]): Sop[] {
  const byKey = new Map(sops.map((sop) => [sop.definition.key, sop]));
  const order = new Set<Sop>();
  const visited = new Set<Sop>();
  const visit = (sop: Sop) => {
    if (visited.has(sop)) return;
    visited.add(sop);
    for (const element of Object.values(sop.definition.elements)) {
      const called = byKey.get(calledProcess(element) ?? '');
      if (called) visit(called);
    }
    order.add(sop);
  };
  for (const sop of sops) visit(sop);
  return [...order];
}
