import { render } from 'preact';
import { App } from './frame/app.tsx';
import { applyTheme } from './frame/theme.ts';
import { live } from './live/live.ts';

const root = document.getElementById('console');
if (root === null) throw new Error('index.html has no place for the console');
applyTheme();
live.start();
render(<App />, root);
