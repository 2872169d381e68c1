// A cluster of somebody else's learns our search attributes before a worker polls; the built-in server gets them as flags.
import { Connection } from '@temporalio/client';
import { searchAttributes } from './temporal.ts';

/** IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD of Temporal's API. */
const keyword = 2;

export async function registerSearchAttributes(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    const known = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = searchAttributes.filter((name) => !(name in (known.customAttributes ?? {})));
    if (missing.length === 0) return;
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
    });
  } finally {
    await connection.close();
  }
}
