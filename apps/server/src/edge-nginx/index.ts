export { nginxCommand } from './nginx-process.ts';
export { type NginxEdge, type NginxEdgeOptions, prepareNginxEdge, startNginxEdge } from './start-nginx-edge.ts';
