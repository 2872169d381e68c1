// What I hold of one step of a case, run beside run, as rows of one grid: each is still a task of its own.
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { capabilityOfTask, formOfCapability } from '../activities/connectors/people.ts';
import type { Definition, Element } from '../bpmn/definition.ts';
import { caseById } from '../db/case-lists.ts';
import { countSiblings, siblingsOf } from '../db/siblings.ts';
import { answeredBefore, isNever, type TaskDetail } from '../db/tasks.ts';
import { SYSTEM } from '../db/viewer.ts';
import type { Form } from '../forms/form.ts';
import { asks } from '../forms/kinds.ts';
import { hiddenAt, valuesAt } from './case-values.ts';
import type { Deps, Env } from './deps.ts';
import { withOptions } from './options.ts';
import { problem } from './problem.ts';
import { actorOf } from './record-rights.ts';
import { FormOut, Values } from './schemas.ts';
import { clockNow } from './shop-now.ts';
import { digestOf, namedIn, namesInTexts, shownAt } from './step-form.ts';
import { fitsGrid, Item, taskItem } from './task-item.ts';
import { titledFor } from './title.ts';
import { personOf } from './who.ts';

/** More are no page: the rest comes when some of these are done. */
const MOST = 300;

const Row = z.object({
  id: z.string(),
  n: z.number().describe('which run it is, from 1'),
  item: z.unknown().describe('what it is about, where that is a word or a number; null otherwise'),
  fields: z.array(z.string()).describe('which fields of the form are its own'),
  values: Values.describe('as `values` of a task'),
  variables: Values.describe('what conditions of the form read'),
  shown: z.string().describe('digest of `values`, sent back with the form'),
  draft: z.object({ revision: z.number(), values: Values }).nullable(),
  due: z.number().nullable(),
});
export const Grid = z.object({
  task: Item.describe('the one that was asked for'),
  form: FormOut,
  rows: z.array(Row).describe('in the order in which they began'),
  named: z.array(z.string()).describe('data in `variables` that the texts of the step speak of'),
  more: z.boolean().describe(`there are more than ${MOST}`),
  now: z.number(),
});

/** How many of one step I hold that can be filled in beside each other; 0: it is no such step. */
export const countInGrid = (deps: Deps, task: TaskDetail, element: Element, form: Form | undefined, me: string) =>
  form && fitsGrid(element) && task.state === 'open' && task.assignee === me && task.askedBy === null
    ? countSiblings(deps.sql, { case: task.case, element: task.element, person: me }, MOST + 1)
    : Promise.resolve(0);

export async function taskGrid(deps: Deps, c: Context<Env>, task: TaskDetail): Promise<z.infer<typeof Grid>> {
  const { sql, definitions } = deps;
  const me = personOf(c);
  const [found, published, siblings, answered, clock] = await Promise.all([
    caseById(sql, SYSTEM, task.case),
    definitions.get(task.process, task.version),
    siblingsOf(sql, { case: task.case, element: task.element, person: me.id }, MOST + 1),
    answeredBefore(sql, task),
    clockNow(sql),
  ]);
  const capability = capabilityOfTask(task.form);
  const stored = capability ? formOfCapability(capability) : task.form ? published?.forms[task.form] : undefined;
  const element = published?.definition.elements[task.element];
  if (!found || !published || !element || !stored || !fitsGrid(element)) throw problem('notFound', { what: task.id });
  const { definition } = published;
  const secret = new Set((definition.zf.variable ?? []).flatMap(({ name, secret: is }) => (is ? [name] : [])));
  const item = itemName(definition, element);
  const told = item !== undefined && !secret.has(item) && !hiddenAt(element).has(item) ? item : undefined;
  const each = siblings.slice(0, MOST).map((one) => {
    const known = { ...valuesAt(found.state, one.wait), ...one.locals };
    return { one, known, ...shownAt({ form: stored, element, definition, known, answered, now: clock }) };
  });
  const rows = each.map(({ one, known, form, values }, at): z.infer<typeof Row> => {
    const mayRead = new Set(form.fields.map(({ id }) => id));
    const about = told === undefined ? null : known[told];
    return {
      id: one.id,
      n: typeof known.loopCounter === 'number' ? known.loopCounter : at + 1,
      item: typeof about === 'string' || typeof about === 'number' ? about : null,
      fields: form.fields.filter(asks).map(({ id }) => id),
      values,
      variables: Object.fromEntries(
        Object.entries(namedIn(element, form, known)).filter(([name]) => !secret.has(name) || mayRead.has(name)),
      ),
      shown: digestOf(values),
      draft: one.draft,
      due: isNever(one.due) ? null : one.due,
    };
  });
  // What is decided here for one run, and not for another, is asked where it has to be.
  const fields = stored.fields.flatMap(({ id }) => {
    const field = each.flatMap(({ form }) => form.fields.find((one) => one.id === id) ?? [])[0];
    return field && asks(field) ? [field] : [];
  });
  const rules = each[0]?.form.rules;
  const own = new Set(fields.map(({ id }) => id));
  const [seen = task] = titledFor(c, [task]);
  return {
    task: await taskItem(deps, seen, new Map()),
    form: {
      key: stored.key,
      title: stored.title,
      fields: await withOptions(sql, fields, actorOf(me), clock.at),
      ...(rules && { rules }),
    },
    rows,
    named: namesInTexts(element).filter((name) => !own.has(name)),
    more: siblings.length > MOST,
    now: clock.at,
  };
}

/** The nearest repetition around a step that says what each of its runs is about. */
function itemName({ elements }: Definition, element: Element): string | undefined {
  for (let at: Element | undefined = element; at; at = elements[at.scope]) {
    const loop = 'loopCharacteristics' in at ? at.loopCharacteristics : undefined;
    if (loop?.type === 'multiInstanceLoopCharacteristics' && loop.zf?.item) return loop.zf.item;
  }
  return undefined;
}
