// Talks to the shop as anybody may: over its public HTTP API, with a session. Repeats what was not answered under the same key.
export type Client = {
  get<T>(path: string): Promise<T>;
  /** The problem's code where the shop refuses. */
  post<T>(path: string, body: object, key?: string): Promise<{ ok: true; value: T } | { ok: false; status: number; code: string }>;
};
export type Credentials = { username: string; password: string };

const PATIENCE_MS = 90_000;

/** @throws Error where the shop does not know these credentials. */
export async function signIn(address: string, credentials: Credentials): Promise<Client> {
  const answer = await persist(() => fetch(`${address}/api/auth/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(credentials) }));
  if (!answer.ok) throw new Error(`${address} does not let ${credentials.username} in: ${(await answer.text()).slice(0, 200)}`);
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
  const call = (path: string, init: RequestInit = {}) =>
    persist(() => fetch(`${address}/api${path}`, { ...init, signal: AbortSignal.timeout(20_000), headers: { 'content-type': 'application/json', cookie, ...(init.headers as Record<string, string>) } }));
  return {
    async get<T>(path: string) {
      const got = await call(path);
      if (!got.ok) throw new Error(`GET ${path}: ${got.status} ${(await got.text()).slice(0, 200)}`);
      return (await got.json()) as T;
    },
    async post<T>(path: string, body: object, key?: string) {
      const got = await call(path, { method: 'POST', body: JSON.stringify(body), ...(key !== undefined && { headers: { 'idempotency-key': key } }) });
      const content = (await got.json().catch(() => ({}))) as T & { code?: string };
      return got.ok ? { ok: true as const, value: content } : { ok: false as const, status: got.status, code: content.code ?? '' };
    },
  };
}

/** A shop that restarts is waited for: connection faults, 5xx and 429 are tried again. */
async function persist(attempt: () => Promise<Response>): Promise<Response> {
  const until = Date.now() + PATIENCE_MS;
  for (let tries = 0; ; tries++) {
    try {
      const answer = await attempt();
      if ((answer.status < 500 && answer.status !== 429) || Date.now() > until) return answer;
      await answer.arrayBuffer();
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, Math.min(100 * 2 ** tries, 1_000)));
  }
}
