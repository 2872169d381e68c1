// A decision of the shop in the browser: made, filled in, published, chosen by a step, seen in the story; a number becomes a parameter.
import { afterAll, beforeAll, expect, it } from 'vitest';
