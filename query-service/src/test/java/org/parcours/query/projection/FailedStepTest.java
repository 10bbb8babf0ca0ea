package org.parcours.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.DemoLog;
import org.parcours.query.timeline.PatientTimelineReader;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.views.ViewCollections;
import org.slf4j.LoggerFactory;

/** A step that cannot be folded is shown as a marker; operators get a log line and a metric. */
class FailedStepTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(PatientTimelineReader.class);

    private final MongoServer server = new MongoServer(new MemoryBackend());
    private final MongoClient client = MongoClients.create(server.bindAndGetConnectionString());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private PatientTimelineReader timelineReader;

    @BeforeEach
    void project() {
        ViewCollections views = new ViewCollections(client.getDatabase("parcours"));
        new ViewProjector(views, new EventCodec(), event -> {}).apply(DemoLog.events());
        timelineReader = new PatientTimelineReader(views, new EventCodec(), meters);
        logged.start();
        LOGGER.addAppender(logged);
    }

    @AfterEach
    void stop() {
        LOGGER.detachAppender(logged);
        client.close();
        server.shutdownNow();
    }

    @Test
    void each_read_counts_the_failed_step_and_logs_it_without_an_identity() {
        Timeline timeline = timelineReader.live(DemoLog.UNSHOWABLE);

        Timeline.FailedStep failed = timeline.failedSteps().getFirst();
        assertThat(timeline.failedSteps()).hasSize(1);
        assertThat(failedEntries()).isEqualTo(1);
        assertThat(logged.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage())
                    .contains("step=" + failed.step(), "event=" + failed.event(), "NullPointerException")
                    .doesNotContain("POISON", "Ivy", "8000777000", DemoLog.UNSHOWABLE.toString());
            assertThat(line.getThrowableProxy()).as("no exception message").isNull();
        });

        timelineReader.replay(DemoLog.UNSHOWABLE, Optional.empty(), Optional.empty());

        assertThat(failedEntries()).isEqualTo(2);
    }

    @Test
    void a_timeline_without_failures_is_not_reported() {
        assertThat(timelineReader.live(DemoLog.SOPHIE).failedSteps()).isEmpty();

        assertThat(failedEntries()).isZero();
        assertThat(logged.list).isEmpty();
    }

    private double failedEntries() {
        return meters.get("parcours.views.entries.failed").counter().count();
    }
}
