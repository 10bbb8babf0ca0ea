package org.parcours.query.projection;

import java.util.List;
import org.parcours.events.Envelope;
import org.springframework.context.ApplicationContext;

/** Hands events to a running service's projection, in Kafka's place. */
public final class TestFeed {

    private TestFeed() {}

    public static void apply(ApplicationContext service, List<Envelope> log) {
        service.getBean(Projection.class).apply(log);
    }
}
