// Sealing, by the browser's own WebCrypto: for oneself under a PIN, and for the server alone.
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

export const ROUNDS = 600_000; // of PBKDF2-HMAC-SHA256, as OWASP's cheat sheet on storing passwords asks for
const POINT = { name: "ECDH", namedCurve: "P-256" };
const encoder = new TextEncoder();

export function drawn(bytes: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(bytes));
}

/** The key that a PIN opens; it cannot be read out, and is kept nowhere but in memory. */
export async function keyOf(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey("raw", encoder.encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** A value under a key; `place` is where it is kept, so that none can be moved to another. */
export async function seal(key: CryptoKey, place: string, value: unknown): Promise<Sealed> {
  const iv = drawn(12);
  const how = { name: "AES-GCM", iv, additionalData: encoder.encode(place) };
  return { iv, data: await crypto.subtle.encrypt(how, key, encoder.encode(JSON.stringify(value))) };
}

/** The value again; throws where the key or the place is another. */
export async function unseal<T>(key: CryptoKey, place: string, sealed: Sealed): Promise<T> {
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: encoder.encode(place) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, sealed.data))) as T;
}

/** A value that only the server can read, bound to an id. */
export function letter(to: string, id: string, value: unknown): Promise<string> {
  return letterOf(to, id, encoder.encode(JSON.stringify(value)));
}

/** The same for bytes: a point of one's own, nonce, ciphertext, in base64; bound to a text. */
export async function letterOf(to: string, bound: string, content: Uint8Array<ArrayBuffer>): Promise<string> {
  const server = await crypto.subtle.importKey("raw", bytesOf(to), POINT, false, []);
  const own = await crypto.subtle.generateKey(POINT, false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, 256);
  const base = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode("gangmu letter") };
  const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = drawn(12);
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encoder.encode(bound) }, key, content);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  return textOf(new Uint8Array([...point, ...iv, ...new Uint8Array(data)]));
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

function textOf(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
