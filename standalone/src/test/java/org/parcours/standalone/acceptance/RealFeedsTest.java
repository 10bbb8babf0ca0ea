package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Messages of other projects, sent over the real ports, up to the timelines. */
class RealFeedsTest {

    private static final String IPP = "urn:oid:1.2.250.1.211.10.200.2";

    /** How many of the hundred; {@code -Dlives=100} for all. */
    private static final int SYNTHETIC_PATIENTS = Integer.getInteger("lives", 3);

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm");

    @TempDir
    private static Path data;

    private static EmbeddedParcours parcours;

    /** In BeforeEach, so that a run without samples reports skipped tests; a skipped class reports none. */
    @BeforeEach
    void open() {
        SampleFiles.folder("hl7v2");
        if (parcours == null) {
            // MSH-11 of the samples is T.
            parcours = EmbeddedParcours.open(data, "--parcours.hl7.accepted-processing-ids=P,T");
        }
    }

    @AfterAll
    static void close() {
        if (parcours != null) {
            parcours.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "900018127444",
                "900018144445",
                "900018150375",
                "900018172788",
                "900018189763",
                "900018191208",
                "900018193164",
                "900018199025",
                "900018205315"
            })
    void the_timeline_of_a_french_dossier_is_the_expected_one(String ipp) throws IOException {
        try (MllpClient gam = parcours.openMllpClient()) {
            assertThat(SampleFiles.frenchDossier(ipp))
                    .allSatisfy(message -> assertThat(gam.send(message)).isEqualTo("AA"));
        }
        parcours.awaitViews();

        JsonNode timeline =
                parcours.timeline(parcours.patient(IPP, ipp).get("id").asString());

        assertThat(timelineLines(timeline)).containsExactlyInAnyOrderElementsOf(expectedLines(ipp));
    }

    @Test
    void a_withdrawn_ins_is_no_longer_an_identifier_of_the_patient() {
        try (MllpClient gam = parcours.openMllpClient()) {
            SampleFiles.frenchDossier("900018127444").forEach(gam::send);
        }
        parcours.awaitViews();

        assertThat(parcours.patient(IPP, "900018127444").get("identifiers"))
                .extracting(identifier -> identifier.get("value").asString())
                .containsExactly("900018127444");
    }

    @Test
    void a_feed_of_a_thousand_messages_is_acknowledged_and_when_sent_again_records_nothing() {
        List<byte[]> feed = SampleFiles.simulatedFeed();
        assertThat(feed).hasSize(1013);
        long headBefore = parcours.logHead();
        try (MllpClient client = parcours.openMllpClient()) {
            Map<String, Long> acknowledgements = feed.stream()
                    .map(client::send)
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(acknowledgements).isEqualTo(Map.of("AA", 1013L));
            long headAfter = parcours.logHead();
            parcours.awaitViews();

            assertThat(feed)
                    .allSatisfy(message -> assertThat(client.send(message)).isEqualTo("AA"));

            assertThat(parcours.logHead()).as("no new event").isEqualTo(headAfter);
        }
        List<JsonNode> events = parcours.readLog().stream()
                .filter(event -> event.get("position").asLong() > headBefore)
                .toList();
        assertThat(events.stream()
                        .filter(event -> event.at("/data/reporter/application")
                                .asString()
                                .equals("SIMHOSP"))
                        .map(event -> event.at("/data/reporter/messageId").asString())
                        .distinct())
                .as("messages with a recorded event")
                .hasSize(1013);
        List<String> patients = events.stream()
                .map(event -> event.get("subject").asString())
                .distinct()
                .toList();
        assertThat(patients).hasSizeBetween(390, 410);
        assertThat(patients.subList(0, 25))
                .allSatisfy(patient ->
                        assertThat(parcours.timeline(patient).get("entries")).isNotEmpty());
    }

    @Test
    void the_timeline_of_a_synthetic_patient_has_every_step_of_its_bundle() {
        SampleFiles.forEachSyntheticPatient(SYNTHETIC_PATIENTS, bundle -> {
            assertThat(parcours.post("/fhir", "application/fhir+json", bundle.json())
                            .statusCode())
                    .isEqualTo(200);
            parcours.awaitViews();
            String patient = parcours.patient(
                            bundle.patient().system(), bundle.patient().value())
                    .get("id")
                    .asString();

            assertThat(SyntheticPatientBundle.timelineCounts(parcours.timeline(patient)))
                    .isEqualTo(bundle.stepCounts());
        });
    }

    /** The timeline in the format of the hand-written files. */
    private static List<String> timelineLines(JsonNode timeline) {
        List<String> lines = new ArrayList<>();
        for (JsonNode stay : timeline.get("stays")) {
            lines.add("visit %s %s %s%s class %s unit %s"
                    .formatted(
                            stay.at("/visitNumber").asString(),
                            stay.get("status").asString(),
                            at(stay.get("start")),
                            end(stay),
                            stay.get("patientClass").asString(),
                            unit(stay.at("/unit"))));
        }
        for (JsonNode entry : timeline.get("entries")) {
            if (entry.get("kind").asString().equals("stay")) {
                continue;
            }
            lines.add("%s %s %s%s %s%s"
                    .formatted(
                            entry.get("kind").asString(),
                            entry.get("status").asString(),
                            at(entry.get("start")),
                            end(entry),
                            unit(entry.at("/details/unit")),
                            entry.get("corrected").asBoolean() ? " corrected" : ""));
        }
        return lines;
    }

    /** The unit without room and bed. */
    private static String unit(JsonNode place) {
        return place.asString().split(" ")[0];
    }

    private static String end(JsonNode node) {
        return node.hasNonNull("end") ? " -> " + at(node.get("end")) : "";
    }

    private static String at(JsonNode time) {
        return OffsetDateTime.parse(time.asString()).atZoneSameInstant(PARIS).format(MINUTE);
    }

    private static List<String> expectedLines(String ipp) throws IOException {
        try (InputStream file = RealFeedsTest.class.getResourceAsStream("/pam-fr/" + ipp + ".timeline")) {
            try (Stream<String> lines = new String(file.readAllBytes(), UTF_8).lines()) {
                return lines.filter(line -> !line.isBlank()).toList();
            }
        }
    }
}
