// Talks to the shop as anybody may: over its public HTTP API, with a session. Repeats what was not answered under the same key.
export type Client = {
  get<T>(path: string): Promise<T>;
  /** The problem's code where the shop refuses. */
  post<T>(
    path: string,
    body: object,
    key?: string,
  ): Promise<{ ok: true; value: T } | { ok: false; status: number; code: string }>;
  put?(path: string, body: object): Promise<void>;
  /** The value for a form’s file field. */
  upload?(name: string, bytes: Blob): Promise<Record<string, unknown>>;
};
export type Credentials = { username: string; password: string };

const PATIENCE_MS = 90_000;

type Answer = { status: number; ok: boolean; text: string; cookies: string[] };

/** @throws Error where the shop does not know these credentials. */
export async function signIn(address: string, credentials: Credentials): Promise<Client> {
  const entered = await persist(`${address}/api/auth/sign-in`, { method: 'POST', body: JSON.stringify(credentials) });
  if (!entered.ok) throw new Error(`${address} does not let ${credentials.username} in: ${entered.text.slice(0, 200)}`);
  const cookie = entered.cookies.map((each) => each.split(';')[0]).join('; ');
  return {
    async upload(name, bytes) {
      const form = new FormData();
      form.set('file', bytes, name);
      const sent = await fetch(`${address}/api/files`, { method: 'POST', body: form, headers: { cookie } });
      if (!sent.ok) throw new Error(`POST /files: ${sent.status} ${(await sent.text()).slice(0, 200)}`);
      return (await sent.json()) as Record<string, unknown>;
    },
    async put(path, body) {
      const put = await persist(`${address}/api${path}`, {
        method: 'PUT',
        body: JSON.stringify(body),
        headers: { cookie },
      });
      if (!put.ok) throw new Error(`PUT ${path}: ${put.status} ${put.text.slice(0, 200)}`);
    },
    async get<T>(path: string) {
      const got = await persist(`${address}/api${path}`, { headers: { cookie } });
      if (!got.ok) throw new Error(`GET ${path}: ${got.status} ${got.text.slice(0, 200)}`);
      return JSON.parse(got.text) as T;
    },
    async post<T>(path: string, body: object, key?: string) {
      const got = await persist(`${address}/api${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { cookie, ...(key !== undefined && { 'idempotency-key': key }) },
      });
      const content = (got.text.startsWith('{') ? JSON.parse(got.text) : {}) as T & { code?: string };
      return got.ok
        ? { ok: true as const, value: content }
        : { ok: false as const, status: got.status, code: content.code ?? '' };
    },
  };
}

/** A shop that restarts is waited for: connection faults, 5xx and 429 are tried again. */
async function persist(
  url: string,
  init: { method?: string; body?: string; headers?: Record<string, string> },
): Promise<Answer> {
  const until = Date.now() + PATIENCE_MS;
  for (let tries = 0; ; tries++) {
    try {
      const got = await fetch(url, {
        ...init,
        signal: AbortSignal.timeout(20_000),
        headers: { 'content-type': 'application/json', ...init.headers },
      });
      const answer = { status: got.status, ok: got.ok, text: await got.text(), cookies: got.headers.getSetCookie() };
      if ((got.status < 500 && got.status !== 429) || Date.now() > until) return answer;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** tries, 1_000)));
  }
}
