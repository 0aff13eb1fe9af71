import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { loadCoverage, loadMap } from './shell/Shell.tsx';
import { listen } from './state/live.ts';
import { watchSession } from './state/session.ts';
import './style.css';

watchSession();
listen();
// A page for the public shows a map only where it has one to show.
if (!window.location.pathname.startsWith('/public')) void loadMap();
if (window.location.pathname.startsWith('/coverage')) void loadCoverage();

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
