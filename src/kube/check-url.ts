/** The URL of a cluster, without slashes at its end; throws an Error that says what is wrong with it. */
export function checkClusterUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Error(`${JSON.stringify(text)} is not a URL`);
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new Error(`A cluster's URL is http or https: ${text}`);
  if (url.username !== '' || url.password !== '') throw new Error("A cluster's URL holds no credentials");
  if (url.search !== '' || url.hash !== '') throw new Error(`A cluster's URL has no query and no fragment: ${text}`);
  return text.replace(/\/+$/, '');
}

/** Whether what is sent there stays on this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
