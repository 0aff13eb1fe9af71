/** Signs drawn on a canvas for the map: no picture is fetched. */

import type { Map } from 'maplibre-gl';
import { isSmall, pathOf } from './shapes.ts';

export const DENSITY = 2;
const BOX = 24;
export const HATCH = 'hatch';

/** The name of a sign's picture on the map. */
export const iconName = (icon: string, colour: string, invented: boolean): string =>
  `${icon}|${colour}|${invented ? 'invented' : 'real'}`;

export function canvas(size: number): CanvasRenderingContext2D {
  const sheet = document.createElement('canvas');
  sheet.width = sheet.height = size * DENSITY;
  const pen = sheet.getContext('2d', { willReadFrequently: true });
  if (!pen) throw new Error('no 2D canvas');
  pen.scale(DENSITY, DENSITY);
  return pen;
}

export const picture = (pen: CanvasRenderingContext2D): ImageData =>
  pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height);

function sign(icon: string, colour: string, invented: boolean): ImageData {
  const pen = canvas(BOX);
  const factor = isSmall(icon) ? 0.62 : 0.72;
  pen.translate((BOX * (1 - factor)) / 2, (BOX * (1 - factor)) / 2);
  pen.scale(factor, factor);
  const shape = new Path2D(pathOf(icon));
  pen.lineJoin = 'round';
  pen.lineWidth = 6;
  pen.strokeStyle = '#ffffff';
  pen.stroke(shape);
  pen.fillStyle = invented ? '#ffffff' : colour;
  pen.fill(shape);
  if (invented) {
    pen.globalAlpha = 0.5;
    pen.fillStyle = colour;
    pen.fill(shape);
    pen.globalAlpha = 1;
    pen.lineWidth = 2.8;
    pen.lineCap = 'round';
    pen.setLineDash([0.1, 4.6]);
    pen.strokeStyle = colour;
    pen.stroke(shape);
  }
  return picture(pen);
}

/** Grey hatching for areas without a value. */
function hatch(): ImageData {
  const pen = canvas(8);
  pen.fillStyle = '#eceeee';
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = '#8b979c';
  pen.lineWidth = 1.2;
  for (const start of [-8, 0, 8]) {
    pen.beginPath();
    pen.moveTo(start, 8);
    pen.lineTo(start + 8, 0);
    pen.stroke();
  }
  return picture(pen);
}

export function addHatch(map: Map): void {
  if (!map.hasImage(HATCH)) map.addImage(HATCH, hatch(), { pixelRatio: DENSITY });
}

export function addSigns(map: Map, icon: string, colour: string): void {
  for (const invented of [true, false]) {
    const name = iconName(icon, colour, invented);
    if (!map.hasImage(name)) map.addImage(name, sign(icon, colour, invented), { pixelRatio: DENSITY });
  }
}
