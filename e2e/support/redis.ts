import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { freePort } from "./processes.ts";

/** A Redis server of this test alone: in memory, on a free port. */
export class RedisServer {
  readonly port: number;
  #child: ChildProcess | undefined;

  private constructor(port: number) {
    this.port = port;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.restart();
    return server;
  }

  /** Starts it on the same port, empty. */
  async restart(): Promise<void> {
    const args = ["--port", String(this.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    const child = spawn("redis-server", args, { cwd: "/tmp", stdio: "ignore" });
    child.once("error", (error) => {
      throw new Error("These tests need redis-server: apt-get install redis-server.", { cause: error });
    });
    this.#child = child;
    for (const deadline = Date.now() + 10_000; !(await this.#answers()); ) {
      if (child.exitCode !== null || Date.now() > deadline) throw new Error("redis-server did not come up.");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Halts it: connections stay open, and nothing answers. */
  halt(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGKILL");
    await exited;
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, "127.0.0.1", () => socket.write("PING\r\n"));
      socket.once("data", (data) => {
        socket.destroy();
        resolve(data.toString().startsWith("+PONG"));
      });
      socket.once("error", () => resolve(false));
    });
  }
}
