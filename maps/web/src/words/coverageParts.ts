/** The names of the coverage desk's parts, Chinese and English side by side in two books. Each part has its own words besides. */

export const COVERAGE_PARTS_ZH = {
  'coverage.parts': '养老服务的各页',
  'coverage.part.beds': '床位',
  'coverage.part.reach': '可达',
  'coverage.part.siting': '选址',
  'coverage.part.scenarios': '方案',
  'coverage.part.scorecard': '达标',
  'coverage.part.roads': '路网',
} as const;

export const COVERAGE_PARTS_EN: Record<keyof typeof COVERAGE_PARTS_ZH, string> = {
  'coverage.parts': 'Parts of elder care',
  'coverage.part.beds': 'Beds',
  'coverage.part.reach': 'Reach',
  'coverage.part.siting': 'Siting',
  'coverage.part.scenarios': 'Plans',
  'coverage.part.scorecard': 'Scorecard',
  'coverage.part.roads': 'Roads',
};
