// Signing in as an application does: a person's yes on Ursa's own page, PKCE, and a token instead of a key.
const CLIENT = 'ursa-graphiql';
const VERIFIER = 'ursa:verifier';
const here = `${location.origin}/graphql`;

export async function signIn() {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(48)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  sessionStorage.setItem(VERIFIER, verifier);
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: CLIENT,
    redirect_uri: here,
    scope: 'read',
    state: verifier.slice(0, 16),
    code_challenge: base64url(new Uint8Array(digest)),
    code_challenge_method: 'S256',
  });
  location.assign(`/oauth/authorize?${asked}`);
}

// The token that this page came back with, or nothing; the address shows none of it afterwards.
export async function signedIn() {
  const told = new URLSearchParams(location.search);
  const verifier = sessionStorage.getItem(VERIFIER);
  sessionStorage.removeItem(VERIFIER);
  if (!told.has('code') || told.get('state') !== verifier?.slice(0, 16)) return '';
  history.replaceState(null, '', location.pathname);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: told.get('code'),
    client_id: CLIENT,
    redirect_uri: here,
    code_verifier: verifier,
  });
  const answer = await fetch('/oauth/token', { method: 'POST', body });
  return answer.ok ? (await answer.json()).access_token : '';
}

function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
