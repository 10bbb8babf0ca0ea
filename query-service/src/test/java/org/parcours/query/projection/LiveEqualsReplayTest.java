package org.parcours.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.query.EventLogBuilder;
import org.parcours.query.RandomEventLog;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.web.UnknownPatientException;
import org.springframework.util.FileSystemUtils;

class LiveEqualsReplayTest {

    private static Path folder;
    private static TestViews views;

    @BeforeContainer
    static void start() throws IOException {
        folder = Files.createTempDirectory("views");
        views = TestViews.inFile(folder);
    }

    @AfterContainer
    static void stop() throws IOException {
        views.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    /** With merges, unmerges, reassigned stays, several numbers for one thing, late events, and any batch sizes. */
    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void the_stored_entries_are_the_fold_of_all_events_in_whatever_batches(@ForAll long seed) {
        views.startAnew();
        List<Envelope> log = RandomEventLog.create(seed, 60);
        Random random = new Random(seed);
        for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(20));
            views.apply(log.subList(from, to));
            from = to;
            for (int n = 0; n < 4; n++) {
                assertShown(EventLogBuilder.patient(n), log.subList(0, to));
            }
        }
    }

    /** In one batch a step moves to another patient, and one of the same number is new for the patient who had it. */
    @Example
    void a_step_that_moves_away_leaves_no_entry_behind() {
        the_stored_entries_are_the_fold_of_all_events_in_whatever_batches(-3275398816478L);
    }

    private static void assertShown(PatientId patient, List<Envelope> log) {
        TestViews.Shown replayed = TestViews.replayed(patient, log);
        try {
            TestViews.Shown shown = views.shown(patient);
            assertThat(shown.entriesAsJson()).isEqualTo(replayed.entriesAsJson());
            assertThat(shown.stays()).containsExactlyInAnyOrderElementsOf(replayed.stays());
            assertThat(shown.head()).isEqualTo(replayed.head());
            shown.entries().stream().limit(3).forEach(entry -> {
                Optional<TimelineEntry> complete = views.read(
                        patient, timeline -> timeline.entry(entry.entry().id()));
                assertThat(complete.map(TimelineEntry::withoutHistory)).contains(entry.entry());
            });
        } catch (UnknownPatientException e) {
            assertThat(replayed.head().position()).isZero();
        }
    }
}
