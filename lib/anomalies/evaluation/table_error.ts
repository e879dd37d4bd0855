/** A table that cannot be scored, with the line that is to blame. */
export class TableError extends Error {
  override readonly name = "TableError";
  /** Line of the file, the header being line 1. */
  readonly line: number;

  constructor(line: number, problem: string) {
    super(`Line ${line}: ${problem}`);
    this.line = line;
  }
}
