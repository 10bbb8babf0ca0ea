package org.parcours.query.projection;

import java.util.List;
import org.parcours.events.Envelope;
import org.parcours.query.views.ProjectionStatus;
import org.springframework.context.ApplicationContext;

/** Feeds events to the projection of a running service, instead of Kafka. */
public final class TestFeed {

    private TestFeed() {}

    public static void apply(ApplicationContext service, List<Envelope> log) {
        service.getBean(ProjectionMonitor.class)
                .updateProgress(service.getBean(ViewProjector.class).apply(log));
    }

    public static void setState(ApplicationContext service, ProjectionStatus.State state) {
        service.getBean(ProjectionMonitor.class)
                .changeTo(
                        state,
                        switch (state) {
                            case WAITING -> "Kafka";
                            case STOPPED -> "a gap in the log";
                            case CATCHING_UP, LIVE -> "";
                        });
    }
}
