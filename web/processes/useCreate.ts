// A new process, and then its designer.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Model } from '../../bpmn/definition.ts';
import type { Form } from '../../forms/form.ts';
import { intent } from '../reach/attempts.ts';
import { ask, processApi } from '../reach/client.ts';

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

/** The key itself, or the next one that is free and that addresses can bear. */
export function freeKey(wanted: string, taken: string[]): string {
  const clean = wanted.replace(/[^\w.-]/g, '-').replace(/^[^A-Za-z_]+/, '') || 'process';
  if (!taken.includes(clean)) return clean;
  let n = 2;
  while (taken.includes(`${clean}-${n}`)) n++;
  return `${clean}-${n}`;
}
