// Errors as they may be logged. Postgres repeats values in its words ("Key (phone)=(…)", "JSON data, line 1: …"): of its errors
// only what kind they are and where is kept.
type PostgresError = Error & {
  code?: string;
  table_name?: string;
  column_name?: string;
  constraint_name?: string;
  routine?: string;
};

/** Classes whose words name things of the schema, never values: connection, transaction, rights, syntax, resources, operator. */
const HARMLESS = /^(08|25|28|3D|40|42|53|55|57)/;

const repeatsData = ({ name, code = '' }: PostgresError): boolean => name === 'PostgresError' && !HARMLESS.test(code);

export function withoutData(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code = '', table_name, column_name, constraint_name, routine, stack = '' } = error as PostgresError;
  if (!repeatsData(error)) return stack || error.message;
  const about = [code, table_name, column_name, constraint_name, routine].filter(Boolean).join(' ');
  // Its frames, but not its first lines, which are the words.
  return `PostgresError ${about}\n${stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')}`;
}

/** What an activity fails with goes into Temporal's history and into logs: the same activities, failing without data. */
export const discreet = <T extends object>(activities: T): T =>
  Object.fromEntries(
    Object.entries(activities).map(([name, act]) => [
      name,
      async (...given: unknown[]) => {
        try {
          return await act(...given);
        } catch (error) {
          throw error instanceof Error && repeatsData(error) ? new Error(withoutData(error).split('\n')[0]) : error;
        }
      },
    ]),
  ) as T;
