// Where the app begins: look and words first, then the pages.
import '@fontsource-variable/inter';
import './look/scheme.ts';
import './look/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { prepareWords } from './words/language.ts';

prepareWords();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
