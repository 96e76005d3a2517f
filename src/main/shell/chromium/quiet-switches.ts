/**
 * Switches that keep the browser from talking to anybody and from asking the user anything. The last two together also stop WebRTC,
 * which obeys neither `connect-src` nor our routes and could carry data out through STUN and TURN.
 */
export const quietSwitches: readonly string[] = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-domain-reliability',
  '--disable-features=Translate,OptimizationHints,MediaRouter,InterestFeedContentSuggestions',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--webrtc-ip-handling-policy=disable_non_proxied_udp',
];
