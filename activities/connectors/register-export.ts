// A file of a register, made by a process once somebody has agreed: for whoever asked for it, with what he may see, once a step.
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { tell } from '../../bpmn/draft.ts';
import { zoneOf } from '../../bpmn/duration.ts';
import { writeAudit } from '../../db/audit.ts';
import { starterOf } from '../../db/cases.ts';
import type { Sql } from '../../db/connect.ts';
import { publishedBody } from '../../db/content.ts';
import { insertExport } from '../../db/files.ts';
import { activePerson } from '../../db/people.ts';
import { readShop } from '../../db/settings.ts';
import type { Register } from '../../records/register.ts';
import { reaches } from '../../records/rights.ts';
import { dayIn } from '../../records/service.ts';
import { words } from '../../words/connectors.ts';
import { languageOfTag, named } from '../../words/message.ts';
import { shopTime } from '../../workflows/clock.ts';
import { BusinessError, Hopeless } from '../call-service.ts';
import type { ServiceCall } from '../contract.ts';
import { type Export, ExportAsk, exportColumns, exportFile } from '../register-export.ts';
import { type Descriptor, Text } from './descriptor.ts';
import { once } from './once.ts';

const refused = (why: string): BusinessError => new BusinessError('EXPORT_REFUSED', why, { why });

/** Rights are those of the hour when the file is made, not of when it was asked for. */
async function madeFor(sql: Sql, call: ServiceCall): Promise<Export> {
  const ask = ExportAsk.safeParse(call.input.ask);
  if (!ask.success) throw new Hopeless(tell('call.export', { step: named(call.name), why: ask.error.message }));
  const { clock, env } = await readShop(sql);
  const at = shopTime(clock, Date.now());
  const starter = await starterOf(sql, call.case);
  const person = starter === undefined ? undefined : await activePerson(sql, starter);
  if (!person) throw refused('whoever asked for it is not here any more');
  const published = await publishedBody<Register>(sql, 'register', String(call.input.register), at);
  const actor = { refs: person.refs, manager: person.level !== 'staff' };
  if (!published || !reaches(published.body.see, actor) || !reaches(published.body.export, actor))
    throw refused('whoever asked for it may not export this register');
  const { fields, unknown } = exportColumns(published.body, ask.data, actor);
  if (unknown.length > 0) throw refused(`whoever asked for it does not see ${unknown.join(', ')}`);
  return {
    register: published.body,
    fields,
    actor,
    person: person.id,
    ask: ask.data,
    language: languageOfTag(person.language) ?? 'zh',
    zone: env.zone,
    today: dayIn(zoneOf(env.zone), at),
  };
}

export const REGISTER_EXPORT: Descriptor = {
  id: 'register.export',
  kind: 'call',
  words: words('exportARegister'),
  inputs: z.object({ register: Text('register'), ask: z.looseObject({}).meta(words('whatIsAskedFor')) }),
  settings: [],
  outputs: [
    { name: 'files', label: words('theFile') },
    { name: 'rows', label: words('howManyRows') },
  ],
  call:
    ({ sql, filesDir }) =>
    async (call) => {
      const made = await madeFor(sql, call);
      const file = exportFile(sql, made);
      await mkdir(filesDir, { recursive: true });
      const part = path.join(filesDir, `export.${randomBytes(6).toString('hex')}`);
      try {
        await pipeline(Readable.from(file.pieces, { objectMode: false }), createWriteStream(part, { mode: 0o600 }));
        const { size } = await stat(part);
        const sha256 = await digestOf(part);
        return await once(sql, call, async (tx) => {
          const id = randomBytes(12).toString('hex');
          const place = path.join(filesDir, sha256.slice(0, 2), sha256);
          await mkdir(path.dirname(place), { recursive: true });
          await rename(part, place);
          const [type = ''] = file.type.split(';');
          const row = { id, sha256, name: file.name, type, size };
          await insertExport(tx, { ...row, for: made.person, case: call.case });
          const detail = { columns: made.fields.map((field) => field.id), rows: file.rows(), case: call.case };
          await writeAudit(tx, { by: made.person, action: 'register.export', object: made.register.key, detail });
          return { files: [{ file: id, name: file.name, size, type }], rows: file.rows() };
        });
      } finally {
        await rm(part, { force: true });
      }
    },
};

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
