// Where files of a form go and how they are shown: those of the shop's people by their session, those of one outside by his link.
import { createContext } from 'react';
import { ask, fileApi } from '../reach/client.ts';

export type FileRef = { file: string; name: string; size: number; type: string };
export type FileWay = {
  send(file: File): Promise<FileRef>;
  /** undefined: it may not be opened here. */
  address(id: string): string | undefined;
};
export const FileWayContext = createContext<FileWay>({
  send: (file) => ask(fileApi.files.$post({ form: { file } })),
  address: (id) => `/api/files/${encodeURIComponent(id)}`,
});
