/** What `serve()` takes on every runtime that listens on a port itself. */
export interface ServerOptions {
  /** Default 3000; 0 takes a free one. */
  port?: number | undefined;
  /** Default: every interface. */
  hostname?: string | undefined;
  /** How long requests may take to finish once the server is told to stop, in milliseconds. Default 10,000. */
  shutdownGraceMs?: number | undefined;
  /** Stop gracefully on SIGTERM and SIGINT, and end the process. Default true. */
  handleSignals?: boolean | undefined;
}

export interface RunningServer {
  readonly port: number;
  readonly hostname: string;
  /** Stops accepting, lets running requests finish within the grace, then runs the app's `onShutdown`. */
  close(): Promise<void>;
}
