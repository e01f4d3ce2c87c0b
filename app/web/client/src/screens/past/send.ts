// Sending a file of gigabytes: fetch tells nothing on the way, XMLHttpRequest does.

/** How it ended; status 0: the connection broke, or who sent it gave up. */
export interface Sent {
  readonly status: number;
  readonly detail: string | null;
}

export interface Sending {
  readonly sent: Promise<Sent>;
  readonly stop: () => void;
}

/** Sends a file as it is; `told` is called with the share that is up, 0 to 1. */
export function send(path: string, file: File, told: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  request.open('POST', path);
  request.setRequestHeader('Content-Type', 'application/zip');
  request.setRequestHeader('Accept', 'application/json');
  request.upload.addEventListener('progress', ({ loaded, total }) => told(total ? loaded / total : 0));
  const sent = new Promise<Sent>((resolve) => {
    request.addEventListener('loadend', () => resolve({ status: request.status, detail: detailOf(request) }));
  });
  request.send(file);
  return { sent, stop: () => request.abort() };
}

function detailOf({ responseText }: XMLHttpRequest): string | null {
  try {
    return (JSON.parse(responseText) as { detail?: string }).detail ?? null;
  } catch {
    return null;
  }
}
