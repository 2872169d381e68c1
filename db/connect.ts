// The one way to Postgres: postgres.js with our settings, the same for every process.
import postgres from 'postgres';

export type Sql = postgres.Sql<{ bigint: number }>;
/** A piece of a statement. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;
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

/** Of the shop and not of what is written: a missing table, column or function, a missing right. */
const OF_THE_SHOP = new Set(['42P01', '42703', '42883', '42501']);

/** The SQLSTATE where Postgres is there and does not take the data (classes 22, 23, 42, 54); undefined for all else. */
export function dataErrorOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(?:22|23|42|54)...$/.test(code) && !OF_THE_SHOP.has(code) ? code : undefined;
}

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

/** Postgres that is not there, not yet or no more; anything else will not get better by waiting. */
export const isAway = (error: unknown): boolean =>
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|CONNECTION_|CONNECT_TIMEOUT|57P0|53300)/.test(
    String((error as { code?: unknown })?.code ?? ''),
  );

/** An error of this connection and of no other: whoever calls the outside meets refused connections too. */
export const isDatabaseAway =
  (sql: Sql) =>
  (error: unknown): boolean => {
    const { code, port } = (error ?? {}) as { code?: unknown; port?: number };
    if (/^(CONNECTION_|CONNECT_TIMEOUT|57P0|53300)/.test(String(code ?? ''))) return true;
    return isAway(error) && port !== undefined && sql.options.port.includes(port);
  };

/** Neither an answer nor an error within a second: a disk that is full, a line that swallows everything. */
export async function keepsSilent(sql: Sql): Promise<boolean> {
  let over: NodeJS.Timeout | undefined;
  const silence = new Promise<true>((resolve) => {
    over = setTimeout(() => resolve(true), 1_000);
  });
  const answered = answers(sql).then(
    () => false,
    (error) => isAway(error),
  );
  return Promise.race([answered, silence]).finally(() => clearTimeout(over));
}

/** Waits for a server that comes up after us. @throws what it refuses us with, or its absence after a minute */
export async function databaseAnswers(sql: Sql, say: (why: string) => void, tries = 60): Promise<void> {
  for (let left = tries; ; left--) {
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      if (!isAway(error) || left <= 1) throw error;
      if (left === tries) say((error as Error).message);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

/** Resolves once the database has answered. */
export async function answers(sql: Sql): Promise<void> {
  await sql`select 1`;
}
