// The one way to Postgres: postgres.js with our settings, the same for every process.
import postgres from 'postgres';

export type Sql = postgres.Sql<{ bigint: number }>;
export type Transaction = postgres.TransactionSql<{ bigint: number }>;

export type ConnectOptions = {
  /** Connections at most; one less than the places that may wait on each other deadlocks, so keep it above 2. */
  max?: number;
  /** Seen in pg_stat_activity. */
  applicationName?: string;
};

/** A value for a column of type `json`, whose keys stay in order; `sql.json` would make it jsonb on its way. */
export const inOrder = (sql: Sql | Transaction, value: unknown) => sql.typed(value as never, 114);

/** int8 comes as a number; a value beyond 2^53 is an error here, never silently another number. */
const safeInteger = {
  to: 20,
  from: [20],
  serialize: (value: number) => String(value),
  parse: (text: string) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value))
      throw new RangeError(`Postgres sent ${text}, which a number cannot hold exactly.`);
    return value;
  },
};

export function connect(url: string, { max = 10, applicationName = 'zhangfa' }: ConnectOptions = {}): Sql {
  return postgres(url, {
    max,
    idle_timeout: 60,
    connect_timeout: 10,
    onnotice: () => {},
    connection: { application_name: applicationName, TimeZone: 'UTC' },
    types: { bigint: safeInteger },
  });
}
