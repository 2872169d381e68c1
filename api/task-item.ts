// A task as lists show it.
import { z } from '@hono/zod-openapi';
import { capabilityOfTask, formOfCapability } from '../activities/connectors/people.ts';
import { caseNumber } from '../bpmn/case-number.ts';
import { offersVerb, verdictsAt, wantsOpinion } from '../bpmn/compile.ts';
import type { Definition, Element } from '../bpmn/definition.ts';
import { checksOf } from '../bpmn/guide.ts';
import { VERDICTS } from '../bpmn/votes.ts';
import { processName } from '../db/processes.ts';
import { isNever, type TaskRow } from '../db/tasks.ts';
import type { Form } from '../forms/form.ts';
import { coverCells, coveredColumnsIn, fieldOf, formAt, hiddenAt } from './case-values.ts';
import type { Deps } from './deps.ts';
import { FieldOut, Texts, Who, who } from './schemas.ts';
import { hasOthers } from './submit-task.ts';

/** What is done with several at once. */
export const TOGETHER = ['complete', ...VERDICTS, 'return', 'transfer', 'delegate', 'addSigners', 'release'] as const;

export const Item = z.object({
  id: z.string(),
  case: z.string(),
  process: z.object({ key: z.string(), name: z.string(), texts: Texts, version: z.number() }),
  element: z.string(),
  name: z.string(),
  texts: Texts,
  title: z.string().nullable().describe('of the case'),
  businessKey: z.string().nullable(),
  number: z.string().nullable().describe('what people call it by; null where its key only keeps two of the same apart'),
  summary: z.array(
    z.object({
      name: z.string(),
      label: z.string().nullable(),
      texts: Texts.nullable(),
      type: z.string(),
      field: FieldOut,
      value: z.unknown(),
    }),
  ),
  state: z
    .enum(['open', 'submitted', 'parked', 'closed', 'withdrawn'])
    .describe('submitted: its case has not heard of it yet; see `undoMs`. parked: it waits for a correction elsewhere'),
  paused: z.boolean().describe('its case is held: nothing can be done with it for now'),
  assignee: Who.nullable(),
  heldFor: z
    .object({ id: z.string(), name: z.string(), until: z.number().nullable() })
    .nullable()
    .describe('who is away, and for whom the assignee has it'),
  claimedAt: z.string().nullable(),
  priority: z.number(),
  createdAt: z.number(),
  due: z.number().nullable(),
  response: z.boolean().describe('by then somebody only has to look at it'),
  timeLeft: z.number().nullable().describe('its clock stands with so many milliseconds of its time'),
  escalatedAt: z.number().nullable().describe('since when those above know that it is late'),
  closedAt: z.number().nullable(),
  closedBy: Who.nullable(),
  verdict: z.string().nullable(),
  hasDraft: z.boolean().describe('I have typed into it'),
  together: z
    .array(z.enum(TOGETHER))
    .describe('what may be done with several at once; a form that has to be filled in is not'),
  asGrid: z.boolean().describe('a form that is filled in and submitted: several of a step fit one grid'),
  opinions: z.array(z.string()).describe('what of it is said with a comment only'),
  from: z
    .object({ element: z.string(), name: z.string(), texts: Texts, by: Who.nullable() })
    .nullable()
    .describe('the step before, and who did it'),
});
/** What people decide, say with words, or tick off, is looked at by itself. */
export const fitsGrid = (element: Element | undefined): boolean =>
  element !== undefined &&
  verdictsAt(element).length === 0 &&
  !wantsOpinion(element, 'complete') &&
  checksOf(element.zf).length === 0;

/** Names that a row lacks come from its version. */
export async function taskItem({ definitions, sql }: Deps, row: TaskRow, processNames: Map<string, string>) {
  const published = await definitions.get(row.process, row.version);
  const declared = new Map((published?.definition.zf.variable ?? []).map((variable) => [variable.name, variable]));
  const name = processNames.get(row.process) ?? (await processName(sql, row.process)) ?? row.process;
  processNames.set(row.process, name);
  const {
    process,
    version,
    assignee,
    assigneeName,
    closedBy,
    closedByName,
    fromBy,
    fromName,
    fromElement,
    summary,
    due,
  } = row;
  const before = fromElement && (published ? stepBefore(published.definition, fromElement) : fromElement);
  // What has no name is nothing that people know.
  const cameFrom = before && published?.definition.elements[before]?.name?.trim();
  const hidden = hiddenAt(published?.definition.elements[row.element]);
  const columns = published ? coveredColumnsIn(published.definition) : new Map<string, Set<string>>();
  const capability = capabilityOfTask(row.form);
  const given = new Map((capability ? formOfCapability(capability).fields : []).map((field) => [field.id, field]));
  // Column by column: a new one of the table is on the wire only when somebody puts it here.
  return {
    id: row.id,
    case: row.case,
    element: row.element,
    name: row.name,
    texts: row.texts,
    title: row.title,
    businessKey: row.businessKey,
    number: caseNumber(row.businessKey, published?.definition.zf),
    state: row.state,
    paused: row.paused,
    claimedAt: row.claimedAt,
    priority: row.priority,
    createdAt: row.createdAt,
    closedAt: row.closedAt,
    verdict: row.verdict,
    hasDraft: row.hasDraft,
    together: togetherAt(
      published?.definition.elements[row.element],
      row.form ? published?.forms[row.form] : undefined,
      capability !== undefined,
      row.assignee !== null && hasOthers(row, row.assignee),
    ),
    asGrid: row.form !== null && fitsGrid(published?.definition.elements[row.element]),
    opinions: published?.definition.elements[row.element]?.zf?.opinion ?? [],
    process: { key: process, name, texts: published?.definition.zf.text ?? {}, version },
    due: isNever(due) ? null : due,
    response: row.response,
    timeLeft: row.timeLeft,
    escalatedAt: row.escalatedAt,
    assignee: who(assignee, assigneeName),
    heldFor:
      row.heldFor === null ? null : { id: row.heldFor, name: row.heldForName ?? row.heldFor, until: row.heldUntil },
    closedBy: who(closedBy, closedByName),
    from:
      before && cameFrom
        ? {
            element: before,
            name: cameFrom,
            texts: published?.definition.elements[before]?.zf?.text ?? {},
            by: who(fromBy, fromName),
          }
        : null,
    summary: summary
      .filter(({ name: one }) => !hidden.has(one))
      .map((each) => {
        // What a capability is given is called, and counted, as the capability says.
        const own = given.get(each.name);
        const about = own ? undefined : declared.get(each.name);
        return {
          name: each.name,
          label: about?.label ?? null,
          texts: about?.text ?? null,
          type: about?.type ?? 'any',
          field: own ?? fieldOf(published?.forms ?? {}, each.name, about, each.value),
          value: about?.secret ? '••••' : coverCells(each.value, columns.get(each.name) ?? new Set()),
        };
      }),
  };
}

function togetherAt(
  element: Element | undefined,
  form: Form | undefined,
  isCapability: boolean,
  mayGoBack: boolean,
): (typeof TOGETHER)[number][] {
  const back = mayGoBack ? (['release'] as const) : [];
  if (!element || isCapability) return [...back];
  const asks =
    form !== undefined &&
    formAt(form, element).fields.some((one) => 'required' in one && one.required && !one.readOnly);
  const verdicts = verdictsAt(element);
  const said: (typeof TOGETHER)[number][] = asks ? [] : verdicts.length > 0 ? verdicts : ['complete'];
  const verbs = ['return', 'transfer', 'delegate', 'addSigners'] as const;
  return [...said, ...verbs.filter((verb) => offersVerb(element, verb)), ...back];
}

/** People know steps, not forks or beginnings without a name: these stand for the one step that leads to them, or for what holds them. */
function stepBefore({ elements, flows }: Definition, element: string): string {
  const seen = new Set<string>();
  let at = element;
  while (!seen.has(at)) {
    seen.add(at);
    const here = elements[at];
    if (here?.type === 'startEvent' && !here.name?.trim() && elements[here.scope]) return here.scope;
    if (!here?.type.endsWith('Gateway')) return at;
    const sources = Object.values(flows).filter(({ target }) => target === at);
    if (sources.length !== 1 || !sources[0]) return at;
    at = sources[0].source;
  }
  return at;
}
