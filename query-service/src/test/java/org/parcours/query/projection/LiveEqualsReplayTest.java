package org.parcours.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.EventLogBuilder;
import org.parcours.query.RandomEventLog;
import org.parcours.query.timeline.PatientTimelineReader;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.ValidTimeCutoff;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.web.UnknownPatientException;

class LiveEqualsReplayTest {

    private static MongoServer server;
    private static MongoClient client;

    @BeforeContainer
    static void start() {
        server = new MongoServer(new MemoryBackend());
        client = MongoClients.create(server.bindAndGetConnectionString());
    }

    @AfterContainer
    static void stop() {
        client.close();
        server.shutdownNow();
    }

    /** With merges, unmerges and reassigned stays, and any batch sizes. */
    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void the_views_show_the_same_timeline_as_a_replay_of_the_log(@ForAll long seed) {
        client.getDatabase("parcours").drop();
        ViewCollections views = new ViewCollections(client.getDatabase("parcours"));
        ViewProjector projector = new ViewProjector(views, new EventCodec(), event -> {});
        PatientTimelineReader timelines = new PatientTimelineReader(views, new EventCodec(), new SimpleMeterRegistry());
        List<Envelope> log = RandomEventLog.create(seed, 60);
        Random random = new Random(seed);
        for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + 1 + random.nextInt(20));
            projector.apply(log.subList(from, to));
            from = to;
        }
        for (int n = 0; n < 4; n++) {
            PatientId patient = EventLogBuilder.patient(n);
            Timeline replayed = Timeline.replay(patient, log, Optional.empty(), ValidTimeCutoff.NONE);
            try {
                assertThat(timelines.live(patient)).isEqualTo(replayed);
                assertThat(timelines.replay(patient, Optional.empty(), Optional.empty()))
                        .isEqualTo(replayed);
            } catch (UnknownPatientException e) {
                assertThat(replayed.position()).isZero();
            }
        }
    }
}
