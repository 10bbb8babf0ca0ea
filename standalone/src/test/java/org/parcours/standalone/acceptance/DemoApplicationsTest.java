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
import org.parcours.standalone.demo.ApplicationDefinitionInstaller;
import org.parcours.standalone.demo.scenario.HospitalMessageGenerator;
import org.parcours.standalone.demo.source.OutgoingMessage;
import org.parcours.standalone.demo.source.SourceApplicationCode;
import org.parcours.standalone.demo.source.SourceApplicationCode.Feed;
import tools.jackson.databind.JsonNode;

/** The messages of the demo's applications with custom formats, with the files of {@code examples/applications}. */
class DemoApplicationsTest {

    private static final Set<SourceApplicationCode> CUSTOM_FORMAT_APPLICATIONS = Set.of(
            SourceApplicationCode.CHIMIO,
            SourceApplicationCode.STERILISATION,
            SourceApplicationCode.ROBOT_PHARMACIE,
            SourceApplicationCode.COURSIERS);

    private static final Map<String, List<String>> LABELS = Map.of(
            "chemotherapy", List.of("Cure de chimiothérapie", "Chemotherapy course"),
            "sterilisation-cycle", List.of("Boîte stérilisée", "Sterilised tray"),
            "tray-preparation", List.of("Préparation de pilulier", "Tray preparation"),
            "specimen-transport", List.of("Acheminement de prélèvement", "Specimen on its way"));

    @TempDir
    private Path data;

    @Test
    void the_messages_of_each_application_are_recorded_and_shown_in_both_languages() throws Exception {
        List<OutgoingMessage> messages = new HospitalMessageGenerator(1, Instant.parse("2026-03-02T10:00:00Z"))
                .history(40).stream()
                        .filter(message -> CUSTOM_FORMAT_APPLICATIONS.contains(message.application()))
                        .filter(message -> message.irregularity().isEmpty())
                        .toList();
        Path folder = ApplicationDefinitionInstaller.install(data.resolve("applications"));
        try (EmbeddedParcours parcours = EmbeddedParcours.open(data, "--parcours.applications.folder=" + folder)) {
            try (MllpClient mllp = parcours.openMllpClient()) {
                for (OutgoingMessage message : messages) {
                    if (message.application().feed() == Feed.REST) {
                        String event = new String(message.bytes(), StandardCharsets.UTF_8);
                        assertThat(parcours.post("/api/facts", "application/cloudevents+json", event)
                                        .statusCode())
                                .as(event)
                                .isEqualTo(201);
                    } else {
                        assertThat(mllp.send(message.bytes())).isEqualTo("AA");
                    }
                }
            }
            parcours.awaitViews();
            assertThat(parcours.get(parcours.commandAddress, "/api/quarantine").body())
                    .as("no message is rejected or unsupported")
                    .isEqualTo("[]");
            Map<String, String> patientByKind = parcours.readLog().stream()
                    .filter(event -> event.get("type").asString().contains("StepRecorded"))
                    .collect(Collectors.toMap(
                            event -> event.at("/data/event/kind").asString(),
                            event -> event.get("subject").asString(),
                            (first, _) -> first));
            assertThat(patientByKind).containsOnlyKeys(LABELS.keySet());
            patientByKind.forEach((kind, patient) -> {
                assertThat(entry(parcours.timeline(patient), kind)).isPresent();
                assertThat(timelinePage(parcours, patient, "fr"))
                        .contains(LABELS.get(kind).get(0));
                assertThat(timelinePage(parcours, patient, "en"))
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

    private static String timelinePage(EmbeddedParcours parcours, String patient, String language) {
        return parcours.get(parcours.queryAddress, "/patients/" + patient + "?lang=" + language)
                .body();
    }
}
