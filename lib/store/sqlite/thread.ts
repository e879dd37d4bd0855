/** What a thread is asked, and what it answers. */
export interface Request {
  id: number;
  method: string;
  parameters: unknown[];
}
export type Answer =
  | { id: number; value: unknown }
  | { id: number; error: ThrownError };

/** An error on its way between threads, which would lose its class and fields. */
export interface ThrownError {
  name: string;
  message: string;
  stack: string | undefined;
}

/** The functions that a thread offers. */
// deno-lint-ignore no-explicit-any -- functions of any parameters; each caller names its own
export type Methods = Record<string, (...parameters: any[]) => unknown>;

/** Answers requests from the thread that started this one, in their order. Call in a worker. */
export function serve(methods: Methods): void {
  const scope = self as unknown as {
    onmessage: (message: MessageEvent<Request>) => void;
    postMessage(answer: Answer): void;
  };
  scope.onmessage = ({ data: { id, method, parameters } }) => {
    try {
      scope.postMessage({ id, value: methods[method]!(...parameters) });
    } catch (thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      scope.postMessage({
        id,
        error: { name: error.name, message: error.message, stack: error.stack },
      });
    }
  };
}
