// The table topic → connector.
import type { Sql } from '../../db/connect.ts';
import type { Connector } from '../call-service.ts';

export function connectors(_deps: { sql: Sql }): Record<string, Connector> {
  return {
    /** Does nothing, gives its mapped inputs back: for processes in the making. */
    noop: async () => ({}),
  };
}
