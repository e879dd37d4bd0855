/** What a trace says about answers and the disk. */
export interface FsyncOrder {
  /** Ids that a 202 named. */
  answered: Set<string>;
  /** Those of them that were not on the disk when the answer left: written, but not yet synced. */
  early: Set<string>;
}

/** Options of strace for `readFsyncOrder`: whole pages of SQLite, and paths of files. */
export const TRACE_OPTIONS = [
  // The traced program keeps its process id, so that it can be signalled.
  "-D",
  "-f",
  "-y",
  "-s",
  "5000",
  "--seccomp-bpf",
  "-e",
  "trace=pwrite64,fsync,fdatasync,sendto,write,writev",
  "-e",
  "signal=none",
];

const LINE = /^(\d+) +(.*)$/;
const RESUMED = /^<\.\.\. \w+ resumed>/;
const UNFINISHED = "<unfinished ...>";
const LOG_WRITE = /^pwrite64\(\d+<[^>]*-wal>/;
const LOG_SYNC = /^f(?:data)?sync\(\d+<[^>]*-wal>/;
const ANSWER = /^(?:sendto|writev?)\(\d+<(?:socket|TCP)[^>]*>.*HTTP\/1\.1 202 /;

/** A system call: where it began in the trace, and its whole text once it has ended. */
interface Call {
  text: string;
  /** Ids that were in the log file, but not synced, when it began. */
  covers: string[];
}

/**
 * Reads a trace of a server that keeps events in SQLite's write-ahead log, and compares the order of
 * things: an id counts as on the disk when a sync of the log that began after the write of the id has
 * ended. Calls of several threads overlap; each counts from its begin or its end, whichever is harder.
 * `idPattern` must be global.
 */
export function readFsyncOrder(trace: string, idPattern: RegExp): FsyncOrder {
  const order: FsyncOrder = { answered: new Set(), early: new Set() };
  const unsynced = new Set<string>();
  const synced = new Set<string>();
  const running = new Map<string, Call>();
  const begin = (text: string): Call => {
    if (ANSWER.test(text)) {
      for (const id of text.match(idPattern) ?? []) {
        order.answered.add(id);
        if (!synced.has(id)) order.early.add(id);
      }
    }
    return { text, covers: LOG_SYNC.test(text) ? [...unsynced] : [] };
  };
  const end = ({ text, covers }: Call) => {
    if (LOG_WRITE.test(text)) {
      for (const id of text.match(idPattern) ?? []) if (!synced.has(id)) unsynced.add(id);
    }
    if (!/ = 0$/.test(text)) return;
    for (const id of covers) {
      synced.add(id);
      unsynced.delete(id);
    }
  };
  for (const line of trace.split("\n")) {
    const [, thread = "", rest = ""] = LINE.exec(line) ?? [];
    const call = running.get(thread);
    if (RESUMED.test(rest) && call !== undefined) {
      running.delete(thread);
      end({ ...call, text: call.text + rest.replace(RESUMED, "") });
    } else if (rest.endsWith(UNFINISHED)) {
      running.set(thread, begin(rest.slice(0, -UNFINISHED.length)));
    } else {
      end(begin(rest));
    }
  }
  return order;
}
