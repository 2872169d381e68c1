// What happened to a case, line by line.
import { story as en } from './en/story.ts';
import { speaker } from './say.ts';
import { story as zh } from './zh/story.ts';

export const storyIn = speaker<typeof zh>({ zh, en });
