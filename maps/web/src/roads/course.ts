/** A course as somebody types it: a vertex a line, longitude before latitude, degrees. */

/** The vertices; null when a line is none, or there are fewer than two. */
export function readCourse(typed: string): [number, number][] | null {
  const lines = typed.split(/\n|;|；/).map((line) => line.trim()).filter(Boolean);
  const course = lines.map((line) => line.split(/[,，\s]+/).map(Number));
  const sound = course.every((pair) => pair.length === 2 && Math.abs(pair[0]!) <= 180 && Math.abs(pair[1]!) <= 85);
  return sound && course.length > 1 ? course.map(([lon, lat]) => [lon!, lat!]) : null;
}
