// A file that the server makes, saved under the name that it gives.
import { getFile } from './client.ts';

export async function fetchFile(address: string, asked?: object): Promise<void> {
  const { blob, name } = await getFile(address, asked);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
