// Writing some fields of a record, of the revision that was seen. Where somebody was faster but changed other fields, both stand; where he
// changed the same, the page asks.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask, asRefusal, type Refusal, recordApi } from '../reach/client.ts';
import type { RecordItem } from '../reach/shapes.ts';
import type { Values } from '../typed/typed.ts';
import { putRecord } from './queries.ts';

export type Write = { record: RecordItem; values: Values; archived?: boolean; reason?: string };
/** Both changed these: what stood, what stands, what was meant. */
export type Clash = { theirs: RecordItem; fields: string[]; write: Write };

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

export function clashOf(refusal: Refusal, write: Write): Clash | undefined {
  const theirs = refusal.code === 'recordChanged' ? (refusal.record as RecordItem | undefined) : undefined;
  if (!theirs) return undefined;
  const fields = Object.keys(write.values).filter(
    (id) => !same(write.record.values[id], theirs.values[id]) && !same(write.values[id], theirs.values[id]),
  );
  return { theirs, fields, write };
}

export function useWrite(register: string) {
  const queries = useQueryClient();
  const send = ({ record, values, archived, reason }: Write): Promise<RecordItem> =>
    ask(
      recordApi.registers[':register'].records[':key'].$patch({
        param: { register, key: record.key },
        json: {
          rev: record.rev,
          store: record.store,
          values,
          ...(archived !== undefined && { archived }),
          ...(reason && { reason }),
        },
      }),
    );
  const mutation = useMutation({
    mutationFn: async (write: Write): Promise<RecordItem> => {
      try {
        return await send(write);
      } catch (error) {
        const clash = clashOf(asRefusal(error), write);
        if (!clash || clash.fields.length > 0) throw error;
        return send({ ...write, record: clash.theirs });
      }
    },
    onSuccess: (written) => putRecord(queries, register, written),
  });
  const clash =
    mutation.variables && mutation.isError ? clashOf(asRefusal(mutation.error), mutation.variables) : undefined;
  return {
    ...mutation,
    clash: clash && clash.fields.length > 0 ? clash : undefined,
    /** Over what stands now. */
    insist: ({ theirs, write }: Clash): void => mutation.mutate({ ...write, record: theirs }),
    /** What stands now is shown everywhere. */
    giveIn: ({ theirs }: Clash): void => {
      putRecord(queries, register, theirs);
      mutation.reset();
    },
  };
}
