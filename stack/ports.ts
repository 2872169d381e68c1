// Free ports on the loopback interface.
import net from 'node:net';

export async function portIsFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first free port from `from` upwards; 0 asks the system for any. */
export async function freePort(from = 0): Promise<number> {
  if (from === 0) return anyPort();
  for (let port = from; port < Math.min(from + 100, 65_536); port++) {
    if (await portIsFree(port)) return port;
  }
  throw new Error(`No free port between ${from} and ${from + 99}; close a program or choose another with --port.`);
}

/** The port a person asked for: taken means refused, never silently moved. */
export async function claimPort(port: number): Promise<number> {
  if (await portIsFree(port)) return port;
  throw new Error(
    `Port ${port} is taken by another program. Stop it, or choose another: zhangfa start --port ${port + 1}`,
  );
}

async function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Resolves when something accepts connections there; `alive` ends the wait early. */
export async function portAnswers(port: number, host: string, alive: () => boolean, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline && alive()) {
    if (await connects(port, host)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Nothing answered on ${host}:${port} within ${Math.round(timeoutMs / 1000)} s.`);
}

async function connects(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}
