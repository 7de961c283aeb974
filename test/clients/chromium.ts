import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

type Message = {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: unknown;
  error?: { message: string };
};

/** A page of a real browser, over Chrome's DevTools protocol (https://chromedevtools.github.io/devtools-protocol/, 2026-11-23). */
export interface Page {
  call<T = unknown>(method: string, params?: object): Promise<T>;
  /** The value of an expression in the page. */
  evaluate<T>(expression: string): Promise<T>;
  /** Everything of this kind that the page told so far. */
  told(method: string): readonly Record<string, unknown>[];
  /** Waits until the page tells this once. */
  once(method: string): Promise<void>;
}

const CALL_MS = 30_000;

/** Messages in both directions end with a NUL; no port is opened. */
class Pipe {
  private next = 0;
  private readonly waiting = new Map<number, { done: (of: unknown) => void; fail: (of: Error) => void }>();
  private readonly events: Message[] = [];
  private listeners: (() => void)[] = [];
  private rest = "";
  private readonly out: Writable;

  constructor(program: ChildProcess) {
    const [, , , out, input] = program.stdio as [unknown, unknown, unknown, Writable, Readable];
    this.out = out;
    out.on("error", () => undefined);
    input.setEncoding("utf8");
    input.on("error", () => undefined);
    input.on("data", (text: string) => this.take(text));
    program.once("exit", (code, signal) => this.end(`the browser ended (${code ?? signal})`));
    program.once("error", ({ message }) => this.end(message));
  }

  private end(reason: string): void {
    for (const { fail } of this.waiting.values()) fail(new Error(reason));
    this.waiting.clear();
  }

  private take(text: string): void {
    const parts = (this.rest + text).split("\0");
    this.rest = parts.pop() ?? "";
    for (const part of parts) {
      const message = JSON.parse(part) as Message;
      const asked = message.id === undefined ? undefined : this.waiting.get(message.id);
      if (asked === undefined) {
        this.events.push(message);
        for (const listener of this.listeners) listener();
      } else {
        this.waiting.delete(message.id ?? -1);
        if (message.error === undefined) asked.done(message.result);
        else asked.fail(new Error(message.error.message));
      }
    }
  }

  send<T>(method: string, params: object, sessionId?: string): Promise<T> {
    const id = ++this.next;
    const answer = new Promise<T>((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`${method}: no answer in ${CALL_MS} ms`)), CALL_MS);
      this.waiting.set(id, {
        done: (of) => {
          clearTimeout(timer);
          done(of as T);
        },
        fail: (error) => {
          clearTimeout(timer);
          fail(error);
        },
      });
    });
    this.out.write(
      `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
    );
    return answer;
  }

  told = (method: string): readonly Record<string, unknown>[] =>
    this.events.filter((event) => event.method === method).map(({ params = {} }) => params);

  once(method: string): Promise<void> {
    if (this.told(method).length > 0) return Promise.resolve();
    return new Promise((done, fail) => {
      const timer = setTimeout(() => fail(new Error(`${method} did not happen in ${CALL_MS} ms`)), CALL_MS);
      this.listeners.push(() => {
        if (this.told(method).length === 0) return;
        clearTimeout(timer);
        done();
      });
    });
  }
}

/** Opens a page in a browser of its own, which is gone afterwards with all that it wrote. */
export async function withPage<T>(chromium: string, run: (page: Page) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), "slbctl-chromium-"));
  // Containers have neither a user namespace for the sandbox, nor a GPU, nor a large /dev/shm.
  const words = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    `--user-data-dir=${join(home, "data")}`,
    "--remote-debugging-pipe",
    "about:blank",
  ];
  const env = { PATH: process.env["PATH"] ?? "", HOME: home, LANG: "C.UTF-8", XDG_RUNTIME_DIR: home };
  const stdio = ["ignore", "ignore", "ignore", "pipe", "pipe"] as const;
  const program = spawn(chromium, words, { env, stdio: [...stdio], detached: true });
  const gone = new Promise<void>((done) => {
    program.once("exit", () => done());
    program.once("error", () => done());
  });
  try {
    const pipe = new Pipe(program);
    const { targetId } = await pipe.send<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
    const attach = { targetId, flatten: true };
    const { sessionId } = await pipe.send<{ sessionId: string }>("Target.attachToTarget", attach);
    const call = <R>(method: string, params: object = {}) => pipe.send<R>(method, params, sessionId);
    const evaluate = async <R>(expression: string): Promise<R> => {
      const { result, exceptionDetails } = await call<{
        result: { value: R };
        exceptionDetails?: { text: string };
      }>("Runtime.evaluate", { expression, returnByValue: true });
      if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
      return result.value;
    };
    return await run({ call, evaluate, told: pipe.told, once: (method) => pipe.once(method) });
  } finally {
    stop(program);
    await gone;
    await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** The browser and the processes that it started are one group. */
function stop({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
