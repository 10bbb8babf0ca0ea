package org.parcours.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.query.DemoLog;
import org.parcours.query.timeline.PatientTimelineReader;
import org.parcours.query.timeline.fold.Timeline;
import org.slf4j.LoggerFactory;

/** A step that cannot be folded is shown as a marker; operators get a log line and a metric. */
class FailedStepTest {

    private static final List<Logger> LOGGERS = List.of((Logger) LoggerFactory.getLogger(ViewProjector.class), (Logger)
            LoggerFactory.getLogger(PatientTimelineReader.class));

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private TestViews views;

    @BeforeEach
    void open() {
        views = TestViews.inFile(folder);
        logged.start();
        LOGGERS.forEach(logger -> logger.addAppender(logged));
    }

    @AfterEach
    void stop() {
        LOGGERS.forEach(logger -> logger.detachAppender(logged));
        views.close();
    }

    @Test
    void the_projection_counts_the_failed_step_and_logs_it_without_an_identity() {
        views.apply(DemoLog.events());

        assertThat(count("parcours.projection.steps.failed")).isEqualTo(1);
        assertThat(views.projector.progress().failedDocuments()).isEqualTo(1);
        assertLoggedWithoutIdentity();
    }

    @Test
    void each_replay_counts_the_failed_step_and_logs_it_without_an_identity() {
        views.apply(DemoLog.events());
        logged.list.clear();

        Timeline timeline = views.reader.replay(DemoLog.UNSHOWABLE, Optional.empty(), Optional.empty());

        assertThat(timeline.failedSteps()).hasSize(1);
        assertThat(count("parcours.views.entries.failed")).isEqualTo(1);
        assertLoggedWithoutIdentity();
    }

    private void assertLoggedWithoutIdentity() {
        assertThat(logged.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
            assertThat(line.getFormattedMessage())
                    .contains("step=", "event=", "NullPointerException")
                    .doesNotContain("POISON", "Ivy", "8000777000", DemoLog.UNSHOWABLE.toString());
            assertThat(line.getThrowableProxy()).as("no exception message").isNull();
        });
    }

    @Test
    void a_timeline_without_failures_is_not_reported() {
        views.apply(DemoLog.events());
        logged.list.clear();

        assertThat(views.reader
                        .replay(DemoLog.SOPHIE, Optional.empty(), Optional.empty())
                        .failedSteps())
                .isEmpty();

        assertThat(count("parcours.views.entries.failed")).isZero();
        assertThat(logged.list).isEmpty();
    }

    private double count(String counter) {
        return views.meters.get(counter).counter().count();
    }
}
