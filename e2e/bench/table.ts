// Tables in a terminal.

/** A limit and the worst that was measured. */
export interface Target {
  readonly what: string;
  readonly most: number;
  readonly got: number;
}

/** Prints rows under a title; `columns` says what stands in each. Numbers are set to the right. */
export function table<Row>(
  title: string,
  rows: readonly Row[],
  columns: Readonly<Record<string, (row: Row) => string | number>>,
): void {
  const cells = [
    Object.keys(columns),
    ...rows.map((row) => Object.values(columns).map((of) => String(of(row)))),
  ];
  const widths = Object.keys(columns).map((_, j) => Math.max(...cells.map((line) => line[j]?.length ?? 0)));
  const right = Object.keys(columns).map((_, j) =>
    cells.slice(1).every((line) => /^[\d.×−-]+$/.test(line[j] ?? '')),
  );
  console.log(`\n${title}\n`);
  for (const [i, line] of cells.entries()) {
    const set = line.map((cell, j) =>
      right[j] ? cell.padStart(widths[j] ?? 0) : cell.padEnd(widths[j] ?? 0),
    );
    console.log(`  ${set.join('  ').trimEnd()}`);
    if (i === 0) console.log(`  ${widths.map((width) => '─'.repeat(width)).join('  ')}`);
  }
}
