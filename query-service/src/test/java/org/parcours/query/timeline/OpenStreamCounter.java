package org.parcours.query.timeline;

import org.springframework.context.ApplicationContext;

/** Counts the open SSE streams of a running service. */
public final class OpenStreamCounter {

    private OpenStreamCounter() {}

    public static int count(ApplicationContext service) {
        return service.getBean(SseBroadcaster.class).count();
    }
}
