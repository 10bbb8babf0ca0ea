package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows {@code docs/application-181.md} with the file and the messages of that page. */
class Application181Test {

    private static final Pattern BLOCK = Pattern.compile("```(yaml|hl7|json)\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path data;

    @Test
    void a_file_in_the_folder_adds_an_application_and_a_kind_of_step_to_the_running_services() throws IOException {
        Map<String, String> blocks = codeBlocks();
        Path folder = Files.createDirectory(data.resolve("applications"));
        try (EmbeddedParcours parcours = EmbeddedParcours.open(
                data, "--parcours.applications.folder=" + folder, "--parcours.applications.reload-interval=200ms")) {
            Files.writeString(folder.resolve("caisson.yaml"), blocks.get("yaml"));
            EmbeddedParcours.await(
                    () -> isActive(parcours, parcours.commandAddress) && isActive(parcours, parcours.queryAddress),
                    "the file is active in both services");

            try (MllpClient mllp = parcours.openMllpClient()) {
                assertThat(mllp.send(blocks.get("hl7").getBytes(UTF_8))).isEqualTo("AA");
            }
            assertThat(parcours.post("/api/facts", "application/cloudevents+json", blocks.get("json"))
                            .statusCode())
                    .isEqualTo(201);
            parcours.awaitViews();

            JsonNode patient = parcours.patient("urn:oid:2.999.10.1", "1");
            assertThat(sessions(parcours, patient))
                    .containsExactlyInAnyOrder(
                            "in-progress, care, heart, Oxygénothérapie hyperbare",
                            "planned, care, heart, Oxygénothérapie hyperbare");
            assertThat(timelinePage(parcours, patient, "fr")).contains("Séance de caisson hyperbare");
            assertThat(timelinePage(parcours, patient, "en")).contains("Hyperbaric session");

            Files.writeString(folder.resolve("caisson.yaml"), blocks.get("yaml").replace("lane: care", "lane: cellar"));
            EmbeddedParcours.await(
                    () -> health(parcours, parcours.commandAddress)
                            .at("/rejected/caisson.yaml")
                            .asString("")
                            .contains("kinds[0].lane: unknown lane"),
                    "the health details contain the error of the file");
            assertThat(isActive(parcours, parcours.commandAddress))
                    .as("the previous version stays active")
                    .isTrue();
        }
    }

    private static Map<String, String> codeBlocks() throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(Path.of("../docs/application-181.md")));
        return matcher.results().collect(Collectors.toMap(block -> block.group(1), block -> block.group(2)));
    }

    private static List<String> sessions(EmbeddedParcours parcours, JsonNode patient) {
        JsonNode timeline = parcours.timeline(patient.get("id").asString());
        return StreamSupport.stream(timeline.get("entries").spliterator(), false)
                .filter(entry -> entry.get("kind").asString().equals("hyperbaric-session"))
                .map(entry -> Stream.of("status", "lane", "icon", "title")
                        .map(field -> entry.get(field).asString())
                        .collect(Collectors.joining(", ")))
                .toList();
    }

    private static String timelinePage(EmbeddedParcours parcours, JsonNode patient, String language) {
        return parcours.get(
                        parcours.queryAddress, "/patients/" + patient.get("id").asString() + "?lang=" + language)
                .body();
    }

    private static boolean isActive(EmbeddedParcours parcours, URI service) {
        return health(parcours, service).at("/active").toString().contains("caisson.yaml");
    }

    private static JsonNode health(EmbeddedParcours parcours, URI service) {
        return JsonMapper.shared()
                .readTree(parcours.get(service, "/actuator/health").body())
                .at("/components/applications/details");
    }
}
