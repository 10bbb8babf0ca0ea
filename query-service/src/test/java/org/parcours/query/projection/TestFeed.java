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
                        switch (state) {
                            case WAITING -> new ProjectionMonitor.RunState.Waiting("Kafka");
                            case CATCHING_UP -> new ProjectionMonitor.RunState.CatchingUp();
                            case LIVE -> new ProjectionMonitor.RunState.Live();
                            case STOPPED -> new ProjectionMonitor.RunState.Stopped("a gap in the log");
                        });
    }
}
