// A request key belongs to what is said: nothing is answered with what was meant before.
import { expect, it } from 'vitest';
import { attempts } from '../../web/reach/attempts.ts';

const lost = () => Promise.reject(Object.assign(new Error(), { code: 'offline' }));
const refused = () => Promise.reject(Object.assign(new Error(), { code: 'formInvalid' }));

it('the same words after no answer keep their key, other words and answered ones take a new one', async () => {
  const send = attempts();
  const keys: string[] = [];
  const say = (json: unknown, answer: () => Promise<unknown>) =>
    send(json, ({ header, json: sent }) => {
      expect(sent).toEqual(json);
      keys.push(header['idempotency-key']);
      return answer();
    }).catch(() => undefined);
  await say({ verdict: 'yes' }, lost);
  await say({ verdict: 'yes' }, lost);
  expect(keys[1]).toBe(keys[0]);
  await say({ verdict: 'no' }, lost);
  expect(keys[2]).not.toBe(keys[0]);
  await say({ verdict: 'no' }, refused);
  expect(keys[3]).toBe(keys[2]);
  await say({ verdict: 'no' }, async () => 'done');
  expect(keys[4]).not.toBe(keys[2]);
  await say({ verdict: 'no' }, async () => 'done');
  expect(keys[5]).not.toBe(keys[4]);
  expect(new Set(keys.map((key) => key.length > 7))).toEqual(new Set([true]));
});
