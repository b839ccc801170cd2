// Elements as tagged templates. Texts put into a template become text nodes, never markup.
import htm from 'htm';
import { h } from 'preact';

export const html = htm.bind(h);
