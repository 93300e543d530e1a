export { type RefusalReason, refusalStatus } from '@sluice/access';
