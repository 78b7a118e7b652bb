// A line between a browser and the server that can be cut and mended, as a router or a Wi-Fi does.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface CuttableLine {
  readonly url: string;
  /** Ends every connection and lets none in. */
  cut(): void;
  /** What is sent arrives; no answer comes back. */
  loseAnswers(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function openLine(target: string): Promise<CuttableLine> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  let isCut = false;
  let answersLost = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (answer) => answersLost || near.write(answer));
    far.on('end', () => near.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  return {
    cut,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    loseAnswers() {
      answersLost = true;
    },
    mend() {
      isCut = false;
      answersLost = false;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
