import { providers } from "../../providers/index.gen.ts";
import { EXIT, SlbctlError } from "../core/error.ts";
import { nearest } from "../core/nearest.ts";
import type { Driver, ProviderDescriptor, ProviderEntry } from "../core/provider.ts";
import type { Spec } from "../core/spec.ts";
import type { Text } from "../core/text.ts";
import type { Context } from "./context.ts";
import { detail, notice } from "./context.ts";
import type { Emulation } from "./emulation.ts";

/** A provider with a live connection; `close` also ends an emulator that was started for it. */
export interface Session {
  readonly descriptor: ProviderDescriptor;
  readonly driver: Driver;
  readonly connection: unknown;
  /** False where nobody makes health checks: an emulation without data plane. */
  readonly probes: boolean;
  readonly close: () => Promise<void>;
}

export interface SessionTarget {
  readonly provider: string;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
}

/** The registry entry of a provider that can create; other ids are a usage error with the nearest one. */
export function providerEntry(id: string): ProviderEntry {
  const able = providers.filter(({ driver }) => driver !== undefined);
  const entry = able.find((candidate) => candidate.id === id);
  if (entry !== undefined) return entry;
  const known = able.map((candidate) => candidate.id);
  if (providers.some((candidate) => candidate.id === id))
    throw new SlbctlError("provider-for-diagnosis", EXIT.usage, {
      en: `"${id}" is known for diagnosis only; load balancers can be created with ${known.join(", ")}`,
      zh: `“${id}”仅用于诊断；可用于创建负载均衡器的有 ${known.join("、")}`,
    });
  const meant = nearest(id, known);
  throw new SlbctlError(
    "unknown-provider",
    EXIT.usage,
    {
      en: `unknown provider "${id}"; known are ${known.join(", ")}`,
      zh: `未知 provider“${id}”；可用的有 ${known.join("、")}`,
    },
    meant === undefined ? {} : { hint: { en: `did you mean "${meant}"?`, zh: `是否想输入“${meant}”？` } },
  );
}

function placeOf(target: SessionTarget, emulation: Emulation | undefined): Text {
  const { provider, region, endpoint } = target;
  if (emulation === undefined)
    return {
      en: `${provider}, region ${region ?? "from the environment"}, endpoint ${endpoint ?? "of the region"}`,
      zh: `${provider}，地域 ${region ?? "取自环境"}，接入点 ${endpoint ?? "取决于地域"}`,
    };
  const { probes, endpoint: url, folder } = emulation;
  return {
    en: `emulated ${provider} ${probes ? `at ${url}` : "in this process"}, state in ${folder}`,
    zh: `模拟的 ${provider}，${probes ? `位于 ${url}` : "在本进程内"}，状态目录 ${folder}`,
  };
}

/** Connects to a provider, or to its emulator with `--emulate`, whose world then contains what `spec` names. */
async function openSession(
  context: Context,
  target: SessionTarget,
  spec: Spec | undefined,
): Promise<Session> {
  const entry = providerEntry(target.provider);
  const { descriptor } = await entry.descriptor();
  if (entry.driver === undefined)
    throw new SlbctlError("no-driver", EXIT.usage, {
      en: `slbctl knows ${entry.id} for diagnosis only; it cannot create there`,
      zh: `slbctl 对 ${entry.id} 仅支持诊断，不能在其上创建`,
    });
  const { driver } = await entry.driver();
  const emulation = context.emulate
    ? await (await import("./emulation.ts")).emulate(context, entry, spec)
    : undefined;
  await detail(context, placeOf(target, emulation));
  try {
    const connection = await driver.connect({
      region: target.region ?? emulation?.region,
      endpoint: emulation?.endpoint ?? target.endpoint,
      env: { ...context.io.env, ...emulation?.env },
      signal: context.signal,
      notice: (text) => void notice(context, text),
    });
    const close = async () => {
      await driver.close?.(connection);
      await emulation?.stop();
    };
    return { descriptor, driver, connection, probes: emulation?.probes ?? true, close };
  } catch (error) {
    await emulation?.stop();
    throw error;
  }
}

/** Opens a session, hands it to `use`, and closes it whatever happens. */
export async function withSession<T>(
  context: Context,
  target: SessionTarget,
  use: (session: Session) => Promise<T>,
  spec?: Spec,
): Promise<T> {
  const session = await openSession(context, target, spec);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}
