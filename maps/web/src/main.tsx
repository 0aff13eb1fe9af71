import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { loadCoverage, loadMap } from './shell/Shell.tsx';
import { watchSession } from './state/session.ts';
import './style.css';

watchSession();
void loadMap();
if (window.location.pathname.startsWith('/coverage')) void loadCoverage();

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);
