/** The set pieces of the site, each loaded where a page has it. */
import { type Component, defineAsyncComponent } from 'vue';

export const setPieces: Readonly<Record<string, Component>> = {
  BackoffSimulator: defineAsyncComponent(() => import('./BackoffSimulator.vue')),
  CloseCodeExplorer: defineAsyncComponent(() => import('./CloseCodeExplorer.vue')),
  EveryByte: defineAsyncComponent(() => import('./EveryByte.vue')),
  FrameInspector: defineAsyncComponent(() => import('./FrameInspector.vue')),
  HandshakeWorkbench: defineAsyncComponent(() => import('./HandshakeWorkbench.vue')),
  LiveConnection: defineAsyncComponent(() => import('./LiveConnection.vue')),
  TwoPeers: defineAsyncComponent(() => import('./TwoPeers.vue')),
};
