// Paths of 24 by 24, drawn as lines.
export const icons = {
  live: ['M4 7h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V9a2 2 0 0 1 2-2Z', 'm16 11 6-3.5v9L16 13'],
  files: ['M4 5h16v14H4z', 'm4 16 5-5 4 4 3-3 4 4', 'M15.5 9.5h.01'],
  compare: ['M4 4h7v16H4z', 'M13 4h7v16h-7z'],
  learn: ['m2 9 10-5 10 5-10 5-10-5Z', 'M6 11.5V16c3 3 9 3 12 0v-4.5'],
  label: ['M3 7V4h3M18 4h3v3M21 17v3h-3M6 20H3v-3', 'M8 8h8v8H8z'],
  explain: ['M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Z', 'm16 16 5 5', 'M8 11h6M11 8v6'],
  upload: ['M12 16V4m0 0L7 9m5-5 5 5', 'M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3'],
};
