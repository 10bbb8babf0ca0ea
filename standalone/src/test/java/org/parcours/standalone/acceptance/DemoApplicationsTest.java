package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.standalone.demo.ApplicationFiles;
import org.parcours.standalone.demo.journey.Hospital;
import org.parcours.standalone.demo.source.Message;
import org.parcours.standalone.demo.source.SourceApplication;
import org.parcours.standalone.demo.source.SourceApplication.Feed;
import tools.jackson.databind.JsonNode;

/** What the demo's applications tell that speak in words of their own, with the files of {@code examples/applications}. */
class DemoApplicationsTest {

    private static final Set<SourceApplication> IN_OWN_WORDS = Set.of(
            SourceApplication.CHIMIO,
            SourceApplication.STERILISATION,
            SourceApplication.ROBOT_PHARMACIE,
            SourceApplication.COURSIERS);

    private static final Map<String, List<String>> LABELS = Map.of(
            "chemotherapy", List.of("Cure de chimiothérapie", "Chemotherapy course"),
            "sterilisation-cycle", List.of("Boîte stérilisée", "Sterilised tray"),
            "tray-preparation", List.of("Préparation de pilulier", "Tray preparation"),
            "specimen-transport", List.of("Acheminement de prélèvement", "Specimen on its way"));

    @TempDir
    private Path data;

    @Test
    void each_of_the_four_is_understood_and_shown_in_both_languages() throws Exception {
        List<Message> told = new Hospital(1, Instant.parse("2026-03-02T10:00:00Z"))
                .history(40).stream()
                        .filter(message -> IN_OWN_WORDS.contains(message.from()))
                        .filter(message -> message.fault().isEmpty())
                        .toList();
        Path folder = ApplicationFiles.unpack(data.resolve("applications"));
        try (WholeHospital hospital = WholeHospital.open(data, "--parcours.applications.folder=" + folder)) {
            try (MllpClient mllp = hospital.mllp()) {
                for (Message message : told) {
                    if (message.from().feed() == Feed.REST) {
                        String event = new String(message.bytes(), StandardCharsets.UTF_8);
                        assertThat(hospital.post("/api/facts", "application/cloudevents+json", event)
                                        .statusCode())
                                .as(event)
                                .isEqualTo(201);
                    } else {
                        assertThat(mllp.send(message.bytes())).isEqualTo("AA");
                    }
                }
            }
            hospital.settled();
            assertThat(hospital.get(hospital.commandAddress, "/api/quarantine").body())
                    .as("nothing of theirs is refused, or kept as nobody's")
                    .isEqualTo("[]");
            Map<String, String> patientByKind = hospital.log().stream()
                    .filter(event -> event.get("type").asString().contains("StepRecorded"))
                    .collect(Collectors.toMap(
                            event -> event.at("/data/event/kind").asString(),
                            event -> event.get("subject").asString(),
                            (first, _) -> first));
            assertThat(patientByKind).containsOnlyKeys(LABELS.keySet());
            patientByKind.forEach((kind, patient) -> {
                assertThat(entry(hospital.timeline(patient), kind)).isPresent();
                assertThat(screen(hospital, patient, "fr"))
                        .contains(LABELS.get(kind).get(0));
                assertThat(screen(hospital, patient, "en"))
                        .contains(LABELS.get(kind).get(1));
            });
        }
    }

    private static Optional<JsonNode> entry(JsonNode timeline, String kind) {
        for (JsonNode entry : timeline.get("entries")) {
            if (entry.get("kind").asString().equals(kind)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private static String screen(WholeHospital hospital, String patient, String language) {
        return hospital.get(hospital.queryAddress, "/patients/" + patient + "?lang=" + language)
                .body();
    }
}
