// A new process, and then its designer.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Model } from '../../bpmn/definition.ts';
import type { Form } from '../../forms/form.ts';
import { ask, intent, processApi } from '../reach/client.ts';

export type NewProcess = { name: string; key?: string; model?: Model; forms?: Record<string, Form> };

export function useCreate(onCreated: () => void) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: ({ forms = {}, ...given }: NewProcess) =>
      ask(processApi.processes.$post({ header: intent(), json: { ...given, forms } })),
    onSuccess: async ({ key }) => {
      onCreated();
      await queries.invalidateQueries({ queryKey: ['processes'] });
      await navigate({ to: '/processes/$key', params: { key } });
    },
  });
}

/** A model under another key, where its own is taken. */
export function freeKey(wanted: string, taken: string[]): string {
  const clean = wanted.replace(/[^\w.-]/g, '-').replace(/^[^A-Za-z_]+/, '') || 'process';
  if (!taken.includes(clean)) return clean;
  let n = 2;
  while (taken.includes(`${clean}-${n}`)) n++;
  return `${clean}-${n}`;
}

export function withKey(model: Model, from: string, to: string): Model {
  if (from === to) return model;
  const { source: _, ...rest } = structuredClone(model);
  for (const process of rest.processes)
    if (process.key === from) {
      process.key = to;
      const old = process.processId;
      process.processId = to;
      for (const part of [
        ...Object.values(process.elements),
        ...Object.values(process.flows),
        ...Object.values(process.lanes),
      ])
        if (part.scope === old) part.scope = to;
      for (const pool of Object.values(rest.participants)) if (pool.processRef === old) pool.processRef = to;
    }
  return rest;
}
