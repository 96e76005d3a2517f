/** The two names that cross Electron's process boundary. */
export const callChannel = 'sightline:call';
export const eventChannel = 'sightline:event';
