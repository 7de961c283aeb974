import type { CreateStep, DeleteStep, UpdateStep } from "../../src/core/plan.ts";
import type { Connection } from "./connection.ts";

export type Outputs = Readonly<Record<string, string>>;

/** What can be done with one kind. Every function may be called again after a failure, whatever it had got done. */
export interface Executor {
  create(connection: Connection, step: CreateStep): Promise<Outputs>;
  update(connection: Connection, step: UpdateStep): Promise<Outputs>;
  /** One that is gone already is a success. */
  remove(connection: Connection, step: DeleteStep): Promise<Outputs>;
}
