/** The two names that cross Electron's process boundary. */
export declare const callChannel = 'sightline:call';
export declare const eventChannel = 'sightline:event';
