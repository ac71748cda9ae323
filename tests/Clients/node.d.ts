// The little of Node.js that the client needs, without its types.
declare module 'node:fs/promises' {
  export function readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
}
declare const process: { env: Record<string, string | undefined> };
