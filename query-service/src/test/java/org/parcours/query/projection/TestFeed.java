package org.parcours.query.projection;

import java.util.List;
import org.parcours.events.Envelope;
import org.parcours.query.views.Freshness;
import org.springframework.context.ApplicationContext;

/** Hands events to a running service's projection, in Kafka's place. */
public final class TestFeed {

    private TestFeed() {}

    public static void apply(ApplicationContext service, List<Envelope> log) {
        service.getBean(ProjectionState.class)
                .reached(service.getBean(Projection.class).apply(log));
    }

    public static void becomes(ApplicationContext service, Freshness.State state) {
        service.getBean(ProjectionState.class)
                .becomes(
                        switch (state) {
                            case WAITING -> new ProjectionState.State.Waiting("Kafka");
                            case CATCHING_UP -> new ProjectionState.State.CatchingUp();
                            case LIVE -> new ProjectionState.State.Live();
                            case STOPPED -> new ProjectionState.State.Stopped("a gap in the log");
                        });
    }
}
