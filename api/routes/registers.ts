// Registers as people use them: what there is, its fields and views, and what each may do with it.

import { createRoute, z } from '@hono/zod-openapi';
import { publishedBody, publishedContent } from '../../db/content.ts';
import { installedPacks } from '../../db/packs.ts';
import { type WritingProcess, writersByField } from '../../db/record-writes.ts';
import type { Register } from '../../records/register.ts';
import { type Actor, fittingView, hiddenMeasures, mayType, reaches, seenRegister } from '../../records/rights.ts';
import { slotsOf } from '../../records/slots.ts';
import type { Texts } from '../../words/message.ts';
import { ok } from '../answers.ts';
import { type Deps, router } from '../deps.ts';
import { withOptions } from '../options.ts';
import { actorOf } from '../record-rights.ts';
import { registerFor } from '../register-seen.ts';
import { shopNow } from '../shop-now.ts';
import { allow, type Person, personOf } from '../who.ts';

const RegisterKey = z.string().max(60);
type Shown = Register & {
  version: number;
  pack: string | null;
  may: Record<string, boolean>;
  finds: string[];
};
const RegisterRow = z.custom<Shown & { packName?: Texts | null }>().openapi({
  type: 'object',
  description:
    'records/register.ts, without what I may not see; `may`: what I may do; `finds`: what lists filter and sort by; `packName`: what the pack is called that it came with',
});
const RegisterPage = z
  .custom<Shown & { writers: Record<string, WritingProcess[]> }>()
  .openapi({ type: 'object', description: 'the same; `writers`: processes that write a field' });
const list = createRoute({
  method: 'get',
  path: '/registers',
  tags: ['registers'],
  summary: 'The registers that I may see',
  middleware: allow('staff'),
  responses: ok(z.object({ items: z.array(RegisterRow) }), 'Registers'),
});
const one = createRoute({
  method: 'get',
  path: '/registers/{register}',
  tags: ['registers'],
  summary: 'A register: its fields and views, and what I may do',
  middleware: allow('staff'),
  request: { params: z.object({ register: RegisterKey }) },
  responses: ok(RegisterPage, 'Register'),
});

export const registerRoutes = ({ sql }: Deps) => {
  const chosenFrom = async <R extends Register>(register: R, me: Person, at: number): Promise<R> => ({
    ...register,
    fields: await withOptions(sql, register.fields, actorOf(me), at),
  });

  return router()
    .openapi(list, async (c) => {
      const me = personOf(c);
      const at = await shopNow(sql);
      const [published, packs] = await Promise.all([
        publishedContent<Register>(sql, 'register', at),
        installedPacks(sql),
      ]);
      const bodies = published.map(({ body }) => body);
      const items = await Promise.all(
        published
          .filter(({ body: register }) => reaches(register.see, actorOf(me)))
          .map(async ({ body, version, pack }) => ({
            ...(await chosenFrom(forReader(body, me, bodies), me, at)),
            version,
            pack,
            packName: packs.find(({ key }) => key === pack)?.name ?? null,
          })),
      );
      return c.json({ items }, 200);
    })
    .openapi(one, async (c) => {
      const me = personOf(c);
      const { register, version, pack, at } = await registerFor(sql, c.req.valid('param').register, me);
      const accounts = register.ledger && (await publishedBody<Register>(sql, 'register', register.ledger.account, at));
      const shown = await chosenFrom(forReader(register, me, accounts ? [accounts.body] : []), me, at);
      return c.json({ ...shown, version, pack, writers: await writersByField(sql, shown) }, 200);
    });
};

/** As it is for this reader: fields that he sees, and what he may do with each. */
function forReader(
  register: Register,
  me: Person,
  registers: Register[],
): Register & { may: Record<string, boolean>; finds: string[] } {
  const actor = actorOf(me);
  const { fields } = seenRegister(register, actor);
  const seen = new Set(fields.map(({ id }) => id));
  const finds = [
    ...slotsOf(register).keys(),
    ...fields.filter(({ by }) => by.who === 'ledger').map(({ id }) => id),
  ].filter((id) => seen.has(id));
  return {
    ...register,
    ...(register.ledger && { ledger: seenLedger(register, actor, registers) }),
    fields,
    views: register.views.flatMap((view) => fittingView(register, view, actor) ?? []),
    finds,
    sort:
      register.sort && [...finds, 'title', 'key', 'updated'].includes(register.sort.field) ? register.sort : undefined,
    may: {
      add: reaches(register.add, actor),
      change: reaches(register.change, actor),
      export: reaches(register.export, actor),
      ...Object.fromEntries(fields.map((field) => [`change.${field.id}`, mayType(register, field, actor)])),
    },
  };
}

/** Of a ledger the measures that a field shows him, or that no field shows: he learns no name of what is hidden from him. */
function seenLedger({ key, ledger }: Register, actor: Actor, registers: Register[]): Register['ledger'] {
  const accounts = registers.find((one) => one.key === ledger?.account);
  if (!ledger || !accounts) return ledger;
  const hidden = new Set(hiddenMeasures(accounts, key, actor));
  return {
    ...ledger,
    measures: ledger.measures.filter((one) => !hidden.has(one.key)),
    verbs: ledger.verbs
      .filter(({ moves }) => !Object.keys(moves).every((measure) => hidden.has(measure)))
      .map((verb) => ({
        ...verb,
        moves: Object.fromEntries(Object.entries(verb.moves).filter(([measure]) => !hidden.has(measure))),
      })),
  };
}
