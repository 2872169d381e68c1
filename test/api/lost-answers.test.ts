// What was published stands though the process died before it could answer: the same request again is answered as it would have been.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Model } from '../../bpmn/definition.ts';
import { publish } from '../../db/processes.ts';
import { draw } from '../draw.ts';
import { type Caller, fresh, type Office, openOffice } from './office.ts';

let office: Office;
let chen: Caller;
beforeAll(async () => {
  office = await openOffice();
  chen = await office.as('chenli');
  // Nothing is noted of a request but what is noted together with what it did: as if the process had died right then.
  await office.shop.sql.unsafe(`
    create function dies() returns trigger language plpgsql as $$ begin
      if not exists (select 1 from content where key = 'lost' and xmin::text::bigint = txid_current())
        and not exists (select 1 from process where key = 'lost-process' and xmin::text::bigint = txid_current())
      then raise exception 'dead'; end if;
      return new; end $$`);
});
afterAll(() => office?.close());

const thing = {
  key: 'lost',
  name: { zh: '失物', en: 'Lost' },
  keyField: 'code',
  fields: [{ type: 'text', id: 'code', label: { zh: '号', en: 'No' } }],
};
const dying = async (ask: () => ReturnType<Caller>) => {
  const { sql } = office.shop;
  await sql.unsafe('create trigger dies before update on request for each row execute function dies()');
  await ask();
  await sql.unsafe('drop trigger dies on request');
};

it('a register and a process, and a second time without anything new', async () => {
  const small = (name: string) =>
    draw(
      'lost-process',
      { start: { type: 'startEvent', eventDefinitions: [] }, end: { type: 'endEvent', eventDefinitions: [] } },
      ['start->end'],
      { name },
    );
  const model = (name: string) => Model.parse({ id: 'lost-process', processes: [small(name)], diagram: {} });
  await publish(office.shop.sql, { definition: small('一'), model: model('一'), forms: {} });
  const places = [
    ['/api/content/register/lost', 1, { body: thing }],
    ['/api/processes/lost-process', 2, { model: model('二'), forms: {} }],
  ] as const;
  for (const [place, version, body] of places) {
    const seen = async () => (await chen('GET', `${place}/draft`)).body.revision ?? 0;
    expect((await chen('PUT', `${place}/draft`, { ...body, revision: await seen() })).status).toBe(200);
    for (const unchanged of [false, true]) {
      const revision = await seen();
      const request = fresh();
      const ask = () => chen('POST', `${place}/publish`, { revision }, request);
      await dying(ask);
      const again = await ask();
      expect([again.status, again.body]).toMatchObject([200, { version, unchanged }]);
      if (!unchanged) expect((await chen('POST', `${place}/publish`, { revision }, fresh())).status).toBe(409);
    }
  }
});
