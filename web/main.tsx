// Where the app begins: look and words first, then the pages.
import '@fontsource-variable/inter';
import './look/scheme.ts';
import './look/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { keepAnswers } from './offline/kept-answers.ts';
import { workReader } from './offline/read-work.ts';
import { queries } from './queries.ts';
import { prepareWords } from './words/language.ts';

prepareWords();
keepAnswers(queries, workReader(queries));
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
