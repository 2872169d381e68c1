// Asks people to read a page of the handbook, or to take a course: it is among what they have to read until they have. The case hears
// `page.read` under `page/person` of each who has, or had.
import { z } from 'zod';
import { tell } from '../../bpmn/draft.ts';
import { parseInstant } from '../../bpmn/duration.ts';
import { askToDo } from '../../db/courses.ts';
import { pageExists } from '../../db/pages.ts';
import { peopleWith, refsMeant } from '../../db/people.ts';
import { readShop } from '../../db/settings.ts';
import { words } from '../../words/connectors.ts';
import { named } from '../../words/message.ts';
import { shopTime } from '../../workflows/clock.ts';
import { Hopeless } from '../call-service.ts';
import { type Descriptor, Text } from './descriptor.ts';
import { once } from './once.ts';

const inputs = z.object({
  page: Text('whichPage'),
  who: z.union([z.string().min(1), z.array(z.string().min(1)).max(500)]).meta({
    ...words('whoReads'),
    field: { type: 'text' },
  }),
  due: Text('readUntil').optional(),
});
const isRef = (one: string): boolean => one === 'all' || /^(person|role|department):/.test(one);

export const PAGE_REQUIRE: Descriptor = {
  id: 'page.require',
  kind: 'call',
  words: words('askToRead'),
  inputs,
  settings: [],
  outputs: [{ name: 'asked', label: words('howManyWereAsked') }],
  call:
    ({ sql }) =>
    async (call) =>
      once(sql, call, async (tx) => {
        const given = Object.fromEntries(Object.entries(call.input).filter(([, value]) => value !== null));
        const { page, who, due: until } = inputs.parse(given);
        const at = shopTime((await readShop(tx)).clock, Date.now());
        const due = until === undefined ? null : parseInstant(until);
        if (!(await pageExists(tx, page, at)) || (until !== undefined && due === null))
          throw new Hopeless(tell('call.page', { step: named(call.name), page, until: until ?? '—' }));
        const refs = (typeof who === 'string' ? [who] : who).map((one) => (isRef(one) ? one : `person:${one}`));
        const meant = await peopleWith(tx, refs.includes('all') ? refs : await refsMeant(tx, refs));
        const people = meant.map(({ id }) => id);
        const { asked } = await askToDo(tx, { page, people, case: call.case, due, at });
        return { asked };
      }),
};
