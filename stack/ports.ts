// Free ports on the loopback interface.
import net from 'node:net';

/** Free on the loopback interface and on all interfaces together: programs listen on either. */
export async function portIsFree(port: number): Promise<boolean> {
  return (await canListen({ port, host: '127.0.0.1' })) && (await canListen({ port }));
}

function canListen(options: net.ListenOptions): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ ...options, exclusive: true }, () => server.close(() => resolve(true)));
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
