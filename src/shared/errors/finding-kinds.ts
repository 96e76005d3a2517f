/** What can be wrong with a connection to a vendor, each with what to do about it where an error says nothing more particular. */
export const findingSteps = {
  secretMissing: 'Enter the credentials of this connection.',
  vaultUnavailable: 'Unlock the keychain of this computer, or keep the secret in memory for this run.',
  hostNotFound: 'Check the site or base URL, and that this computer can look up names (DNS, VPN).',
  blocked: 'Ask whoever runs this network to let this host through, or name the proxy to use under Settings, Network.',
  noNetwork: 'Connect this computer to a network or VPN that leads there.',
  brokenOff:
    'Try again. If it stays, something on the way (firewall, inspecting proxy) cuts the connection: ask for an exception.',
  timeout: 'Try again. If it stays, a firewall may be dropping the connection without a word.',
  proxyInvalid: 'Correct HTTPS_PROXY or HTTP_PROXY, or name the proxy under Settings, Network.',
  proxyUnreachable: 'Check the proxy under Settings, Network (or HTTPS_PROXY), and that it is running.',
  proxyAuthentication: 'Enter the user name and password of the proxy under Settings, Network.',
  proxyRefused: 'Ask whoever runs the proxy to let this host through.',
  tlsUnknownAuthority:
    'If your organisation inspects traffic or the appliance has a certificate of its own, add that authority as a PEM file under Settings, Network. Do not go on otherwise.',
  tlsExpired: 'Check the date of this computer. If it is right, the other side has to renew its certificate.',
  tlsNotYetValid: 'Check the date of this computer; it seems to be behind.',
  tlsWrongHost: 'Check the site or base URL: somebody else answers under this address.',
  tlsProtocol: 'The other side must speak TLS 1.2 or newer; check the base URL and what stands between.',
  keyRejected: 'Copy the key from the vendor again, and check that it belongs to this site.',
  keyExpired: "Make a new key in the vendor's console and enter it here.",
  addressNotAllowed: "Add this computer's public address to the allow-list of the key or account.",
  missingScope: 'Give the key that right at the vendor.',
  wrongSite: 'Set the site that the vendor names.',
  clockSkew: 'Set the clock of this computer by the network (NTP).',
  rateLimited: 'Wait until the vendor takes requests again.',
  vendorUnavailable: "Try again later; the vendor's status page may say more.",
  notTheVendor: 'Check the site or base URL: what answers there is not this vendor.',
} as const;

/** Names what is wrong; see {@link findingSteps}. */
export type FindingKind = keyof typeof findingSteps;

/** All of them, for schemas. */
export const findingKinds = Object.keys(findingSteps) as [FindingKind, ...FindingKind[]];
