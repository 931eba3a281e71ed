/** The set pieces, by the names that pages use. Each is loaded by the pages that have it. */
import type { Component } from 'vue';

export const setPieces: Record<string, Component> = {};
