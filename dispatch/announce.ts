// What has changed in registers and ledgers is told to everybody who listens: a message to each wait and each start event, under an id of
// its own, so that none swallows another's and a repeat begins nothing twice. What causes itself again and again is stopped and shown.
import type { Variables } from '../bpmn/instance.ts';
import { DEEPEST, familyDepth, noteFamilyDepth, noteHeard } from '../db/cases.ts';
import type { Sql } from '../db/connect.ts';
import { publishedBody } from '../db/content.ts';
import { balancesBeside, balancesOf, entriesOfEffect } from '../db/ledgers.ts';
import { keepLooped, listeners } from '../db/messages.ts';
import { familyOf, nextCaseNumber } from '../db/new-case.ts';
import { recordAt, recordByKey } from '../db/records.ts';
import { readShop } from '../db/settings.ts';
import { messageStarts } from '../db/start-subscriptions.ts';
import type { Register } from '../records/register.ts';
import { openNews } from '../records/service.ts';
import { shopTime } from '../workflows/clock.ts';
import { hostOf, type Origin } from '../workflows/messages.ts';
import type { Door } from './door.ts';
import { hearing } from './messages.ts';
import { storeAndSend } from './send.ts';

type News = {
  /** The same for every try: `record:sku:7c…@3`. */
  id: string;
  name: string;
  key: string;
  /** Where it has changed; a case that it begins is of that store. */
  store: string;
  /** How many changes caused each other before this one. */
  depth: number;
  variables: Variables;
  /** Whose records it names: what is secret in them is judged by, and not told. */
  of: Register | undefined;
  /** The record, and the case that has changed it. */
  record: string | undefined;
  case: string | null;
};

async function announce(sql: Sql, door: Door, news: News): Promise<void> {
  const told = openNews(news.of, news.variables);
  const waits = await hearing(sql, await listeners(sql, news.name, news.key), news.variables);
  const starts = await hearing(sql, await messageStarts(sql, news.name), news.variables);
  if (news.depth > DEEPEST && waits.length + starts.length > 0) {
    await keepLooped(sql, { id: `loop:${news.id}`, name: news.name, key: news.key, variables: told });
    return;
  }
  const from = (role: 'start' | 'message'): { from: Origin[] } => ({
    from: [
      ...(news.record === undefined ? [] : [{ kind: 'record' as const, id: news.record, role: 'change' as const }]),
      ...(news.case === null ? [] : [{ kind: 'case' as const, id: news.case, role }]),
    ],
  });
  await Promise.all([
    ...waits.map(async ({ case: id, wait, family, host }) => {
      await noteHeard(sql, family, news.depth);
      await storeAndSend(sql, door, {
        id: `${news.id}:${id}:${wait}`,
        host,
        family,
        case: id,
        body: {
          do: 'occur',
          ...from('message'),
          occurrence: { type: 'messageReceived', wait, message: news.name, variables: told },
        },
      });
    }),
    ...starts.map(async ({ key, element, version, hosting, number }) => {
      const id = `${news.id}:${key}:${element}`;
      const family = familyOf(key, news.key, id);
      if (news.depth > 0) await noteFamilyDepth(sql, family, news.depth);
      const businessKey = await nextCaseNumber(sql, key, number);
      await storeAndSend(sql, door, {
        id,
        host: hostOf(family, hosting),
        family,
        case: family,
        body: {
          do: 'start',
          ...from('start'),
          key,
          version,
          element,
          variables: {},
          event: told,
          ...(businessKey !== undefined && { businessKey }),
          ...(news.store !== '' && { store: news.store }),
        },
      });
    }),
  ]);
}

export async function announceRecord(
  sql: Sql,
  door: Door,
  { register, id, rev }: { register: string; id: string; rev: number },
): Promise<void> {
  const found = await recordAt(sql, register, id, rev);
  if (!found) return;
  const { key, store, before, after, changed, depth, case: changedBy } = found;
  const now = shopTime((await readShop(sql)).clock, Date.now());
  const published = await publishedBody<Register>(sql, 'register', register, now);
  const balances = published ? (await balancesBeside(sql, published.body, [key], store))(key) : {};
  await announce(sql, door, {
    id: `record:${register}:${id}@${rev}`,
    name: `record.${register}`,
    key,
    store,
    depth: depth + 1,
    record: `${register}/${key}`,
    of: published?.body,
    case: changedBy,
    variables: {
      register,
      key,
      rev,
      changed,
      old: before && { ...balances, ...before },
      new: { ...balances, ...after },
    },
  });
}

/** One message an account that the effect has moved. */
export async function announceBooked(
  sql: Sql,
  door: Door,
  { ledger, store, effect }: { ledger: string; store: string; effect: string },
): Promise<void> {
  const entries = await entriesOfEffect(sql, ledger, effect);
  const now = shopTime((await readShop(sql)).clock, Date.now());
  const published = await publishedBody<Register>(sql, 'register', ledger, now);
  const ofAccounts = published?.body.ledger?.account;
  const holders =
    ofAccounts === undefined ? undefined : await publishedBody<Register>(sql, 'register', ofAccounts, now);
  const accounts = [...new Set(entries.map(({ account }) => account))];
  const balances = await balancesOf(sql, ledger, accounts, store);
  for (const account of accounts) {
    const own = entries.filter((entry) => entry.account === account);
    const after = Object.fromEntries(
      balances.filter((one) => one.account === account).map(({ measure, value }) => [measure, value]),
    );
    const present = { ...after, ...Object.fromEntries(own.map(({ measure, after: value }) => [measure, value])) };
    const old = {
      ...after,
      ...Object.fromEntries(own.map(({ measure, after: value, delta }) => [measure, value - delta])),
    };
    const record = published?.body.ledger
      ? await recordByKey(sql, published.body.ledger.account, account, store)
      : undefined;
    await announce(sql, door, {
      of: holders?.body,
      id: `ledger:${effect}:${account}`,
      name: `ledger.${ledger}`,
      key: account,
      store,
      depth: (await familyDepth(sql, own[0]?.case ?? null)) + 1,
      record: published?.body.ledger && `${published.body.ledger.account}/${account}`,
      case: own[0]?.case ?? null,
      variables: {
        ledger,
        account,
        entries: own.map(({ measure, delta, after: value }) => ({ measure, delta, after: value })),
        old,
        new: present,
        record: record ? { ...record.values, key: record.key } : null,
      },
    });
  }
}
