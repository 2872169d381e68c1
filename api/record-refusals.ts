// Why a record was not written, as a page is told it.
import type { Sql } from '../db/connect.ts';
import { textsOf, type Written } from '../db/record-writes.ts';
import { fieldOf, type Register } from '../records/register.ts';
import type { Language } from '../words/message.ts';
import { problem } from './problem.ts';
import { recordsShown } from './record-out.ts';
import type { Person } from './who.ts';

export async function refusedWrite(
  sql: Sql,
  register: Register,
  written: Extract<Written, { ok: false }>,
  me: Person,
  language: Language,
): Promise<Error> {
  const label = (field: string | null) => {
    const found = field === null ? undefined : fieldOf(register, field)?.label;
    return { zh: found?.zh ?? field ?? '', en: found?.en ?? found?.zh ?? field ?? '' };
  };
  switch (written.why) {
    case 'ofProcess': {
      const names = written.processes.length ? written.processes.map(textsOf) : '—';
      return problem(
        'fieldOfProcess',
        { field: label(written.field), process: names },
        { field: written.field, processes: written.processes.map(({ key, name }) => ({ key, name })) },
      );
    }
    case 'computed':
      return problem('fieldComputed', { field: label(written.field) }, { field: written.field });
    case 'notYours':
      return problem('fieldNotYours', { field: label(written.field) }, { field: written.field });
    case 'keyStands':
      return problem('keyStands', { field: label(written.field) }, { field: written.field });
    case 'unknownField':
      return problem(
        'invalid',
        { what: written.field },
        { errors: [{ path: written.field, message: 'no such field' }] },
      );
    case 'invalid':
      return problem('recordInvalid', { count: written.errors.length }, { errors: written.errors });
    case 'changed':
      return problem(
        'recordChanged',
        {},
        { record: (await recordsShown(sql, register, [written.record], me, language))[0] },
      );
    case 'taken':
      return problem(
        'recordTaken',
        { field: label(written.field ?? register.keyField ?? null) },
        { field: written.field },
      );
    case 'hasBelow':
      return problem('recordHasBelow', { title: written.title });
    case 'noRecord':
      return problem('notFound', { what: register.key });
    case 'mayNot':
      return problem('notAllowed');
  }
}
