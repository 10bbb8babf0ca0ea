package org.parcours.query.web;

/** A past state that would have to be replayed from more events than {@code parcours.web.max-replayed-events}. */
public final class TooManyEventsException extends RuntimeException {

    private final long events;
    private final long limit;

    public TooManyEventsException(long events, long limit) {
        super("This state is a replay of " + events + " events; parcours.web.max-replayed-events allows " + limit
                + ". The journal has all events");
        this.events = events;
        this.limit = limit;
    }

    public long events() {
        return events;
    }

    public long limit() {
        return limit;
    }
}
