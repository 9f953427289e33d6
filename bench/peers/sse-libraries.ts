/** Libraries that read server-sent events. */
export { fetchEventSource } from '@microsoft/fetch-event-source';
export { EventSource } from 'eventsource';
