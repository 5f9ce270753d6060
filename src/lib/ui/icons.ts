/** Own drawings on a 24 × 24 grid, stroked 1.75. Directional ones are mirrored in Arabic. */
export const icons = {
  today: 'M5 5h14v15H5zM5 9.5h14M9 3v4M15 3v4M9 14.5l2 2 4-4',
  authorizations: 'M6 3h9l4 4v14H6zM15 3v4h4M9.5 12h6M9.5 16h6',
  matching: 'M4 8h13M13.5 4.5 17 8l-3.5 3.5M20 16H7M10.5 12.5 7 16l3.5 3.5',
  partners: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  balance: 'M12 4v16M7 20h10M5 7h14M5 7l-3 7h6zM19 7l-3 7h6z',
  companies: 'M4 21V8l8-4v17M12 10h8v11M2.5 21h19M7 11h2M7 15h2M15.5 14h1.5M15.5 17.5h1.5',
  training: 'M2.5 9 12 5l9.5 4-9.5 4zM6.5 11v5c3 2.7 8 2.7 11 0v-5M21.5 9v6',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.6v.2',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.7-4 3.8-5.5 7.5-5.5s6.8 1.5 7.5 5.5',
  people:
    'M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.500 20c.5-3.600 3.200-5 6.500-5s6 1.400 6.500 5M15.500 5.400a3.300 3.300 0 0 1 0 6.300M17.500 15.400c2.300.5 3.700 2 4 4.600',
  language:
    'M3.5 6h10M8.5 3.500V6M11.5 6c-1 4-4 6.5-7.5 8M6 9c1.5 3 3.5 4.5 6 5.500M12.5 20.500l4-10 4 10M14 17.500h5',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'M5 12.500l4.5 4.500L19 7.5',
  warning: 'M12 4 2.5 20.500h19zM12 10v5M12 17.600v.2',
  info: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7.400v.2',
  refused: 'M8.3 3h7.400L21 8.300v7.400L15.7 21H8.300L3 15.700V8.300zM9 9l6 6M15 9l-6 6',
  survey: 'M7 5H5v16h14V5h-2M9 3.500h6v3H9zM8.5 11.500l1 1 2-2M8.5 16.500l1 1 2-2M14 12h2M14 17h2',
  wish: 'M9.5 18h5M10.500 21h3M12 3a6 6 0 0 0-3.600 10.800c.7.600 1.100 1.300 1.100 2.200h5c0-.9.4-1.600 1.100-2.200A6 6 0 0 0 12 3z',
  forward: 'M4 12h15M13 6l6 6-6 6',
  back: 'M20 12H5M11 6l-6 6 6 6',
  chevronForward: 'M9 5.5 15.5 12 9 18.5',
  chevronDown: 'M5.5 9 12 15.5 18.5 9',
  chevronUp: 'M5.5 15 12 8.5 18.5 15',
  print: 'M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z',
  download: 'M12 3v12M7 10.500l5 5 5-5M4 20h16',
  upload: 'M12 16V4M7 8.500l5-5 5 5M4 20h16',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.300L20 9M20 4v5h-5',
  more: 'M4.9 12a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0M11.4 12a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0M17.9 12a.6.6 0 1 0 1.2 0 .6.6 0 1 0-1.2 0',
  add: 'M12 5v14M5 12h14',
  filter: 'M3.5 5h17l-6.5 8v6.500l-4-2V13z',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2.5',
  connected: 'M3 9c5-5 13-5 18 0M6.5 12.500c3-3 8-3 11 0M9.8 16c1.3-1.2 3.1-1.2 4.4 0M12 19.300v.2',
  disconnected:
    'M3 9c1.5-1.5 3.3-2.5 5.2-3.100M12.5 5.300C15.6 5.4 18.6 6.6 21 9M9.8 16c1.3-1.2 3.1-1.2 4.4 0M12 19.300v.2M4 3.5 20 20',
  settings: 'M4 7h9M17 7h3M13 4.500v5M4 17h3M11 17h9M7 14.500v5',
  keyboard: 'M3 6.500h18v11H3zM6.5 10h.2M10 10h.2M13.5 10h.2M17 10h.2M7.5 14h9',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7.5 12h9',
  signature: 'M3 19h18M4 15c3-8 6-11 7-9s-4 8-2.5 8.500S13 10 14.5 11s0 3 1.5 3 2-1 4-1.5',
  link: 'M9.5 14.500l5-5M8 11l-2.5 2.500a3.5 3.5 0 0 0 5 5L13 16M16 13l2.5-2.500a3.5 3.5 0 0 0-5-5L11 8',
  remove: 'M4.5 7h15M9 7V4h6v3M6.5 7l1 13.500h9l1-13.500M10.5 11v6M13.5 11v6',
  copy: 'M8 8h12v12H8zM16 8V4H4v12h4',
  edit: 'M4 20l1-4.500L16.5 4 20 7.5 8.5 19zM14 6.500l3.5 3.5',
  mail: 'M3 6h18v12.500H3zM3 7l9 7 9-7',
  device: 'M4 5h16v11H4zM2 19.500h20',
  shipment:
    'M2.5 6h11v11h-11zM13.5 10h4.500l3.5 3.500V17h-8M7 15.500a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM17 15.500a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  seal: 'M12 3.500a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM8.5 14.5 7 21l5-2.500L17 21l-1.5-6.500M9.5 9.500l2 2 3-3.5'
} as const;

export type IconName = keyof typeof icons;

export const directionalIcons: ReadonlySet<IconName> = new Set<IconName>([
  'forward',
  'back',
  'chevronForward',
  'matching',
  'shipment',
  'signature'
]);
