import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

// Exported HTML maps carry Leaflet inside (maps/offline_map.py); npm brings it, the build leaves it where Python looks.
const files = ['leaflet.js', 'leaflet.css'];

export function leafletForSheets(): Plugin {
  return {
    name: 'leaflet-for-sheets',
    apply: 'build',
    generateBundle() {
      for (const name of files) {
        const source = readFileSync(new URL(`./node_modules/leaflet/dist/${name}`, import.meta.url), 'utf8');
        this.emitFile({ type: 'asset', fileName: `vendor/${name}`, source });
      }
    },
  };
}
