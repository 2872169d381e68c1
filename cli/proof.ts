// `zhangfa proof FILE`: whether the proof of a case is whole, and whether the shop still says the same.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { connect } from '../db/connect.ts';
import { keptOf } from '../db/proof.ts';
import { SYSTEM } from '../db/viewer.ts';
import { type Fault, headOf, Proof, publicKeyOf, verifyProof } from '../proof/document.ts';
import { type Command, UsageError } from './command.ts';
import { dataFolder, withDatabase } from './with-database.ts';

const WORDS: Record<Fault['fault'], string> = {
  row: 'a record is not what it was when it was written',
  link: 'a record does not follow the one before it',
  missing: 'a record is missing',
  submission: 'what was on screen then is missing, or is not what it was',
  seal: 'the seal of the shop does not fit: the file has been changed since it was made',
};
const told = (fault: Fault): string =>
  `${'case' in fault ? `case ${fault.case}, record ${fault.seq}: ` : ''}${WORDS[fault.fault]}`;

export const proof: Command = {
  usage: 'proof FILE [--shop] [--data DIR] [--json]',
  summary: 'Check the proof of a case, as its page hands it out.',
  help: `
  --shop       compare it with the shop's database, too: nothing that it says may have been changed there since
  --data DIR   which installation, when DATABASE_URL is not set (default: .data)
  --json       print what was found as JSON

Without --shop nothing but the file is read. Exit code 1: it is not whole. A PDF has the file inside, as proof.json.`,
  options: { shop: { type: 'boolean' }, data: { type: 'string' }, json: { type: 'boolean' } },
  positionals: 1,
  run: async ({ positionals: [file = ''], values }) => {
    const given = Proof.safeParse(parsed(await readFile(file, 'utf8')));
    if (!given.success) throw new UsageError(`${file} is no proof of a case`);
    const { data } = given;
    const verified = verifyProof(data);
    const changed = values.shop ? await changedSince(data, values.data) : [];
    const faults = [...verified.faults.map(told), ...changed];
    if (values.json) console.log(JSON.stringify({ ...verified, changed, key: data.seal.key }));
    else {
      for (const fault of faults) console.log(fault);
      console.log(
        `${file}: ${verified.rows} records of ${data.cases.length} cases, ${faults.length ? `${faults.length} faults` : 'whole'}` +
          `${verified.unsealed ? `; ${verified.unsealed} from before records were sealed` : ''}` +
          `${verified.erased ? `; personal data erased in ${verified.erased}` : ''}\nsealed by ${data.seal.key}`,
      );
    }
    return faults.length ? 1 : 0;
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What of a case never changes. */
const STANDS = ['parent', 'businessKey', 'starter', 'startedAt'] as const;

/** Of this installation, where it is known here. */
function secretOf(folder: unknown): string | undefined {
  if (process.env.ZHANGFA_SECRET) return process.env.ZHANGFA_SECRET;
  try {
    return readFileSync(path.join(dataFolder(folder), 'secret'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** A case may have gone on; what it had recorded by then must still be there, and still be whole. */
const changedSince = (data: Proof, folder: unknown): Promise<string[]> =>
  withDatabase(folder, async (url) => {
    const sql = connect(url, { max: 1, applicationName: 'zhangfa proof' });
    try {
      const found: string[] = [];
      const secret = secretOf(folder);
      if (secret === undefined) found.push('the secret of the shop is not here: ZHANGFA_SECRET, or --data DIR');
      else if (publicKeyOf(secret) !== data.seal.key) found.push('it was sealed by another key than that of this shop');
      const [root] = data.cases;
      const now = root && (await keptOf(sql, SYSTEM, root.id));
      for (const one of data.cases) {
        const kept = now?.cases.find(({ id }) => id === one.id);
        const links = new Set(kept?.rows.map(({ link }) => link));
        const head = headOf(one);
        if (!kept) found.push(`case ${one.id}: the shop does not have it any more`);
        else if (head !== undefined && !links.has(head))
          found.push(`case ${one.id}: the shop has records of it that are not those of this file`);
        for (const what of STANDS)
          if (kept && JSON.stringify(kept[what] ?? null) !== JSON.stringify(one[what] ?? null))
            found.push(`case ${one.id}: the shop says something else of its ${what}`);
      }
      for (const [id, { sha256 }] of Object.entries(data.files))
        if (now && now.files[id]?.sha256 !== sha256) found.push(`file ${id}: the shop has another one, or none`);
      const whole = now ? verifyProof({ ...data, cases: now.cases, files: now.files }).faults : [];
      return [...found, ...whole.filter(({ fault }) => fault !== 'seal').map((fault) => `in the shop: ${told(fault)}`)];
    } finally {
      await sql.end();
    }
  });
