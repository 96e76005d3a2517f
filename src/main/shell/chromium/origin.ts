/** The window's address: a reserved name that no resolver knows, answered by our own route before any network is asked. */
export const windowOrigin = 'https://sightline.invalid';
