package org.parcours.standalone.meaning;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.parcours.events.Anomaly;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.standalone.demo.scenario.HospitalMessageGenerator;
import org.parcours.standalone.demo.source.OutgoingMessage;

/**
 * The order in which messages arrive does not matter, nor whether they arrive twice: each fact states its own time, and a
 * value its own status. Messages that change who the patient is do not commute (the last one counts), and are left out.
 */
class ShuffledFeedTest {

    private static final Set<String> IDENTITY_TRIGGERS = Set.of("A08", "A28", "A31", "A40", "A37", "A44", "A47");

    /** Anomalies about the arrival of a message itself. */
    private static final Set<Anomaly.Code> ABOUT_ARRIVAL = EnumSet.of(
            Anomaly.Code.CANCELS_NOTHING_KNOWN,
            Anomaly.Code.CORRECTS_NOTHING_KNOWN,
            Anomaly.Code.MOVEMENT_RESENT,
            Anomaly.Code.MESSAGE_ID_REUSED,
            Anomaly.Code.ANOTHER_PERSON_UNDER_THIS_NUMBER,
            Anomaly.Code.STAY_OF_ANOTHER_PATIENT);

    /** Of a history of each length, or {@code -Dfeeds=N} in all. */
    private static final int FEEDS = Integer.getInteger("feeds", 13);

    static Stream<Integer> seeds() {
        return IntStream.rangeClosed(1, FEEDS).boxed();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_shuffled_feed_gives_the_same_timelines(int seed) {
        List<byte[]> feed = feed(seed);
        List<byte[]> shuffled = new ArrayList<>(feed);
        Collections.shuffle(shuffled, new Random(seed));

        List<String> expected = timelines(feed);
        assertThat(expected).isNotEmpty().allSatisfy(text -> assertThat(text).contains(" | "));
        assertThat(timelines(shuffled)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_feed_that_is_sent_twice_gives_the_same_timelines(int seed) {
        List<byte[]> feed = feed(seed);
        List<byte[]> twice = new ArrayList<>(feed);
        twice.addAll(feed);

        assertThat(timelines(twice)).isEqualTo(timelines(feed));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_result_with_several_reports_may_come_as_several_messages(int seed) {
        List<byte[]> feed = feed(seed);
        List<byte[]> split = feed.stream().flatMap(ShuffledFeedTest::split).toList();

        assertThat(timelines(split)).isEqualTo(timelines(feed));
    }

    /** One message for each OBR of an ORU, each with an id of its own. */
    private static Stream<byte[]> split(byte[] message) {
        String text = new String(message, StandardCharsets.UTF_8);
        String[] segments = text.split("\r");
        List<Integer> starts = IntStream.range(0, segments.length)
                .filter(i -> segments[i].startsWith("OBR") && !segments[i - 1].startsWith("ORC")
                        || segments[i].startsWith("ORC"))
                .boxed()
                .toList();
        if (!segments[0].contains("|ORU^") || starts.size() < 2) {
            return Stream.of(message);
        }
        String head = String.join("\r", List.of(segments).subList(1, starts.getFirst()));
        return IntStream.range(0, starts.size()).mapToObj(i -> {
            int end = i + 1 < starts.size() ? starts.get(i + 1) : segments.length;
            String[] msh = segments[0].split("\\|", -1);
            msh[9] = msh[9] + "-" + i;
            String part = String.join("|", msh) + "\r" + head + "\r"
                    + String.join("\r", List.of(segments).subList(starts.get(i), end)) + "\r";
            return part.getBytes(StandardCharsets.UTF_8);
        });
    }

    /** One journey of the demo: what its HL7 applications send. */
    private static List<byte[]> feed(int seed) {
        return new HospitalMessageGenerator(seed, Instant.parse("2026-03-01T12:00:00Z"))
                .history(seed % 13 + 1).stream()
                        .map(OutgoingMessage::bytes)
                        .filter(bytes -> commutes(new String(bytes, StandardCharsets.UTF_8)))
                        .toList();
    }

    private static boolean commutes(String message) {
        return message.startsWith("MSH|")
                && !IDENTITY_TRIGGERS.contains(message.split("\\|")[8].replaceAll(".*?\\^(...).*", "$1"));
    }

    /** The timelines as texts, without ids and positions. */
    private static List<String> timelines(List<byte[]> feed) {
        InMemoryPipeline pipeline = new InMemoryPipeline();
        feed.forEach(pipeline::record);
        return pipeline.timelines().stream()
                .map(ShuffledFeedTest::text)
                .sorted()
                .toList();
    }

    private static String text(Timeline timeline) {
        return timeline.patient().identifiers().stream()
                        .map(identifier -> identifier.value())
                        .sorted()
                        .toList() + "\n"
                + timeline.entries().stream()
                        .map(ShuffledFeedTest::text)
                        .sorted()
                        .collect(Collectors.joining("\n"));
    }

    private static String text(TimelineEntry entry) {
        return String.join(
                " | ",
                entry.start().toString(),
                entry.kind(),
                entry.title().orElse(""),
                entry.stage(),
                entry.status().toString(),
                entry.end().map(Instant::toString).orElse(""),
                entry.details().stream().map(Object::toString).sorted().toList().toString(),
                entry.values().toString(),
                entry.documents().stream()
                        .map(document -> document.sha256())
                        .sorted()
                        .toList()
                        .toString(),
                entry.anomalies().stream()
                        .filter(anomaly -> !ABOUT_ARRIVAL.contains(anomaly.code()))
                        .map(anomaly -> anomaly.code().toString())
                        .sorted()
                        .toList()
                        .toString());
    }
}
